import type { FastifyInstance } from "fastify";
import { AppError } from "../../../domain/errors.ts";
import type { ApiContext } from "../../api-context.ts";
import type { Dialect } from "../../dialect.ts";
import { errorBody } from "./error-body.ts";
import { addExports } from "./exports.ts";
import { addFiles } from "./files.ts";
import { EasydbRefusal } from "./refusal.ts";
import { addResponseHeaders, versions } from "./response-headers.ts";
import { addSession } from "./session.ts";
import { addZip } from "./zip.ts";

const contentType = { "Content-Type": "application/json; charset=utf-8" };
const mediaType = /^\s*[\w!#$&^.+-]+\/[\w!#$&^.+-]+\s*(?:;.*)?$/;
/** Paths that are there, for telling a wrong verb from a wrong path. */
const known =
  /^\/api\/v1(?:\/v1)?\/(?:session(?:\/(?:de)?authenticate)?|export(?:\/[0-9]+(?:\/(?:start|stop|file(?:\/.*)?|zip(?:\/.*)?|download\/.*))?)?)\/?$/;

/** The export API of easydb 5 (easydb.md), as far as its clients need it. */
export const easydb: Dialect = {
  id: "easydb",
  prefix: "/api/v1",
  statuses: {
    invalid: 400,
    unauthenticated: 403,
    forbidden: 403,
    "not-found": 404,
    conflict: 400,
    unavailable: 500,
    failed: 500,
  },
  statusOf: {
    "log-in.refused": 400,
    "log-in.throttled": 400,
    "media-type.unsupported": 400,
    "method.not-allowed": 400,
    "request.impossible": 400,
    "request.too-large": 400,
    "route.not-found": 400,
  },
  failure: ({ status, error, path }) => ({
    body: errorBody(
      status,
      error.code === "route.not-found" && known.test(path)
        ? { ...error, code: "method.not-allowed" }
        : error,
    ),
    headers: {
      ...contentType,
      ...versions,
      "Cache-Control": "no-cache",
      Pragma: "no-cache",
    },
  }),
  routes(app: FastifyInstance, context: ApiContext) {
    addResponseHeaders(app);
    // Bodies are read by what they are, so a type that is none must not matter either.
    app.addHook("onRequest", (request, _reply, done) => {
      const { headers } = request.raw;
      if (!mediaType.test(headers["content-type"] ?? ""))
        delete headers["content-type"];
      done();
    });
    app.setErrorHandler((error, _request, reply) => {
      if (!(error instanceof EasydbRefusal)) throw error;
      return reply
        .code(error.status)
        .headers(contentType)
        .send(JSON.stringify(error.body));
    });
    // Its documentation writes some paths with the prefix doubled; clients copy it.
    for (const prefix of ["", "/v1"]) {
      addSession(app, context, prefix);
      addExports(app, context, prefix);
      addFiles(app, context, prefix);
      addZip(app, context, prefix);
    }
    for (const path of ["/", "/*"])
      app.all(path, { schema: { hide: true } }, () => {
        throw new AppError("route.not-found", "There is no such call.");
      });
  },
};
