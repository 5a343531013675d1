import type { FastifyReply, FastifyRequest } from "fastify";
import { createAnswerRooms } from "./answer-rooms.ts";
import { joinTexts, sizeOf, writePieces, type Piece } from "./piece.ts";
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

const rooms = createAnswerRooms();

/** Sends a document as it is. */
export function sendDocument(
  request: FastifyRequest,
  reply: FastifyReply,
  document: unknown,
): FastifyReply {
  return reply
    .header("Content-Type", mediaType(request))
    .send(JSON.stringify(document));
}

/** Sends what is JSON already, in pieces. */
export function sendText(
  request: FastifyRequest,
  reply: FastifyReply,
  pieces: readonly Piece[],
): FastifyReply {
  const parts = joinTexts(pieces);
  const size = sizeOf(parts);
  const room = rooms.take(size);
  writePieces(parts, room);
  reply.raw.once("close", () => {
    rooms.giveBack(room);
  });
  return reply
    .header("Content-Type", mediaType(request))
    .send(room.subarray(0, size));
}

/** Sends a resource, or 204 when there is none. */
export async function sendResource(
  request: FastifyRequest,
  reply: FastifyReply,
  resource: Resource | null,
): Promise<FastifyReply> {
  const embeds = readEmbeds(request.query as Record<string, unknown>);
  if (resource === null) return reply.code(204).send();
  return sendText(request, reply, await renderResource(resource, embeds));
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
