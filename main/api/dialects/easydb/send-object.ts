import { Readable } from "node:stream";
import type { FastifyReply } from "fastify";

const type = "application/json; charset=utf-8";
/** Characters that are sent at a time. */
const pieceLength = 65_536;

/** Every success is 200 with a JSON body. */
export function sendObject(reply: FastifyReply, value: unknown): FastifyReply {
  return reply.header("Content-Type", type).send(JSON.stringify(value));
}

/** A member that may be longer than memory: its elements, which are asked for when their turn comes. */
export type LongMember = () => AsyncIterable<object> | Iterable<object>;

/**
 * An object with members that may be longer than memory.
 * @param short its other members, which come first; not empty
 * @param long arrays by name
 */
export function sendLongObject(
  reply: FastifyReply,
  short: object,
  long: Readonly<Record<string, LongMember>>,
): FastifyReply {
  async function* written(): AsyncGenerator<string> {
    let piece = JSON.stringify(short).slice(0, -1);
    for (const [name, elements] of Object.entries(long)) {
      piece += `,${JSON.stringify(name)}:[`;
      let first = true;
      for await (const element of elements()) {
        piece += (first ? "" : ",") + JSON.stringify(element);
        first = false;
        if (piece.length < pieceLength) continue;
        yield piece;
        piece = "";
      }
      piece += "]";
    }
    yield `${piece}}`;
  }
  return reply
    .header("Content-Type", type)
    .send(Readable.from(written(), { objectMode: false }));
}
