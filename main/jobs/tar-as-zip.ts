import {
  closeSync,
  openSync,
  readSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { crc32 } from "node:zlib";
import { tarMembers, type TarCompression } from "../archives/tar.ts";
import { AppError, fromSystemError } from "../domain/errors.ts";
import type { Report } from "../domain/run.ts";
import {
  centralNameAt,
  centralRecordRoom,
  endOfArchive,
  localHeaderRoom,
  localNameAt,
  longestName,
  relocate,
  writeCentralRecord,
  writeLocalHeader,
} from "../packers/zip/records.ts";

export interface TarAsZipInput {
  readonly tar: string;
  readonly compression: TarCompression;
  /** The ZIP to be written. */
  readonly zip: string;
  /** Most bytes it may have. */
  readonly freeBytes: number;
  readonly report: Report;
  readonly signal: AbortSignal;
}

/** 1 January 1980; nothing reads it. */
const noTime = 0x00210000;
/** As many entries as a ZIP may have to be read. */
const mostEntries = 5_000_000;
const bufferBytes = 4 << 20;

/**
 * Writes the files of a tar archive as a ZIP that packs nothing. A tar has no list of what is in it and can only be read
 * from its beginning; as a ZIP it can be read by everything that reads packages, and is checked like every other one:
 * names that lead out of it, names that are there twice, and so on.
 * @throws AppError archive.damaged, archive.unsafe, disk.full, file.*, run.cancelled
 */
export async function tarAsZip(input: TarAsZipInput): Promise<void> {
  const { tar, zip, signal, report } = input;
  const out = createOutput(zip);
  const directory = createOutput(`${zip}.directory`);
  let entries = 0;
  try {
    for await (const { header, content, skip } of tarMembers(
      tar,
      input.compression,
      signal,
    )) {
      if (header.type === "directory") {
        skip();
        continue;
      }
      const name = Buffer.from(header.name);
      const reason =
        header.type !== "file" && header.type !== "contiguous-file"
          ? "It is no file but a link, a device or something else."
          : name.length > longestName
            ? "Its name is too long."
            : null;
      if (reason !== null) {
        report({
          severity: "warning",
          code: "name.link",
          object: header.name,
          message: reason,
          action: "It was left out.",
        });
        skip();
        continue;
      }
      const { size } = header;
      requireRoom(size);
      if (++entries > mostEntries)
        throw new AppError(
          "archive.unsafe",
          `${tar} has more than ${String(mostEntries)} entries.`,
          { object: tar },
        );
      const start = out.length();
      const local = Buffer.alloc(localHeaderRoom + name.length);
      name.copy(local, localNameAt(0));
      const facts = (sum: number) => ({
        time: noTime,
        method: 0 as const,
        crc32: sum,
        compressedSize: size,
        size,
      });
      const length = writeLocalHeader(local, 0, name.length, facts(0));
      out.write(local.subarray(0, length));
      let sum = 0;
      for await (const piece of content) {
        sum = crc32(piece as Buffer, sum);
        out.write(piece as Buffer);
      }
      writeLocalHeader(local, 0, name.length, facts(sum));
      out.rewrite(start, local.subarray(0, length));
      const record = Buffer.alloc(centralRecordRoom + name.length + 12);
      name.copy(record, centralNameAt(0));
      const recordLength = writeCentralRecord(
        record,
        0,
        name.length,
        facts(sum),
      );
      directory.write(
        relocate(record.subarray(0, recordLength), Float64Array.of(start), 0),
      );
    }
    finish(entries);
  } catch (error) {
    throw fromSystemError(error, zip, "write");
  } finally {
    out.close();
    directory.close();
    rmSync(`${zip}.directory`, { force: true });
  }

  function requireRoom(size: number): void {
    if (out.length() + size <= input.freeBytes) return;
    const archiveSize = statSync(tar).size;
    throw out.length() + size > archiveSize * 200
      ? new AppError(
          "archive.unsafe",
          `${tar} unpacks to over 200 times its size, as a bomb does; there is room for ${String(input.freeBytes)} bytes.`,
          {
            object: tar,
            remedy:
              "Do not use this archive unless you know where it is from; then make room on the disk of the data folder.",
          },
        )
      : new AppError(
          "disk.full",
          `There is no room to unpack ${tar}: ${String(input.freeBytes)} bytes may be used.`,
          { object: tar, remedy: "Make room on the disk of the data folder." },
        );
  }

  function finish(count: number): void {
    const at = out.length();
    const size = directory.length();
    directory.flush();
    const piece = Buffer.alloc(bufferBytes);
    for (let from = 0; from < size;) {
      const read = directory.read(piece, from);
      out.write(Buffer.from(piece.subarray(0, read)));
      from += read;
    }
    out.write(endOfArchive(count, size, at));
    out.flush();
  }
}

/** A file that is written from its beginning in large pieces, and of which a part may be written over. */
function createOutput(path: string) {
  const descriptor = openSync(path, "w+");
  const buffer = Buffer.allocUnsafe(bufferBytes);
  let used = 0;
  let flushed = 0;
  const put = (bytes: Uint8Array, at: number): void => {
    for (let done = 0; done < bytes.length;)
      done += writeSync(
        descriptor,
        bytes,
        done,
        bytes.length - done,
        at + done,
      );
  };
  const flush = (): void => {
    put(buffer.subarray(0, used), flushed);
    flushed += used;
    used = 0;
  };
  return {
    length: (): number => flushed + used,
    write(bytes: Buffer): void {
      if (used + bytes.length > buffer.length) flush();
      if (bytes.length > buffer.length) {
        put(bytes, flushed);
        flushed += bytes.length;
        return;
      }
      bytes.copy(buffer, used);
      used += bytes.length;
    },
    rewrite(at: number, bytes: Buffer): void {
      if (at < flushed) {
        // Part of it may still be in the buffer.
        flush();
        put(bytes, at);
      } else bytes.copy(buffer, at - flushed);
    },
    read: (into: Buffer, at: number): number =>
      readSync(descriptor, into, 0, into.length, at),
    flush,
    close(): void {
      closeSync(descriptor);
    },
  };
}
