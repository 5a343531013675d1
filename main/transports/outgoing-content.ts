import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import type { OutgoingFile } from "../domain/delivery.ts";
import { AppError, fromSystemError } from "../domain/errors.ts";

const chunkSize = 256 * 1024;

/** The content of a file on its way out. */
export interface OutgoingContent {
  /** Can be read once. */
  readonly chunks: AsyncGenerator<Buffer, void, undefined>;
  /** Why reading stopped: protocols' libraries tend to lose it. Null while nothing is wrong. */
  failure(): unknown;
}

/**
 * Reads a file from an offset on. All of it is hashed, what was sent earlier too, so that the last chunk is given out only
 * when the file is still what was packed.
 */
export function outgoingContent(
  file: OutgoingFile,
  offset: number,
  signal: AbortSignal,
): OutgoingContent {
  let failed: unknown = null;

  async function* read(): AsyncGenerator<Buffer, void, undefined> {
    const handle = await open(file.path, "r");
    try {
      const { size } = await handle.stat();
      if (size !== file.size) throw changed(file);
      const hash = createHash("sha256");
      let position = 0;
      while (position < size) {
        signal.throwIfAborted();
        const wanted = Math.min(chunkSize, size - position);
        const { buffer, bytesRead } = await handle.read(
          Buffer.allocUnsafeSlow(wanted),
          0,
          wanted,
          position,
        );
        if (bytesRead === 0) throw changed(file);
        const chunk = buffer.subarray(0, bytesRead);
        hash.update(chunk);
        position += bytesRead;
        if (position === size && hash.digest("hex") !== file.sha256)
          throw changed(file);
        if (position > offset)
          yield chunk.subarray(Math.max(0, bytesRead - (position - offset)));
      }
    } finally {
      await handle.close();
    }
  }

  async function* remembering(): AsyncGenerator<Buffer, void, undefined> {
    try {
      yield* read();
    } catch (error) {
      failed = fromSystemError(error, file.path, "read");
      throw failed;
    }
  }

  return { chunks: remembering(), failure: () => failed };
}

/**
 * Reads a file that another program will send.
 * @throws AppError archive.damaged when it is no longer what was packed, file.*
 */
export async function checkOutgoing(
  file: OutgoingFile,
  signal: AbortSignal,
): Promise<void> {
  const chunks = outgoingContent(file, file.size, signal).chunks;
  // Nothing is given out behind the end; what is wrong is thrown.
  while ((await chunks.next()).done !== true);
}

function changed(file: OutgoingFile): AppError {
  return new AppError(
    "archive.damaged",
    `${file.path} is no longer what was packed.`,
    { object: file.path, remedy: "Run the export again." },
  );
}

/** Lower-case hexadecimal SHA-256 of a stream. */
export async function sha256Of(
  chunks: AsyncIterable<Uint8Array>,
): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of chunks) hash.update(chunk);
  return hash.digest("hex");
}
