import type { SftpConnection } from "./connect-sftp.ts";

/** Bytes in one request: what every server takes. */
const requestSize = 32 * 1024;
/** Requests under way at a time: 2 MiB, enough for a fast line with a long way. */
const window = 64;

/**
 * Writes to an open file without waiting for each answer. A server that answers in order has, after a loss of the
 * connection, a file without holes; that it has is proved by reading it back.
 */
export async function writePipelined(
  ask: SftpConnection["ask"],
  handle: Buffer,
  offset: number,
  chunks: AsyncIterable<Buffer>,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const underWay = new Set<Promise<void>>();
  let position = offset;
  let answered = 0;
  const failures: unknown[] = [];

  for await (const chunk of chunks) {
    for (let start = 0; start < chunk.length; start += requestSize) {
      const length = Math.min(requestSize, chunk.length - start);
      const at = position;
      const request: Promise<void> = ask((sftp, answer) => {
        sftp.write(handle, chunk, start, length, at, answer);
      })
        .then(() => {
          answered += length;
          onBytes(answered);
        })
        .catch((error: unknown) => {
          failures.push(error);
        })
        .finally(() => underWay.delete(request));
      underWay.add(request);
      position += length;
      if (underWay.size >= window) await Promise.race(underWay);
      if (failures.length > 0) throw failures[0];
    }
  }
  await Promise.all(underWay);
  if (failures.length > 0) throw failures[0];
}

/** Reads a file from its beginning to its end. */
export async function* readSequentially(
  ask: SftpConnection["ask"],
  path: string,
): AsyncGenerator<Buffer, void, undefined> {
  const handle = await ask<Buffer>((sftp, answer) => {
    sftp.open(path, "r", answer);
  });
  try {
    let position = 0;
    for (;;) {
      // Several requests at a time, taken in their order.
      const batch = await Promise.all(
        Array.from({ length: window }, (_unused, index) =>
          readPart(ask, handle, position + index * requestSize),
        ),
      );
      for (const part of batch) {
        if (part.length > 0) yield part;
        position += part.length;
        if (part.length < requestSize) break;
      }
      const last = batch.at(-1);
      if (last === undefined || last.length === 0) return;
    }
  } finally {
    await ask((sftp, answer) => {
      sftp.close(handle, answer);
    }).catch(() => {});
  }
}

/** Up to one request's bytes from a position on; none at the end of the file. */
async function readPart(
  ask: SftpConnection["ask"],
  handle: Buffer,
  position: number,
): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(requestSize);
  let filled = 0;
  while (filled < requestSize) {
    const from = filled;
    const read = await ask<number>((sftp, answer) => {
      sftp.read(
        handle,
        buffer,
        from,
        requestSize - from,
        position + from,
        (error, bytes) => {
          const atEnd = (error as { code?: unknown } | undefined)?.code === 1;
          answer(atEnd ? null : error, atEnd ? 0 : bytes);
        },
      );
    });
    if (read === 0) break;
    filled += read;
  }
  return buffer.subarray(0, filled);
}
