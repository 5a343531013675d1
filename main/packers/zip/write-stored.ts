import { closeSync, openSync, readSync } from "node:fs";
import { open } from "node:fs/promises";
import type { PackageFile } from "../../domain/package-file.ts";
import { dosTime } from "./dos-time.ts";
import {
  centralNameAt,
  centralRecordRoom,
  endOfArchive,
  localHeaderRoom,
  localNameAt,
  relocate,
  writeCentralRecord,
  writeLocalHeader,
  type RecordFacts,
} from "./records.ts";

/** Bytes that go out at a time. */
const pieceBytes = 1 << 20;
/** Files up to this size are read without leaving the thread: asking for it costs more than reading them. */
const smallBytes = 64 * 1024;
const room = Math.max(localHeaderRoom, centralRecordRoom) + 12;

/**
 * Writes a ZIP (with ZIP64 where it is needed) of files as they are, while they are read. Two pieces are in memory, however
 * much it is: the central directory is made by going through the files once more.
 * @param files gives the same files in the same order each time
 * @param send takes a piece and resolves when it may be used again; it may throw to stop
 * @throws Error when a file is not as long as it was
 */
export async function writeStoredZip(
  files: () => AsyncIterable<PackageFile>,
  send: (piece: Buffer) => Promise<void>,
): Promise<void> {
  let piece: Buffer = Buffer.allocUnsafeSlow(pieceBytes);
  let other: Buffer | null = null;
  let sending: Promise<void> = Promise.resolve();
  let filled = 0;
  let sent = 0;

  /** Hands over what is filled; goes on in the other piece while it is on its way. */
  async function flush(): Promise<void> {
    if (filled === 0) return;
    const full = piece;
    const length = filled;
    await sending;
    sending = send(full.subarray(0, length));
    // It is awaited before the next one; until then nobody else would hear of it.
    sending.catch(() => undefined);
    sent += length;
    filled = 0;
    piece = other ?? Buffer.allocUnsafeSlow(pieceBytes);
    other = full;
  }

  const factsOf = ({ size, crc32, modified }: PackageFile): RecordFacts => ({
    time: dosTime(modified),
    method: 0,
    crc32,
    compressedSize: size,
    size,
  });

  for await (const file of files()) {
    const name = Buffer.from(file.path);
    if (filled + name.length + room > pieceBytes) await flush();
    name.copy(piece, localNameAt(filled));
    filled += writeLocalHeader(piece, filled, name.length, factsOf(file));
    if (file.size <= smallBytes) {
      if (filled + file.size > pieceBytes) await flush();
      readSmall(file, piece, filled);
      filled += file.size;
    } else {
      const handle = await open(file.at);
      try {
        for (let at = 0; at < file.size;) {
          if (filled === pieceBytes) await flush();
          const { bytesRead } = await handle.read(
            piece,
            filled,
            Math.min(pieceBytes - filled, file.size - at),
            at,
          );
          if (bytesRead === 0) throw shorter(file);
          at += bytesRead;
          filled += bytesRead;
        }
      } finally {
        await handle.close();
      }
    }
    // Whoever asked gets the first bytes at once.
    if (sent === 0) await flush();
  }

  const directory = sent + filled;
  let offset = 0;
  let entries = 0;
  for await (const file of files()) {
    const name = Buffer.from(file.path);
    const facts = factsOf(file);
    const record = Buffer.allocUnsafe(name.length + room);
    name.copy(record, centralNameAt(0));
    const length = writeCentralRecord(record, 0, name.length, facts);
    const placed = relocate(
      record.subarray(0, length),
      Float64Array.of(offset),
      0,
    );
    if (filled + placed.length > pieceBytes) await flush();
    placed.copy(piece, filled);
    filled += placed.length;
    entries++;
    const header = Buffer.allocUnsafe(name.length + room);
    offset += writeLocalHeader(header, 0, name.length, facts) + file.size;
  }
  const end = endOfArchive(entries, sent + filled - directory, directory);
  if (filled + end.length > pieceBytes) await flush();
  end.copy(piece, filled);
  filled += end.length;
  await flush();
  await sending;
}

function readSmall(file: PackageFile, piece: Buffer, at: number): void {
  const descriptor = openSync(file.at, "r");
  try {
    for (let done = 0; done < file.size;) {
      const count = readSync(
        descriptor,
        piece,
        at + done,
        file.size - done,
        done,
      );
      if (count === 0) throw shorter(file);
      done += count;
    }
  } finally {
    closeSync(descriptor);
  }
}

function shorter(file: PackageFile): Error {
  return new Error(`${file.path} has become shorter.`);
}
