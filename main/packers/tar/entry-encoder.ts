import { createHash, hash } from "node:crypto";
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { resolve } from "node:path";
import { crc32 } from "node:zlib";
import { AppError, fromSystemError } from "../../domain/errors.ts";
import type { Entry } from "../../domain/package-entry.ts";
import type { BlockEncoder, EncoderParts } from "../archive-kind.ts";
import { changedWhilePacked } from "../content-reader.ts";
import { refuseUnsafePath } from "../entry-path.ts";
import type { Codec } from "./codec.ts";
import { endOfTar, padding, tarHeader } from "./header.ts";
import { createPieceWriter, type TarChunk } from "./piece-writer.ts";

const stepBytes = 1024 * 1024;

/** Makes an encoder that writes tar members through a codec. */
export function createTarEncoder(
  codec: Codec,
  {
    sink,
    base,
    reader,
    bitstreamFile,
    manifestFile,
  }: Omit<EncoderParts<TarChunk>, "partFile">,
): BlockEncoder {
  const writer = createPieceWriter(sink, base, codec);
  const { notes } = writer;
  const manifestPath = manifestFile === null ? null : resolve(manifestFile);

  function* encodeBytes(
    entry: Entry,
    bytes: Uint8Array,
  ): Generator<undefined, void> {
    writer.put(tarHeader(entry.path, bytes.length, entry.mtime));
    for (let at = 0; at < bytes.length; at += stepBytes) {
      if (at > 0) yield;
      writer.put(bytes.subarray(at, at + stepBytes));
    }
  }

  /** @param take called with the content as it goes by */
  function* encodeFile(
    entry: Entry,
    file: string,
    wanted: number | null,
    take: (bytes: Buffer) => void,
  ): Generator<undefined, number> {
    const descriptor = openSync(file, "r");
    try {
      const size = wanted ?? fstatSync(descriptor).size;
      writer.put(tarHeader(entry.path, size, entry.mtime));
      for (let at = 0; at < size;) {
        const room = writer.room();
        const target = room.subarray(0, Math.min(room.length, size - at));
        const count = readSync(descriptor, target, 0, target.length, at);
        if (count === 0) throw changedWhilePacked(file);
        take(target.subarray(0, count));
        writer.advance(count);
        at += count;
        yield;
      }
      return size;
    } finally {
      closeSync(descriptor);
    }
  }

  /** @returns size and, unless it shall have no manifest line, SHA-256 of the content */
  function* encodeContent(
    entry: Entry,
  ): Generator<undefined, { size: number; sha256: string | null }> {
    const { source } = entry;
    switch (source.kind) {
      case "bytes":
        yield* encodeBytes(entry, source.bytes);
        return {
          size: source.bytes.length,
          sha256: hash("sha256", source.bytes, "hex"),
        };
      case "bitstream": {
        const { size, sha256 } = source;
        const bytes = reader.bytes(source);
        if (bytes !== null) {
          yield* encodeBytes(entry, bytes);
          return { size, sha256 };
        }
        const file = bitstreamFile(sha256);
        let sum = 0;
        yield* encodeFile(entry, file, size, (content) => {
          sum = crc32(content, sum);
          notes.progress(content.length);
        });
        if (sum !== source.crc32) throw changedWhilePacked(file);
        return { size, sha256 };
      }
      case "file": {
        const sums = createHash("sha256");
        const size = yield* encodeFile(entry, source.file, null, (content) => {
          sums.update(content);
        });
        return {
          size,
          sha256:
            resolve(source.file) === manifestPath ? null : sums.digest("hex"),
        };
      }
    }
  }

  function sourceFile({ source }: Entry): string {
    if (source.kind === "file") return source.file;
    return source.kind === "bitstream" ? bitstreamFile(source.sha256) : "";
  }

  return {
    beginBlock: writer.beginBlock,
    endBlock: writer.endBlock,
    flush: writer.flush,
    *encode(entry) {
      refuseUnsafePath(entry.path);
      try {
        const { size, sha256 } = yield* encodeContent(entry);
        writer.put(endOfTar.subarray(0, padding(size)));
        notes.entry(entry.path, sha256);
      } catch (error) {
        throw error instanceof AppError
          ? error
          : fromSystemError(error, sourceFile(entry), "read");
      }
    },
    digest: notes.digest,
    problem: notes.problem,
    item: notes.item,
  };
}
