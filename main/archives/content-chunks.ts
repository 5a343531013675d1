import { open, stat } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { crc32, createInflateRaw } from "node:zlib";
import type { ContentRef } from "../domain/content-ref.ts";
import { AppError, fromSystemError } from "../domain/errors.ts";
import { invalidEntry, notAFile } from "./content-faults.ts";
import type { ZipEntryRef } from "./content-faults.ts";
import { inflateFault } from "./inflate.ts";
import { checkLocalHeader, localHeaderSize } from "./local-header.ts";

const packedChunk = 256 * 1024;

/** Reads a range of a file through two buffers: while one is being worked on, the next is being filled. */
async function* rangeChunks(
  handle: FileHandle,
  start: number,
  end: number,
  chunkSize: number,
): AsyncGenerator<Buffer> {
  const length = Math.min(chunkSize, end - start);
  let filling: Buffer = Buffer.allocUnsafeSlow(length);
  let other: Buffer = Buffer.allocUnsafeSlow(
    end - start > chunkSize ? length : 0,
  );
  const fill = (buffer: Buffer, from: number): Promise<{ bytesRead: number }> =>
    handle.read(buffer, 0, Math.min(buffer.length, end - from), from);
  let position = start;
  let reading = fill(filling, position);
  try {
    while (position < end) {
      const { bytesRead } = await reading;
      if (bytesRead === 0) return;
      const ready = filling.subarray(0, bytesRead);
      position += bytesRead;
      [filling, other] = [other, filling];
      if (position < end) reading = fill(filling, position);
      yield ready;
    }
  } finally {
    // The file must not be closed under a read that nobody waits for any more.
    await reading.catch(() => undefined);
  }
}

async function* inflatedChunks(
  handle: FileHandle,
  start: number,
  ref: ZipEntryRef,
  chunkSize: number,
): AsyncGenerator<Buffer> {
  const inflate = createInflateRaw({ chunkSize });
  const isStopped = (): boolean => inflate.destroyed;
  let packed = 0;
  const feed = async (): Promise<void> => {
    try {
      while (packed < ref.compressedSize && !isStopped()) {
        const length = Math.min(packedChunk, ref.compressedSize - packed);
        const { buffer, bytesRead } = await handle.read(
          Buffer.allocUnsafe(length),
          0,
          length,
          start + packed,
        );
        if (bytesRead === 0 || isStopped()) break;
        packed += bytesRead;
        if (inflate.write(buffer.subarray(0, bytesRead)) || isStopped())
          continue;
        await new Promise<void>((resolve) => {
          const goOn = (): void => {
            inflate.off("drain", goOn);
            inflate.off("close", goOn);
            resolve();
          };
          inflate.on("drain", goOn);
          inflate.on("close", goOn);
        });
      }
      if (!isStopped()) inflate.end();
    } catch (error) {
      inflate.destroy(
        error instanceof Error ? error : new Error(String(error)),
      );
    }
  };
  const feeding = feed();
  try {
    for await (const chunk of inflate) {
      if (Buffer.isBuffer(chunk)) yield chunk;
    }
  } catch (error) {
    const mapped = fromSystemError(error, ref.archive, "read");
    throw mapped instanceof AppError
      ? mapped
      : invalidEntry(ref, inflateFault(error, ref.size));
  } finally {
    inflate.destroy();
    await feeding;
  }
  if (inflate.bytesWritten !== ref.compressedSize) {
    throw invalidEntry(
      ref,
      "its packed data does not end where the directory says",
    );
  }
}

async function* entryChunks(
  handle: FileHandle,
  ref: ZipEntryRef,
  chunkSize: number,
): AsyncGenerator<Buffer> {
  const { buffer: fixed, bytesRead } = await handle.read(
    Buffer.alloc(localHeaderSize),
    0,
    localHeaderSize,
    ref.headerOffset,
  );
  if (bytesRead < localHeaderSize)
    throw invalidEntry(ref, "the archive ends within its local header");
  const header = Buffer.alloc(
    localHeaderSize + fixed.readUInt16LE(26) + fixed.readUInt16LE(28),
  );
  const { bytesRead: headerRead } = await handle.read(
    header,
    0,
    header.length,
    ref.headerOffset,
  );
  const checked = checkLocalHeader(header.subarray(0, headerRead), 0, ref);
  if (checked.fault !== undefined) throw invalidEntry(ref, checked.fault);
  const start = ref.headerOffset + checked.length;
  const chunks =
    ref.method === 8
      ? inflatedChunks(handle, start, ref, chunkSize)
      : rangeChunks(handle, start, start + ref.compressedSize, chunkSize);
  let size = 0;
  let sum = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > ref.size)
      throw invalidEntry(
        ref,
        `it unpacks to more than the ${ref.size} bytes it should have`,
      );
    sum = crc32(chunk, sum);
    yield chunk;
  }
  if (size !== ref.size)
    throw invalidEntry(
      ref,
      `it has ${size} bytes instead of ${ref.size}; the archive is cut off`,
    );
  if (sum !== ref.crc32)
    throw invalidEntry(ref, "its CRC-32 is wrong, so the data is damaged");
}

/**
 * Reads a content of any size in pieces, in bounded memory. Size and CRC-32 of an entry of a ZIP are known to be right
 * only when the last piece has been taken without an error.
 * @param chunkSize most bytes of a piece
 * @returns pieces, each of them valid only until the next is asked for
 * @throws AppError archive.entry-invalid, file.not-found, file.unreadable
 */
export async function* contentChunks(
  ref: ContentRef,
  chunkSize: number,
): AsyncGenerator<Buffer> {
  if (ref.kind === "bytes") {
    for (let at = 0; at < ref.bytes.length; at += chunkSize) {
      yield Buffer.from(
        ref.bytes.buffer,
        ref.bytes.byteOffset + at,
        Math.min(chunkSize, ref.bytes.length - at),
      );
    }
    return;
  }
  const path = ref.kind === "file" ? ref.path : ref.archive;
  let handle: FileHandle | undefined;
  try {
    // Asked before it is opened: opening a named pipe would wait for ever.
    const found = await stat(path);
    if (!found.isFile()) throw notAFile(path);
    handle = await open(path, "r");
    if (ref.kind === "zip-entry") {
      yield* entryChunks(handle, ref, chunkSize);
    } else {
      yield* rangeChunks(handle, 0, (await handle.stat()).size, chunkSize);
    }
  } catch (error) {
    throw fromSystemError(error, path, "read");
  } finally {
    await handle?.close();
  }
}
