import type { FastifyReply } from "fastify";

/**
 * Sends what somebody writes, piece by piece, without a length: the connection says when it is whole. One that ends
 * before its time ends the writing.
 * @param write gets what takes a piece; it resolves when the piece may be used again
 */
export async function pumpStream(
  reply: FastifyReply,
  write: (send: (piece: Buffer) => Promise<void>) => Promise<void>,
): Promise<void> {
  const { raw } = reply.hijack();
  try {
    for (const [name, value] of Object.entries(reply.getHeaders()))
      if (value !== undefined) raw.setHeader(name, value);
    raw.writeHead(reply.statusCode);
    let stop: (error: Error) => void = () => undefined;
    const closed = new Promise<never>((_, reject) => {
      stop = reject;
    });
    closed.catch(() => undefined);
    raw.once("close", () => {
      stop(new Error("The connection has ended."));
    });
    await write((piece) =>
      Promise.race([
        closed,
        new Promise<void>((resolve) => {
          raw.write(piece, () => {
            resolve();
          });
        }),
      ]),
    );
    raw.end();
  } catch {
    // The client notices that the end is missing; there is nobody else to tell.
    raw.destroy();
  }
}
