import type { FastifyInstance } from "fastify";
import { AppError, type ErrorView } from "../../../domain/errors.ts";
import { pathOf } from "../../answer-error.ts";
import type { ApiContext } from "../../api-context.ts";
import type { Dialect } from "../../dialect.ts";
import { errorBody, type ErrorParts } from "./error-body.ts";
import { RspaceRefusal } from "./refusal.ts";
import { addRoutes } from "./routes.ts";

/** A digit is one however it is written: the router reads it so, too. */
const paths =
  /^\/api\/v1(?:\/v1)?\/(?:jobs|status|export\/(?!(?:[0-9]|%3[0-9])+(?:\/|$))[^/]+)(?:\/|$)/;
const contentType = { "Content-Type": "application/json; charset=utf-8" };
const challenge = { "WWW-Authenticate": "apiKey" };

/** The asynchronous export API of RSpace (rspace.md), on the paths that easydb's leaves free. */
export const rspace: Dialect = {
  id: "rspace",
  prefix: "/api/v1",
  paths,
  statuses: {
    invalid: 400,
    unauthenticated: 401,
    forbidden: 403,
    "not-found": 404,
    conflict: 409,
    unavailable: 500,
    failed: 500,
  },
  statusOf: {
    // RSpace says so of what one may not have, too.
    "access.denied": 401,
    "export.one-at-a-time": 429,
  },
  failure: ({ status, error }) => ({
    body: errorBody(status, error.message, partsOf(error)),
    headers: { ...contentType, ...(status === 401 ? challenge : {}) },
  }),
  routes(app: FastifyInstance, context: ApiContext) {
    app.setErrorHandler((error, _request, reply) => {
      if (!(error instanceof RspaceRefusal)) throw error;
      return reply
        .code(error.body.httpCode)
        .headers(contentType)
        .send(JSON.stringify(error.body));
    });
    app.addHook("onRequest", (request, _reply, done) => {
      // Below a number nothing is RSpace's, though its routes fit there, too.
      if (!paths.test(pathOf(request)))
        throw new AppError("route.not-found", "There is nothing here.");
      done();
    });
    for (const prefix of ["", "/v1"]) addRoutes(app, context, prefix);
  },
};

/** The internal codes that clients may know, where they are not those of the status. */
function partsOf({ code, message }: ErrorView): ErrorParts {
  switch (code) {
    case "run.not-found":
    case "file.not-found":
      return { internalCode: 40402 };
    case "disk.full":
      return { internalCode: 50004 };
    case "input.invalid": {
      const [, field = "request", text = message] =
        /^(\w+): (.*)$/s.exec(message) ?? [];
      return {
        internalCode: 40002,
        errors: [`${field}: ${text}`],
        validationErrors: [
          { field, rejectedValue: null, objectName: "export", message: text },
        ],
      };
    }
    default:
      return {};
  }
}
