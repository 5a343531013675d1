import { gunzipSync } from "node:zlib";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { AppError } from "../domain/errors.ts";

/** Largest body that is read as a whole, in bytes. */
export const largestBody = 1024 * 1024;

/** Reads every body as bytes; what is in it is for the route to say. */
export function takeAnyBody(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    "*",
    { parseAs: "buffer", bodyLimit: largestBody },
    (_request, body, done) => {
      done(null, body);
    },
  );
}

/** The bytes of a body, unpacked when they really are packed: some clients say so without doing it. */
function bytesOf(request: FastifyRequest): Buffer {
  const { body } = request;
  if (!Buffer.isBuffer(body)) return Buffer.alloc(0);
  if (body[0] !== 0x1f || body[1] !== 0x8b) return body;
  try {
    return gunzipSync(body, { maxOutputLength: largestBody });
  } catch {
    throw new AppError("input.invalid", "The body cannot be unpacked.");
  }
}

/**
 * The JSON in a body; undefined when the body is empty.
 * @throws AppError input.invalid
 */
export function jsonOf(request: FastifyRequest): unknown {
  const text = textOf(request);
  if (text.trim() === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError("input.invalid", "The body is not JSON.");
  }
}

/** The text of a body; empty when there is none. */
export function textOf(request: FastifyRequest): string {
  return bytesOf(request).toString("utf8");
}

/** The fields of a form; empty when the body is something else. */
export function formOf(request: FastifyRequest): URLSearchParams {
  const type = request.headers["content-type"] ?? "";
  return new URLSearchParams(
    /^application\/x-www-form-urlencoded\b/i.test(type) ? textOf(request) : "",
  );
}
