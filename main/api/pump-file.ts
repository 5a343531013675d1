import type { FileHandle } from "node:fs/promises";
import type { FastifyReply } from "fastify";

/** Read and sent at once; large pieces cost less time for each byte. */
const pieceSize = 512 * 1024;

/** A part of a file: its first byte and the number of bytes. */
export interface FilePart {
  readonly start: number;
  readonly length: number;
}

/**
 * Sends a part of a file as the body of a reply whose status and headers are set, and closes the file. Two pieces of
 * memory take turns, one being read while the other is on its way: a stream makes a new one for each piece, which takes
 * twice the time and much memory. A connection that ends before its time ends the sending; so does a file that turns
 * out to be shorter.
 */
export async function pumpFile(
  reply: FastifyReply,
  file: FileHandle,
  { start, length }: FilePart,
): Promise<void> {
  const { raw } = reply.hijack();
  try {
    for (const [name, value] of Object.entries(reply.getHeaders()))
      if (value !== undefined) raw.setHeader(name, value);
    raw.writeHead(reply.statusCode);
    /** Wakes the loop when a piece is free again, or the connection has ended. */
    let wake = (): void => undefined;
    let closed = raw.destroyed;
    raw.once("close", () => {
      closed = true;
      wake();
    });
    const size = Math.min(pieceSize, length);
    const free = [Buffer.allocUnsafeSlow(size)];
    if (length > size) free.push(Buffer.allocUnsafeSlow(size));
    const end = start + length;
    for (let position = start; position < end && !closed;) {
      const piece = free.pop();
      if (piece === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      const { bytesRead } = await file.read(
        piece,
        0,
        Math.min(size, end - position),
        position,
      );
      if (bytesRead === 0) throw new Error("The file has become shorter.");
      position += bytesRead;
      raw.write(piece.subarray(0, bytesRead), () => {
        free.push(piece);
        wake();
      });
    }
    raw.end();
  } catch {
    // The client notices by the length that something is missing; there is nobody else to tell.
    raw.destroy();
  } finally {
    await file.close();
  }
}
