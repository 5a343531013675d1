import { randomUUID } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Logger } from "pino";
import { AppError, toErrorView, type ErrorView } from "../domain/errors.ts";
import { httpStatuses, type Dialect } from "./dialect.ts";
import { publicError } from "./public-view.ts";

/** Path of a request without its query, which may hold a token. */
export function pathOf(request: FastifyRequest): string {
  const [path = "/"] = request.url.split("?", 1);
  return path;
}

/** What Fastify itself refuses, in our words. */
function fromFastify(error: Error): AppError | null {
  const code = "code" in error ? error.code : undefined;
  const status = "statusCode" in error ? error.statusCode : undefined;
  switch (code) {
    case "FST_ERR_CTP_BODY_TOO_LARGE":
      return new AppError("request.too-large", "The body is too large.");
    case "FST_ERR_CTP_INVALID_MEDIA_TYPE":
      return new AppError(
        "media-type.unsupported",
        "A body of this media type is not understood here.",
      );
    case "FST_ERR_HANDLER_TIMEOUT":
      return new AppError("request.too-slow", "The request took too long.");
    default:
      return typeof status === "number" && status >= 400 && status < 500
        ? new AppError("input.invalid", "The request cannot be understood.")
        : null;
  }
}

/** The only place where a failure becomes a reply. */
export function answerError(
  thrown: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  dialect: Dialect,
  logger: Logger,
): FastifyReply {
  const expected =
    thrown instanceof AppError
      ? thrown
      : thrown instanceof Error
        ? fromFastify(thrown)
        : null;
  let error: ErrorView;
  if (expected === null) {
    const id = randomUUID();
    logger.error(
      { err: thrown, id, method: request.method, path: pathOf(request) },
      "bug in a request",
    );
    error = {
      code: "internal",
      kind: "failed",
      message: `Something went wrong inside Holdall. The log has the details under ${id}.`,
    };
  } else {
    error = publicError(toErrorView(expected));
  }
  const own =
    error.code === "internal"
      ? undefined
      : (dialect.statusOf[error.code] ??
        (httpStatuses as Partial<Record<string, number>>)[error.code]);
  const status = own ?? dialect.statuses[error.kind];
  const { body, headers } = dialect.failure({
    status,
    error,
    path: pathOf(request),
  });
  for (const [name, value] of Object.entries(headers))
    void reply.header(name, value);
  if (expected?.retryAfter !== undefined)
    void reply.header("Retry-After", String(expected.retryAfter));
  return reply.code(status).send(JSON.stringify(body));
}
