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

function encoded(text: string): string | Buffer {
  return text.length < long ? text : Buffer.from(text);
}

/** Sends a document as it is. */
export function sendDocument(
  request: FastifyRequest,
  reply: FastifyReply,
  document: unknown,
): FastifyReply {
  return reply
    .header("Content-Type", mediaType(request))
    .send(encoded(JSON.stringify(document)));
}

/** Sends a resource, or 204 when there is none. */
export async function sendResource(
  request: FastifyRequest,
  reply: FastifyReply,
  resource: Resource | null,
): Promise<FastifyReply> {
  const embeds = readEmbeds(request.query as Record<string, unknown>);
  if (resource === null) return reply.code(204).send();
  return sendDocument(request, reply, await renderResource(resource, embeds));
}

/** Sends a page of a list. */
export async function sendList(
  request: FastifyRequest,
  reply: FastifyReply,
  list: ResourceList,
): Promise<FastifyReply> {
  const embeds = readEmbeds(request.query as Record<string, unknown>);
  return sendDocument(request, reply, await renderList(list, embeds));
}
