import { Readable } from "node:stream";
import type { FastifyReply } from "fastify";

const type = "application/json; charset=utf-8";
/** Characters that are sent at a time. */
const pieceLength = 65_536;

/** Every success is 200 with a JSON body. */
export function sendObject(reply: FastifyReply, value: unknown): FastifyReply {
  return reply.header("Content-Type", type).send(JSON.stringify(value));
}

/**
 * An object with a member that may be longer than memory.
 * @param before what comes before that member; not empty
 * @param elements of the array that it is
 * @param after what comes after it; not empty
 */
export function sendLongObject(
  reply: FastifyReply,
  before: object,
  [name, elements]: readonly [string, () => AsyncIterable<object>],
  after: object,
): FastifyReply {
  async function* written(): AsyncGenerator<string> {
    let piece = `${JSON.stringify(before).slice(0, -1)},${JSON.stringify(name)}:[`;
    let first = true;
    for await (const element of elements()) {
      piece += (first ? "" : ",") + JSON.stringify(element);
      first = false;
      if (piece.length < pieceLength) continue;
      yield piece;
      piece = "";
    }
    yield `${piece}],${JSON.stringify(after).slice(1)}`;
  }
  return reply
    .header("Content-Type", type)
    .send(Readable.from(written(), { objectMode: false }));
}
