import type { FastifyReply, FastifyRequest } from "fastify";
import {
  readEmbeds,
  renderList,
  renderResource,
  type Resource,
  type ResourceList,
} from "./hal.ts";

/** Media type of an answer: plain JSON for clients that take nothing else. */
function mediaType(request: FastifyRequest): string {
  const accept = request.headers.accept ?? "";
  return /^\s*application\/json\s*(?:;[^,]*)?$/i.test(accept)
    ? "application/json;charset=UTF-8"
    : "application/hal+json;charset=UTF-8";
}

/** Characters from which on it is worth it to turn text into bytes here: Node does it slower, and twice. */
const long = 16 * 1024;

/** The bytes of a text in pieces, which is never put together as text. */
function encoded(pieces: readonly string[]): string | Buffer {
  let characters = 0;
  for (const piece of pieces) characters += piece.length;
  if (characters < long) return pieces.join("");
  let size = 0;
  for (const piece of pieces) size += Buffer.byteLength(piece);
  const bytes = Buffer.allocUnsafeSlow(size);
  let end = 0;
  for (const piece of pieces) end += bytes.write(piece, end);
  return bytes;
}

/** Sends a document as it is. */
export function sendDocument(
  request: FastifyRequest,
  reply: FastifyReply,
  document: unknown,
): FastifyReply {
  return sendText(request, reply, [JSON.stringify(document)]);
}

/** Sends what is JSON already, in pieces. */
export function sendText(
  request: FastifyRequest,
  reply: FastifyReply,
  pieces: readonly string[],
): FastifyReply {
  return reply.header("Content-Type", mediaType(request)).send(encoded(pieces));
}

/** Sends a resource, or 204 when there is none. */
export async function sendResource(
  request: FastifyRequest,
  reply: FastifyReply,
  resource: Resource | null,
): Promise<FastifyReply> {
  const embeds = readEmbeds(request.query as Record<string, unknown>);
  if (resource === null) return reply.code(204).send();
  return sendText(request, reply, [await renderResource(resource, embeds)]);
}

/** Sends a page of a list. */
export async function sendList(
  request: FastifyRequest,
  reply: FastifyReply,
  list: ResourceList,
): Promise<FastifyReply> {
  const embeds = readEmbeds(request.query as Record<string, unknown>);
  return sendText(request, reply, await renderList(list, embeds));
}
