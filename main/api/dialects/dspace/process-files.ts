import type { FastifyReply, FastifyRequest } from "fastify";
import type { ProcessFile } from "../../../core/processes.ts";
import { disposition, sendFile } from "../../send-file.ts";

/** Sends what a process has made. */
export function sendProcessFile(
  request: FastifyRequest,
  reply: FastifyReply,
  file: ProcessFile,
): FastifyReply | Promise<FastifyReply> {
  if (file.archive !== undefined)
    return sendFile(request, reply, {
      path: file.archive.path,
      size: file.size,
      name: file.name,
      mimeType: "application/zip",
      tag: file.archive.sha256,
      lastModified: file.archive.finishedAt,
    });
  return reply
    .header("Content-Type", "text/plain; charset=utf-8")
    .header("Content-Disposition", disposition("inline", file.name))
    .send(file.text);
}
