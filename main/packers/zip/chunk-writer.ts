import { crc32 } from "node:zlib";
import type { Problem } from "../../domain/run.ts";
import { AppError } from "../../domain/errors.ts";
import type { Chunk, ChunkSink, Slab } from "../chunk.ts";
import { createChunkNotes } from "../chunk-notes.ts";
import type { RecordFacts } from "./records.ts";
import {
  centralNameAt,
  centralRecordRoom,
  localHeaderRoom,
  localNameAt,
  longestName,
  writeCentralRecord,
  writeLocalHeader,
} from "./records.ts";

/** A chunk of a ZIP. */
export interface ZipChunk extends Chunk {
  /** Central directory records without their offsets. */
  readonly directory: Uint8Array<ArrayBuffer>;
  /** Offset of each record's local header from the beginning of the block. */
  readonly offsets: Float64Array<ArrayBuffer>;
  /** The chunk begins with a local header that will be patched: its sizes are not final. */
  readonly hold: boolean;
  /** The final bytes of the local header that was held, once they are known. */
  readonly patch: Uint8Array<ArrayBuffer> | null;
}

/** Lays archive bytes out in slabs and collects what belongs to them. */
export interface ChunkWriter {
  beginBlock(block: number): void;
  /** Ends the block; its last chunk is sent. */
  endBlock(): void;
  /** Sends what there is, so that it is on its way to the files. */
  flush(): void;
  /** Writes the local header and the directory record of an entry whose data follow. */
  header(path: string, facts: RecordFacts): void;
  /** Writes a local header whose compressed size is found later; {@link settle} must follow the data. */
  heldHeader(path: string, facts: RecordFacts): void;
  /** Gives a held header its final facts and writes the directory record. */
  settle(path: string, facts: RecordFacts): void;
  put(bytes: Uint8Array): void;
  /** Room in the current slab to write data into, never empty; {@link advance} makes them count. */
  room(): Buffer;
  advance(length: number): void;
  /** Records a finished entry in the manifest; null leaves it out there. */
  entry(path: string, sha256: string | null): void;
  digest(path: string, sha512: string, size: number): void;
  problem(problem: Problem): void;
  /** Counts a finished item. */
  item(files: number, bytes: number): void;
  /** Counts bytes of an unfinished item, for progress only. */
  progress(bytes: number): void;
}

/**
 * Makes a writer over the slabs of a sink.
 * @param base prefix of paths that is left out in the manifest
 */
export function createChunkWriter(
  sink: ChunkSink<ZipChunk>,
  base: string,
): ChunkWriter {
  const notes = createChunkNotes(base);
  let block = 0;
  let slab: Slab | null = null;
  let length = 0;
  /** Bytes of the block in chunks that have been sent. */
  let sent = 0;
  let records: Buffer = Buffer.allocUnsafeSlow(64 * 1024);
  let recordsLength = 0;
  let offsets: number[] = [];
  let hold = false;
  let patch: Uint8Array<ArrayBuffer> | null = null;
  let heldAt = 0;

  function current(): Slab {
    slab ??= sink.acquire();
    return slab;
  }

  function send(last: boolean): void {
    const { index, bytes } = current();
    const chunk: ZipChunk = {
      ...notes.take(),
      block,
      slab: index,
      length,
      crc32: crc32(bytes.subarray(0, length)),
      directory: new Uint8Array(records.subarray(0, recordsLength)),
      offsets: Float64Array.from(offsets),
      hold,
      patch,
      last,
    };
    sink.send(chunk, [
      chunk.directory.buffer,
      chunk.offsets.buffer,
      chunk.manifest.buffer,
      chunk.problems.buffer,
    ]);
    sent += length;
    slab = null;
    length = 0;
    recordsLength = 0;
    offsets = [];
    hold = false;
    patch = null;
  }

  function flush(): void {
    if (length > 0 || patch !== null || !notes.isEmpty()) send(false);
  }

  function writeHeader(path: string, facts: RecordFacts): number {
    // UTF-8 takes at most three bytes for each UTF-16 unit.
    if (
      length > 0 &&
      current().bytes.length - length < localHeaderRoom + path.length * 3
    )
      send(false);
    const { bytes } = current();
    const nameLength = bytes.write(path, localNameAt(length), "utf8");
    if (nameLength > longestName) {
      throw new AppError(
        "archive.unsafe",
        `The path of an entry is too long for a ZIP file: ${path.slice(0, 200)}…`,
        {
          object: path.slice(0, 1000),
        },
      );
    }
    const offset = sent + length;
    length += writeLocalHeader(bytes, length, nameLength, facts);
    return offset;
  }

  function writeRecord(path: string, facts: RecordFacts, offset: number): void {
    const most = centralRecordRoom + path.length * 3;
    if (records.length - recordsLength < most) {
      const larger = Buffer.allocUnsafeSlow(records.length * 2 + most);
      records.copy(larger, 0, 0, recordsLength);
      records = larger;
    }
    const nameLength = records.write(
      path,
      centralNameAt(recordsLength),
      "utf8",
    );
    recordsLength += writeCentralRecord(
      records,
      recordsLength,
      nameLength,
      facts,
    );
    offsets.push(offset);
  }

  return {
    beginBlock(next) {
      block = next;
      sent = 0;
      notes.begin();
    },
    endBlock() {
      send(true);
    },
    flush,
    header(path, facts) {
      writeRecord(path, facts, writeHeader(path, facts));
    },
    heldHeader(path, facts) {
      flush();
      hold = true;
      heldAt = writeHeader(path, facts);
    },
    settle(path, facts) {
      const bytes = Buffer.alloc(localHeaderRoom + path.length * 3);
      const nameLength = bytes.write(path, localNameAt(0), "utf8");
      patch = new Uint8Array(
        bytes.subarray(0, writeLocalHeader(bytes, 0, nameLength, facts)),
      );
      writeRecord(path, facts, heldAt);
    },
    put(bytes) {
      let from = 0;
      while (from < bytes.length) {
        const target = current().bytes;
        if (length === target.length) {
          send(false);
          continue;
        }
        const part = bytes.subarray(from, from + target.length - length);
        target.set(part, length);
        length += part.length;
        from += part.length;
      }
    },
    room() {
      if (length === current().bytes.length) send(false);
      return current().bytes.subarray(length);
    },
    advance(added) {
      length += added;
    },
    entry: notes.entry,
    digest: notes.digest,
    problem: notes.problem,
    item: notes.item,
    progress: notes.progress,
  };
}
