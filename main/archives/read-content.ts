import { closeSync, fstatSync, openSync, readSync, statSync } from "node:fs";
import { crc32 } from "node:zlib";
import type { ContentRef } from "../domain/content-ref.ts";
import { AppError, fromSystemError } from "../domain/errors.ts";
import { contentDescriptor } from "./content-files.ts";
import { contentName, invalidEntry, notAFile } from "./content-faults.ts";
import type { FileRef, ZipEntryRef } from "./content-faults.ts";
import { createInflater } from "./inflate.ts";
import { checkLocalHeader, localHeaderSize } from "./local-header.ts";

export { closeContentFiles } from "./content-files.ts";

/** Room for the extra fields of a local header, so that one read usually gets header and data. */
const extraRoom = 128;
/** Made when it is first needed; each thread has its own. */
let inflate: ReturnType<typeof createInflater> | undefined;

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
    const inflated = (inflate ??= createInflater())(bytes, ref.size);
    if (inflated.fault !== undefined) throw invalidEntry(ref, inflated.fault);
    bytes = Buffer.from(inflated.bytes);
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

function readFileSync(ref: FileRef, limit: number): Buffer {
  let descriptor: number | undefined;
  try {
    // Asked before it is opened: opening a named pipe would wait for ever.
    if (!statSync(ref.path).isFile()) throw notAFile(ref.path);
    descriptor = openSync(ref.path, "r");
    const stat = fstatSync(descriptor);
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
