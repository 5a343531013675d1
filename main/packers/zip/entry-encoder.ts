import { createHash, hash } from "node:crypto";
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { resolve } from "node:path";
import { crc32 } from "node:zlib";
import { AppError, fromSystemError } from "../../domain/errors.ts";
import type { Entry } from "../../domain/package-entry.ts";
import type { ChunkWriter } from "./chunk-writer.ts";
import { isWorthDeflating } from "./compressibility.ts";
import type { ContentReader } from "../content-reader.ts";
import { changedWhilePacked, readFully } from "../content-reader.ts";
import {
  deflatePiece,
  dictionaryBytes,
  discard,
  pieceBytes,
} from "../deflate.ts";
import { dosTime } from "./dos-time.ts";
import { refuseUnsafePath } from "../entry-path.ts";
import { createSmallDeflater, mostDeflatedHere } from "../small-deflate.ts";
import { zip64From } from "./records.ts";

/** Turns entries into archive bytes. */
export interface EntryEncoder {
  /** To be called when a block begins. */
  beginBlock(): void;
  /**
   * Encodes one entry in steps of about a mebibyte, so that the caller can look up between them.
   * @throws AppError archive.unsafe, bitstream.damaged, file.*
   */
  encode(entry: Entry): Generator<undefined, void>;
}

export interface EntryEncoderParts {
  readonly writer: ChunkWriter;
  readonly reader: ContentReader;
  readonly bitstreamFile: (sha256: string) => string;
  /** File whose own entry gets no manifest line, since it cannot state its own checksum. */
  readonly manifestFile: string | null;
}

/** What is known about an entry's content before it is encoded. */
interface Content {
  readonly size: number;
  readonly crc32: number;
}

/** Entries below this are not worth a try. */
const smallestDeflated = 128;
/** Files of the package's own up to this size are encoded from memory. */
const wholeFileBytes = 4 * 1024 * 1024;

/** Makes an encoder that writes to the given writer. */
export function createEntryEncoder({
  writer,
  reader,
  bitstreamFile,
  manifestFile,
}: EntryEncoderParts): EntryEncoder {
  const manifestPath = manifestFile === null ? null : resolve(manifestFile);
  const small = createSmallDeflater();
  let scratch: Buffer | null = null;

  /** The end of the piece before, and the piece after it. */
  function scratchBuffer(): Buffer {
    scratch ??= Buffer.allocUnsafeSlow(dictionaryBytes + pieceBytes);
    return scratch;
  }

  function* encodeBytes(
    entry: Entry,
    bytes: Uint8Array,
    sum: number,
  ): Generator<undefined, void> {
    const size = bytes.length;
    const time = dosTime(entry.mtime);
    const worthTrying =
      size >= smallestDeflated &&
      // What a format makes is text.
      (entry.source.kind === "bytes" ||
        isWorthDeflating(size, entry.mimeType, (offset, length) =>
          bytes.subarray(offset, offset + length),
        ));
    if (worthTrying && size <= pieceBytes) {
      const large =
        size > mostDeflatedHere ? deflatePiece(bytes, null, true) : null;
      const result = large ?? small.deflate(bytes);
      const smaller = result.length < size;
      if (smaller) {
        writer.header(entry.path, {
          time,
          method: 8,
          crc32: sum,
          compressedSize: result.length,
          size,
        });
        writer.put(result);
      }
      if (large !== null) discard(large);
      if (smaller) return;
    } else if (worthTrying) {
      const results = yield* deflateAll(bytes);
      const compressedSize = results.reduce(
        (total, result) => total + result.length,
        0,
      );
      if (compressedSize < size) {
        writer.header(entry.path, {
          time,
          method: 8,
          crc32: sum,
          compressedSize,
          size,
        });
        for (const result of results) {
          writer.put(result);
          yield;
        }
        return;
      }
    }
    writer.header(entry.path, {
      time,
      method: 0,
      crc32: sum,
      compressedSize: size,
      size,
    });
    for (let at = 0; at < size; at += pieceBytes) {
      if (at > 0) yield;
      writer.put(bytes.subarray(at, at + pieceBytes));
    }
  }

  function* deflateAll(bytes: Uint8Array): Generator<undefined, Uint8Array[]> {
    const results: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      const end = Math.min(at + pieceBytes, bytes.length);
      const dictionary =
        at === 0 ? null : bytes.subarray(at - dictionaryBytes, at);
      const result = deflatePiece(
        bytes.subarray(at, end),
        dictionary,
        end === bytes.length,
      );
      // The result lies in memory for the worst case; what is kept is copied to just what it needs.
      results.push(Uint8Array.prototype.slice.call(result));
      discard(result);
      yield;
    }
    return results;
  }

  function* encodeFile(
    entry: Entry,
    descriptor: number,
    file: string,
    content: Content,
  ): Generator<undefined, void> {
    const { size } = content;
    const time = dosTime(entry.mtime);
    const sample = scratchBuffer();
    // A size that might pass 4 GiB only by being deflated would need ZIP64 room that most often turns out superfluous.
    const mightPass =
      size < zip64From && size * 1.001 + pieceBytes >= zip64From;
    const deflated =
      !mightPass &&
      isWorthDeflating(size, entry.mimeType, (offset, length) => {
        return sample.subarray(
          0,
          readFully(descriptor, sample.subarray(0, length), offset),
        );
      });
    if (deflated) {
      writer.heldHeader(entry.path, {
        time,
        method: 8,
        crc32: content.crc32,
        compressedSize: 0,
        size,
      });
      const compressedSize = yield* deflateFile(descriptor, file, content);
      writer.settle(entry.path, {
        time,
        method: 8,
        crc32: content.crc32,
        compressedSize,
        size,
      });
    } else {
      writer.header(entry.path, {
        time,
        method: 0,
        crc32: content.crc32,
        compressedSize: size,
        size,
      });
      yield* storeFile(descriptor, file, content);
    }
  }

  function* storeFile(
    descriptor: number,
    file: string,
    content: Content,
  ): Generator<undefined, void> {
    let sum = 0;
    for (let at = 0; at < content.size;) {
      const room = writer.room();
      const target = room.subarray(0, Math.min(room.length, content.size - at));
      const count = readSync(descriptor, target, 0, target.length, at);
      if (count === 0) throw changedWhilePacked(file);
      sum = crc32(target.subarray(0, count), sum);
      writer.advance(count);
      writer.progress(count);
      at += count;
      yield;
    }
    if (sum !== content.crc32) throw changedWhilePacked(file);
  }

  function* deflateFile(
    descriptor: number,
    file: string,
    content: Content,
  ): Generator<undefined, number> {
    const buffer = scratchBuffer();
    let sum = 0;
    let compressedSize = 0;
    for (let at = 0; at < content.size; at += pieceBytes) {
      const wanted = Math.min(pieceBytes, content.size - at);
      const piece = buffer.subarray(dictionaryBytes, dictionaryBytes + wanted);
      if (readFully(descriptor, piece, at) !== wanted)
        throw changedWhilePacked(file);
      sum = crc32(piece, sum);
      const dictionary = at === 0 ? null : buffer.subarray(0, dictionaryBytes);
      const result = deflatePiece(
        piece,
        dictionary,
        at + wanted === content.size,
        // Checksums have nothing in common, and the finished package waits for them.
        resolve(file) === manifestPath ? "little" : "usual",
      );
      writer.put(result);
      compressedSize += result.length;
      discard(result);
      buffer.copyWithin(0, pieceBytes, pieceBytes + dictionaryBytes);
      writer.progress(wanted);
      yield;
    }
    if (sum !== content.crc32) throw changedWhilePacked(file);
    return compressedSize;
  }

  function* encodeLargeBitstream(
    entry: Entry,
    file: string,
    content: Content,
  ): Generator<undefined, void> {
    const descriptor = openSync(file, "r");
    try {
      yield* encodeFile(entry, descriptor, file, content);
    } finally {
      closeSync(descriptor);
    }
  }

  /** Reads the file once for its checksums and, where it is large, once more for its content. */
  function* encodeOwnFile(
    entry: Entry,
    file: string,
  ): Generator<undefined, string> {
    const descriptor = openSync(file, "r");
    try {
      const { size } = fstatSync(descriptor);
      if (size <= wholeFileBytes) {
        const bytes = Buffer.allocUnsafe(size);
        if (readFully(descriptor, bytes, 0) !== size)
          throw changedWhilePacked(file);
        yield* encodeBytes(entry, bytes, crc32(bytes));
        return hash("sha256", bytes, "hex");
      }
      const sums = createHash("sha256");
      const part = scratchBuffer();
      let sum = 0;
      for (let at = 0; at < size;) {
        const count = readSync(
          descriptor,
          part,
          0,
          Math.min(part.length, size - at),
          at,
        );
        if (count === 0) throw changedWhilePacked(file);
        const bytes = part.subarray(0, count);
        sum = crc32(bytes, sum);
        sums.update(bytes);
        at += count;
        yield;
      }
      yield* encodeFile(entry, descriptor, file, { size, crc32: sum });
      return sums.digest("hex");
    } finally {
      closeSync(descriptor);
    }
  }

  function* encodeContent(entry: Entry): Generator<undefined, string | null> {
    const { source } = entry;
    switch (source.kind) {
      case "bytes":
        yield* encodeBytes(entry, source.bytes, crc32(source.bytes));
        return hash("sha256", source.bytes, "hex");
      case "bitstream": {
        const bytes = reader.bytes(source);
        if (bytes === null)
          yield* encodeLargeBitstream(
            entry,
            bitstreamFile(source.sha256),
            source,
          );
        else yield* encodeBytes(entry, bytes, source.crc32);
        return source.sha256;
      }
      case "file": {
        const sha256 = yield* encodeOwnFile(entry, source.file);
        return resolve(source.file) === manifestPath ? null : sha256;
      }
    }
  }

  function sourceFile({ source }: Entry): string {
    if (source.kind === "file") return source.file;
    return source.kind === "bitstream" ? bitstreamFile(source.sha256) : "";
  }

  return {
    beginBlock: small.begin,
    *encode(entry) {
      refuseUnsafePath(entry.path);
      let sha256: string | null;
      try {
        sha256 = yield* encodeContent(entry);
      } catch (error) {
        throw error instanceof AppError
          ? error
          : fromSystemError(error, sourceFile(entry), "read");
      }
      writer.entry(entry.path, sha256);
    },
  };
}
