import { Busboy, type BusboyHeaders } from "@fastify/busboy";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Readable } from "node:stream";
import { requireRole } from "../../../core/access.ts";
import type { OpenUpload } from "../../../core/uploads.ts";
import { AppError } from "../../../domain/errors.ts";
import type { ApiContext } from "../../api-context.ts";
import { times } from "../../times.ts";

/**
 * Takes files for an import: several as multipart/form-data (the file names may be relative paths), or one as the bare
 * body with its name, percent-encoded, in the header X-File-Name. The answer's id goes into `imports.create` as
 * `upload:<id>`.
 */
export function addUploads(app: FastifyInstance, context: ApiContext): void {
  void app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    // The body is read as it comes and written to the disk; nothing of it is held.
    scope.addContentTypeParser("*", (_request, body, parsed) => {
      parsed(null, body);
    });
    scope.post(
      "/uploads",
      {
        bodyLimit: Number.MAX_SAFE_INTEGER,
        config: { longBody: true },
        handlerTimeout: times.transfer,
        schema: {
          summary: "Send files for an import",
          tags: ["Holdall"],
          consumes: ["multipart/form-data", "application/octet-stream"],
        },
        // Before a byte of the body is taken.
        onRequest: async (request) => {
          requireRole(await context.callerOf(request), "administrator");
        },
      },
      async (request, reply) => {
        const upload = await context.uploads.begin();
        try {
          const body = request.body as Readable | undefined;
          if (body === undefined)
            throw new AppError("input.invalid", "No file was sent.");
          if (
            /^multipart\/form-data\b/i.test(
              request.headers["content-type"] ?? "",
            )
          )
            await takeParts(request, body, upload);
          else await upload.add(nameOf(request), body);
          const taken = await upload.finish();
          return await reply
            .header("Content-Type", "application/json; charset=utf-8")
            .send(JSON.stringify(taken));
        } catch (error) {
          await upload.discard();
          throw isBroken(error)
            ? new AppError("input.invalid", "The upload was interrupted.")
            : error;
        }
      },
    );
    done();
  });
}

/** @throws AppError input.invalid */
function nameOf(request: FastifyRequest): string {
  const given = request.headers["x-file-name"];
  try {
    if (typeof given === "string") return decodeURIComponent(given);
  } catch {
    // Falls through to the refusal.
  }
  throw new AppError(
    "input.invalid",
    "X-File-Name must be the name of the file, percent-encoded.",
  );
}

/** Writes the files of a form one after the other, as they come. */
function takeParts(
  request: FastifyRequest,
  body: Readable,
  upload: OpenUpload,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let parser: InstanceType<typeof Busboy>;
    try {
      parser = new Busboy({
        headers: request.headers as BusboyHeaders,
        // Names may be relative paths.
        preservePath: true,
        limits: { fields: 100, fieldSize: 64 * 1024, headerPairs: 50 },
      });
    } catch {
      reject(new AppError("input.invalid", "The form cannot be read."));
      return;
    }
    let queue = Promise.resolve();
    let failed = false;
    const fail = (error: unknown): void => {
      if (failed) return;
      failed = true;
      body.unpipe(parser);
      // What still comes is let go, so that the answer can be read.
      body.resume();
      reject(error instanceof Error ? error : new Error(String(error)));
    };
    parser.on("file", (_field, content, name) => {
      if (failed) {
        content.resume();
        return;
      }
      content.on("error", fail);
      const one = upload.add(name, content).catch((error: unknown) => {
        content.resume();
        fail(error);
      });
      queue = queue.then(() => one);
    });
    parser.on("error", () => {
      fail(new AppError("input.invalid", "The form cannot be read."));
    });
    parser.on("finish", () => {
      queue
        .then(() => {
          if (!failed) resolve();
        })
        .catch(fail);
    });
    body.on("error", fail).on("aborted", () => {
      fail(new AppError("input.invalid", "The upload was interrupted."));
    });
    body.pipe(parser);
  });
}

function isBroken(error: unknown): boolean {
  return (
    error instanceof Error &&
    "code" in error &&
    (error.code === "ECONNRESET" || error.code === "ERR_STREAM_PREMATURE_CLOSE")
  );
}
