import type { FastifyInstance } from "fastify";
import { AppError } from "../../../domain/errors.ts";
import type { ApiContext } from "../../api-context.ts";
import { noteDownload } from "../../note-download.ts";
import { sendFile } from "../../send-file.ts";
import { times } from "../../times.ts";

/** Archives of finished exports, for whoever may see the run or brings a link made by `exports.link`. */
export function addArchives(app: FastifyInstance, context: ApiContext): void {
  app.route({
    method: ["GET", "HEAD"],
    url: "/runs/:run/archive",
    handlerTimeout: times.transfer,
    schema: {
      summary: "The archive of a finished export",
      tags: ["Holdall"],
      querystring: {
        type: "object",
        properties: {
          volume: { type: "string", description: "The first is 1." },
          token: { type: "string" },
        },
      },
    },
    async handler(request, reply) {
      const { run: text } = request.params as { run: string };
      const { token, volume = "1" } = request.query as Record<string, unknown>;
      if (!/^[0-9]{1,15}$/.test(text))
        throw new AppError("run.not-found", "There is no such run.");
      if (typeof volume !== "string" || !/^[1-9][0-9]{0,8}$/.test(volume))
        throw new AppError("file.not-found", "There is no such volume.");
      const run = Number(text);
      const { runs } = context.commands;
      const link =
        typeof token === "string"
          ? await context.sessions.downloadLink(token, run)
          : null;
      const archive = runs.archive(
        link === null
          ? await context.callerOf(request)
          : context.access.callerOfLink(link),
        run,
        Number(volume),
      );
      return sendFile(request, reply, {
        path: archive.path,
        size: archive.size,
        name: archive.name,
        mimeType: archive.name.endsWith(".zip")
          ? "application/zip"
          : "application/octet-stream",
        tag: archive.sha256,
        lastModified: archive.finishedAt,
        taken: noteDownload(
          context,
          request,
          run,
          archive.name,
          link === null ? undefined : "link",
        ),
      });
    },
  });
}
