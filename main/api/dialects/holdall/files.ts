import type { FastifyInstance } from "fastify";
import { AppError } from "../../../domain/errors.ts";
import type { ApiContext } from "../../api-context.ts";
import { sendFile } from "../../send-file.ts";
import { times } from "../../times.ts";

/** The contents of files, for whoever may read them or brings a link made by `files.link`. */
export function addFiles(app: FastifyInstance, context: ApiContext): void {
  app.route({
    method: ["GET", "HEAD"],
    url: "/files/:file/content",
    handlerTimeout: times.transfer,
    schema: {
      summary: "The content of a file of an item",
      tags: ["Holdall"],
      querystring: {
        type: "object",
        properties: { token: { type: "string" } },
      },
    },
    async handler(request, reply) {
      const { file: text } = request.params as { file: string };
      const { token } = request.query as { token?: unknown };
      if (!/^[0-9]{1,15}$/.test(text))
        throw new AppError("object.not-found", "There is no such file.");
      const id = Number(text);
      const { files } = context.commands;
      const link =
        typeof token === "string"
          ? await context.sessions.fileLink(token, id)
          : null;
      const file = files.get(
        link === null
          ? await context.callerOf(request)
          : context.access.callerOfLink(link),
        id,
      );
      return sendFile(request, reply, {
        ...file,
        tag: file.sha256,
        ...(link?.as === "save" ? { disposition: "attachment" } : {}),
        ...(link?.as === "show" ? { framed: true } : {}),
      });
    },
  });
}
