import type { Dialect } from "./dialect.ts";

/** How failures are told where no dialect is spoken: beside the page's files. */
export const plain: Dialect = {
  id: "plain",
  prefix: "",
  statuses: {
    invalid: 400,
    unauthenticated: 401,
    forbidden: 403,
    "not-found": 404,
    conflict: 409,
    unavailable: 503,
    failed: 500,
  },
  statusOf: {},
  failure: ({ error }) => ({
    body: { ok: false, error },
    headers: { "Content-Type": "application/json; charset=utf-8" },
  }),
  routes() {
    // The page and the reference are added by the server.
  },
};
