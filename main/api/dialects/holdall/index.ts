import type { FastifyInstance } from "fastify";
import type { ApiContext } from "../../api-context.ts";
import type { Dialect } from "../../dialect.ts";
import { addArchives } from "./archives.ts";
import { addCommands } from "./commands.ts";
import { addEvents } from "./events.ts";
import { addFiles } from "./files.ts";
import { addPackedFiles } from "./packed-files.ts";
import { addSession } from "./session.ts";
import { addUploads } from "./uploads.ts";

/** Holdall's own verbs and events: what its window uses, and scripts that want all of it. */
export const holdall: Dialect = {
  id: "holdall",
  prefix: "/api/holdall",
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
  failure: ({ status, error }) => ({
    body: { ok: false, error },
    headers: {
      "Content-Type": "application/json; charset=utf-8",
      ...(status === 401 ? { "WWW-Authenticate": "Bearer" } : {}),
    },
  }),
  routes(app: FastifyInstance, context: ApiContext) {
    addSession(app, context);
    addCommands(app, context);
    addEvents(app, context);
    addUploads(app, context);
    addArchives(app, context);
    addFiles(app, context);
    addPackedFiles(app, context);
  },
};
