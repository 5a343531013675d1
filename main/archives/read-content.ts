import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { open } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { crc32, createInflateRaw } from "node:zlib";
import type { ContentRef } from "../domain/content-ref.ts";
import { AppError, fromSystemError } from "../domain/errors.ts";
import { contentDescriptor } from "./content-files.ts";
import { inflateFault, inflateWhole } from "./inflate.ts";
import { checkLocalHeader, localHeaderSize } from "./local-header.ts";

export { closeContentFiles } from "./content-files.ts";

type ZipEntryRef = Extract<ContentRef, { kind: "zip-entry" }>;
type FileRef = Extract<ContentRef, { kind: "file" }>;

/** Room for the extra fields of a local header, so that one read usually gets header and data. */
const extraRoom = 128;
const packedChunk = 256 * 1024;

/** What a person would call the content: the path of the file or entry. */
export function contentName(ref: ContentRef): string {
  return ref.kind === "bytes"
    ? "the content"
    : ref.kind === "file"
      ? ref.path
      : ref.name;
}

function invalidEntry(ref: ZipEntryRef, reason: string): AppError {
  return new AppError(
    "archive.entry-invalid",
    `${ref.name} in ${ref.archive} cannot be read: ${reason}.`,
    {
      object: ref.name,
      remedy:
        "Make the archive again, or copy it again from where it came from.",
    },
  );
}

function tooLarge(ref: ContentRef, size: number, limit: number): AppError {
  return new AppError(
    "input.invalid",
    `${contentName(ref)} has ${size} bytes; at most ${limit} are taken here.`,
    {
      object: contentName(ref),
    },
  );
}

function readFully(
  descriptor: number,
  buffer: Buffer,
  position: number,
): number {
  let done = 0;
  while (done < buffer.length) {
    const count = readSync(
      descriptor,
      buffer,
      done,
      buffer.length - done,
      position + done,
    );
    if (count === 0) break;
    done += count;
  }
  return done;
}

/** Packed bytes of an entry, after its local header has been compared with what the directory said. */
function packedBytes(ref: ZipEntryRef): Buffer {
  const descriptor = contentDescriptor(ref.archive);
  let bytes: Buffer;
  try {
    const room = localHeaderSize + Buffer.byteLength(ref.name) + extraRoom;
    bytes = Buffer.allocUnsafe(room + ref.compressedSize);
    bytes = bytes.subarray(0, readFully(descriptor, bytes, ref.headerOffset));
    if (bytes.length >= localHeaderSize) {
      const needed =
        localHeaderSize +
        bytes.readUInt16LE(26) +
        bytes.readUInt16LE(28) +
        ref.compressedSize;
      if (needed > bytes.length && bytes.length === room + ref.compressedSize) {
        bytes = Buffer.allocUnsafe(needed);
        bytes = bytes.subarray(
          0,
          readFully(descriptor, bytes, ref.headerOffset),
        );
      }
    }
  } catch (error) {
    throw fromSystemError(error, ref.archive, "read");
  }
  const header = checkLocalHeader(bytes, 0, ref);
  if (header.fault !== undefined) throw invalidEntry(ref, header.fault);
  const end = header.length + ref.compressedSize;
  if (end > bytes.length)
    throw invalidEntry(ref, "the archive ends within its data");
  return bytes.subarray(header.length, end);
}

function readEntrySync(ref: ZipEntryRef): Buffer {
  let bytes = packedBytes(ref);
  if (ref.method === 8) {
    const inflated = inflateWhole(bytes, ref.size);
    if (inflated.fault !== undefined) throw invalidEntry(ref, inflated.fault);
    ({ bytes } = inflated);
  }
  if (bytes.length !== ref.size)
    throw invalidEntry(
      ref,
      `it has ${bytes.length} bytes instead of ${ref.size}`,
    );
  if (crc32(bytes) !== ref.crc32)
    throw invalidEntry(ref, "its CRC-32 is wrong, so the data is damaged");
  return bytes;
}

function notAFile(path: string): AppError {
  return new AppError("file.unreadable", `${path} is not a regular file.`, {
    object: path,
  });
}

function readFileSync(ref: FileRef, limit: number): Buffer {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(ref.path, "r");
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) throw notAFile(ref.path);
    if (stat.size > limit) throw tooLarge(ref, stat.size, limit);
    const bytes = Buffer.allocUnsafe(stat.size);
    return bytes.subarray(0, readFully(descriptor, bytes, 0));
  } catch (error) {
    throw fromSystemError(error, ref.path, "read");
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/**
 * Reads a whole content at once. For an entry of a ZIP its local header, size and CRC-32 are compared with what the
 * central directory says.
 * @param limit most bytes that are taken
 * @throws AppError input.invalid (more than `limit` bytes), archive.entry-invalid, file.not-found, file.unreadable
 */
export function readContentSync(ref: ContentRef, limit: number): Buffer {
  switch (ref.kind) {
    case "bytes":
      if (ref.bytes.length > limit)
        throw tooLarge(ref, ref.bytes.length, limit);
      return Buffer.from(
        ref.bytes.buffer,
        ref.bytes.byteOffset,
        ref.bytes.byteLength,
      );
    case "file":
      return readFileSync(ref, limit);
    case "zip-entry":
      if (ref.size > limit) throw tooLarge(ref, ref.size, limit);
      return readEntrySync(ref);
  }
}

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
  let packed = 0;
  const feed = async (): Promise<void> => {
    try {
      while (packed < ref.compressedSize && !inflate.destroyed) {
        const { buffer, bytesRead } = await handle.read(
          Buffer.allocUnsafe(
            Math.min(packedChunk, ref.compressedSize - packed),
          ),
          0,
          Math.min(packedChunk, ref.compressedSize - packed),
          start + packed,
        );
        if (bytesRead === 0) break;
        packed += bytesRead;
        if (
          !inflate.write(buffer.subarray(0, bytesRead)) &&
          !inflate.destroyed
        ) {
          await new Promise<void>((resolve) => {
            inflate.once("drain", resolve);
            inflate.once("close", resolve);
          });
        }
      }
      if (!inflate.destroyed) inflate.end();
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
    handle = await open(path, "r");
    if (ref.kind === "zip-entry") {
      yield* entryChunks(handle, ref, chunkSize);
    } else {
      const stat = await handle.stat();
      if (!stat.isFile()) throw notAFile(path);
      yield* rangeChunks(handle, 0, stat.size, chunkSize);
    }
  } catch (error) {
    throw fromSystemError(error, path, "read");
  } finally {
    await handle?.close();
  }
}
