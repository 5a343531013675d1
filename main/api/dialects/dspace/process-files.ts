import type { FastifyReply, FastifyRequest } from "fastify";
import type { ProcessFile } from "../../../core/process-files.ts";
import type { ApiContext } from "../../api-context.ts";
import { noteDownload } from "../../note-download.ts";
import { disposition, sendFile } from "../../send-file.ts";

/** Sends what a process has made. */
export function sendProcessFile(
  request: FastifyRequest,
  reply: FastifyReply,
  file: ProcessFile,
  context: ApiContext,
): FastifyReply | Promise<FastifyReply> {
  if (file.archive !== undefined)
    return sendFile(request, reply, {
      path: file.archive.path,
      size: file.size,
      name: file.name,
      mimeType: "application/zip",
      tag: file.archive.md5 ?? file.archive.sha256,
      lastModified: file.archive.finishedAt,
      explains: true,
      taken: noteDownload(context, request, file.archive.run, file.name),
    });
  return reply
    .header("Content-Type", "text/plain; charset=utf-8")
    .header("Content-Disposition", disposition("inline", file.name))
    .send(file.text);
}
