import { createHash, hash } from "node:crypto";
import {
  closeSync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readSync,
  utimesSync,
  writeSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { crc32 } from "node:zlib";
import { AppError, fromSystemError } from "../../domain/errors.ts";
import type { Entry } from "../../domain/package-entry.ts";
import type { BlockEncoder, EncoderParts } from "../archive-kind.ts";
import type { Chunk } from "../chunk.ts";
import { createChunkNotes } from "../chunk-notes.ts";
import { changedWhilePacked } from "../content-reader.ts";
import { refuseUnsafePath } from "../entry-path.ts";
import { writeFailure } from "../file-pieces.ts";

/** A chunk of a folder has no archive bytes: the files are written where they belong. */
export interface FolderChunk extends Chunk {
  /** Bytes written to files since the chunk before. */
  readonly written: number;
}

const stepBytes = 1024 * 1024;

/** Makes an encoder that writes each entry to a file below the part folder, and flushes a block at a time to disk. */
export function createFolderEncoder({
  sink,
  base,
  reader,
  bitstreamFile,
  manifestFile,
  partFile,
}: EncoderParts<FolderChunk>): BlockEncoder {
  const notes = createChunkNotes(base);
  const manifestPath = manifestFile === null ? null : resolve(manifestFile);
  const space = Buffer.allocUnsafeSlow(stepBytes);
  /** Files and folders that are not on the disk for certain; folders with their time stamp. */
  let files: string[] = [];
  let folders = new Map<string, number>();
  let block = 0;
  let written = 0;

  function failure(error: unknown, path: string): unknown {
    return error instanceof AppError ? error : writeFailure(error, path);
  }

  /** Where an entry belongs: the part folder is the package's root folder. */
  function placeOf(path: string): string {
    refuseUnsafePath(path);
    if (!path.startsWith(base)) {
      throw new AppError(
        "archive.unsafe",
        `${path} is outside the package's root folder.`,
        { object: path },
      );
    }
    return join(partFile, path.slice(base.length));
  }

  function writeAll(descriptor: number, bytes: Uint8Array, at: number): void {
    for (let done = 0; done < bytes.length;) {
      done += writeSync(
        descriptor,
        bytes,
        done,
        bytes.length - done,
        at + done,
      );
    }
    written += bytes.length;
  }

  /** Copies a file; the pieces go by `take`. */
  function* copy(
    from: string,
    wanted: number | null,
    target: number,
    path: string,
    take: (bytes: Buffer) => void,
  ): Generator<undefined, void> {
    let source: number;
    try {
      source = openSync(from, "r");
    } catch (error) {
      throw fromSystemError(error, from, "read");
    }
    try {
      const size = wanted ?? fstatSync(source).size;
      for (let at = 0; at < size;) {
        let count: number;
        try {
          count = readSync(
            source,
            space,
            0,
            Math.min(space.length, size - at),
            at,
          );
        } catch (error) {
          throw fromSystemError(error, from, "read");
        }
        if (count === 0) throw changedWhilePacked(from);
        const bytes = space.subarray(0, count);
        take(bytes);
        try {
          writeAll(target, bytes, at);
        } catch (error) {
          throw failure(error, path);
        }
        at += count;
        yield;
      }
    } finally {
      closeSync(source);
    }
  }

  /** @returns SHA-256 of the content; null when it shall have no manifest line */
  function* writeContent(
    { source }: Entry,
    target: number,
    path: string,
  ): Generator<undefined, string | null> {
    switch (source.kind) {
      case "bytes":
        writeAll(target, source.bytes, 0);
        return hash("sha256", source.bytes, "hex");
      case "bitstream": {
        const bytes = reader.bytes(source);
        if (bytes !== null) {
          writeAll(target, bytes, 0);
          return source.sha256;
        }
        const file = bitstreamFile(source.sha256);
        let sum = 0;
        yield* copy(file, source.size, target, path, (content) => {
          sum = crc32(content, sum);
          notes.progress(content.length);
        });
        if (sum !== source.crc32) throw changedWhilePacked(file);
        return source.sha256;
      }
      case "file": {
        const sums = createHash("sha256");
        yield* copy(source.file, null, target, path, (content) => {
          sums.update(content);
        });
        return resolve(source.file) === manifestPath
          ? null
          : sums.digest("hex");
      }
    }
  }

  /** Flushes what was written to disk, files before the folders they are in. */
  function settle(): void {
    // Windows flushes only what is open for writing.
    for (const path of files) flushFile(path, "r+", fdatasyncSync);
    if (process.platform !== "win32") {
      for (const [folder, mtime] of folders) {
        flushFile(folder, "r", fsyncSync);
        // The root folder gets new files until the end.
        if (folder !== partFile) utimesSync(folder, mtime / 1000, mtime / 1000);
      }
    }
    files = [];
    folders = new Map();
  }

  function flushFile(
    path: string,
    flags: "r" | "r+",
    flush: (descriptor: number) => void,
  ): void {
    try {
      const descriptor = openSync(path, flags);
      try {
        flush(descriptor);
      } finally {
        closeSync(descriptor);
      }
    } catch (error) {
      throw failure(error, path);
    }
  }

  function send(last: boolean): void {
    const chunk: FolderChunk = {
      ...notes.take(),
      block,
      slab: sink.acquire().index,
      length: 0,
      crc32: 0,
      written,
      last,
    };
    sink.send(chunk, [chunk.manifest.buffer, chunk.problems.buffer]);
    written = 0;
  }

  return {
    beginBlock(next) {
      block = next;
      notes.begin();
    },
    endBlock() {
      settle();
      send(true);
    },
    flush() {
      settle();
      if (!notes.isEmpty()) send(false);
    },
    *encode(entry) {
      const path = placeOf(entry.path);
      const folder = dirname(path);
      let sha256: string | null;
      try {
        if (!folders.has(folder)) mkdirSync(folder, { recursive: true });
        folders.set(folder, Math.max(folders.get(folder) ?? 0, entry.mtime));
        // "x": what is there already is another entry's.
        const target = openSync(path, "wx");
        try {
          sha256 = yield* writeContent(entry, target, path);
        } finally {
          closeSync(target);
        }
        utimesSync(path, entry.mtime / 1000, entry.mtime / 1000);
        files.push(path);
      } catch (error) {
        throw failure(error, path);
      }
      notes.entry(entry.path, sha256);
    },
    digest: notes.digest,
    problem: notes.problem,
    item: notes.item,
  };
}
