import type { FastifyInstance } from "fastify";
import { AppError } from "../../../domain/errors.ts";
import type { ApiContext } from "../../api-context.ts";
import { noteDownload } from "../../note-download.ts";
import { pumpStream } from "../../pump-stream.ts";
import { disposition } from "../../send-file.ts";
import { times } from "../../times.ts";

/** Single files of finished packages, for whoever may see the run or brings a link made by `packages.link`. */
export function addPackedFiles(
  app: FastifyInstance,
  context: ApiContext,
): void {
  app.get(
    "/runs/:run/file",
    {
      exposeHeadRoute: false,
      handlerTimeout: times.transfer,
      schema: {
        summary: "A file of the package that an export has made",
        tags: ["Holdall"],
        querystring: {
          type: "object",
          properties: {
            volume: { type: "string" },
            path: { type: "string" },
            token: { type: "string" },
          },
        },
      },
    },
    async (request, reply) => {
      const { run: text } = request.params as { run: string };
      const { token, path, volume } = request.query as Record<string, unknown>;
      if (!/^[0-9]{1,15}$/.test(text))
        throw new AppError("run.not-found", "There is no such run.");
      const run = Number(text);
      const wanted = {
        volume:
          typeof volume === "string" && /^[0-9]{1,9}$/.test(volume)
            ? Number(volume)
            : 1,
        path: typeof path === "string" ? path : "",
      };
      const { packageFiles } = context.commands;
      const link =
        typeof token === "string"
          ? await context.sessions.downloadLink(token, run)
          : null;
      const file = await packageFiles.open(
        link === null
          ? await context.callerOf(request)
          : context.access.callerOfLink(link),
        run,
        wanted,
      );
      reply
        .header("Content-Type", "application/octet-stream")
        .header("Content-Length", file.size)
        .header("Content-Disposition", disposition("attachment", file.name))
        .header("Cache-Control", "private, no-cache")
        .header("Content-Security-Policy", "default-src 'none'; sandbox")
        .header("X-Content-Type-Options", "nosniff");
      noteDownload(
        context,
        request,
        run,
        file.name,
        link === null ? undefined : "link",
      )();
      await pumpStream(reply, async (send) => {
        for await (const piece of file.content) await send(piece);
      });
      return reply;
    },
  );
}
