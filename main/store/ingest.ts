import { createHash, hash } from "node:crypto";
import { statSync } from "node:fs";
import { crc32 } from "node:zlib";
import { contentChunks } from "../archives/content-chunks.ts";
import { readContentSync } from "../archives/read-content.ts";
import type { Content } from "../domain/catalog.ts";
import type { ContentRef } from "../domain/content-ref.ts";
import { toErrorView } from "../domain/errors.ts";
import type { ErrorView } from "../domain/errors.ts";
import { cancelled, createIngestWriter } from "./ingest-writer.ts";
import type {
  FinishedFile,
  IncomingFile,
  IngestWriter,
} from "./ingest-writer.ts";

/** What became of one content: it is in the store, or why it is not. */
export type IngestResult =
  | { readonly ok: true; readonly content: Content }
  | { readonly ok: false; readonly error: ErrorView };

export interface IngestOptions {
  readonly signal?: AbortSignal | undefined;
}

/** Takes contents into the store. */
export interface Ingest {
  /**
   * Takes many contents at once: they are read and hashed one after another, and flushed to the disk together while the
   * next are being read.
   * @returns one result for each reference, in the same order
   * @throws AppError run.cancelled; what has been stored by then stays and is collected as garbage
   */
  ingestMany(
    refs: readonly ContentRef[],
    options?: IngestOptions,
  ): Promise<readonly IngestResult[]>;
}

const mebibyte = 1024 * 1024;
/** Contents up to this size are read at once, which costs least. */
const wholeLimit = 2 * mebibyte;
const chunkSize = mebibyte;
/** Files that are flushed together; each of them is open until then. */
const groupFiles = 256;
const groupBytes = 32 * mebibyte;
/** Groups that may be on their way to the disk at the same time. */
const groupsInFlight = 2;
/** Longest time in milliseconds without answering messages, a cancel above all. */
const breathAfterMs = 20;

/** A content that has been written and waits to be flushed, and where its result belongs. */
interface Pending extends FinishedFile {
  readonly positions: number[];
}

/** Whether the content is read at once. */
function isSmall(ref: ContentRef): boolean {
  switch (ref.kind) {
    case "bytes":
      return true;
    case "zip-entry":
      return ref.size <= wholeLimit;
    case "file":
      try {
        return statSync(ref.path).size <= wholeLimit;
      } catch {
        // The reader says why it cannot be looked at.
        return true;
      }
  }
}

function contentOf(bytes: Buffer): Content {
  return {
    size: bytes.length,
    sha256: hash("sha256", bytes),
    md5: hash("md5", bytes),
    crc32: crc32(bytes),
  };
}

/** Copies a content to an incoming file while its checksums are computed. */
async function copyInPieces(
  writer: IngestWriter,
  file: IncomingFile,
  ref: ContentRef,
  signal: AbortSignal | undefined,
): Promise<Content> {
  const sha256 = createHash("sha256");
  const md5 = createHash("md5");
  let sum = 0;
  let size = 0;
  for await (const chunk of contentChunks(ref, chunkSize)) {
    if (signal?.aborted === true) throw cancelled();
    // The next piece is being read and this one written while it is hashed.
    const writing = writer.appendLater(file, chunk);
    sha256.update(chunk);
    md5.update(chunk);
    sum = crc32(chunk, sum);
    size += chunk.length;
    await writing;
  }
  return {
    size,
    sha256: sha256.digest("hex"),
    md5: md5.digest("hex"),
    crc32: sum,
  };
}

/** @param root root folder of the bitstream store */
export function createIngest(root: string): Ingest {
  const writer = createIngestWriter(root);

  async function ingestMany(
    refs: readonly ContentRef[],
    { signal }: IngestOptions = {},
  ): Promise<readonly IngestResult[]> {
    const results: IngestResult[] = [];
    /** Contents of this call that are not published yet, so that each is written once. */
    const pending = new Map<string, Pending>();
    const flights = new Set<Promise<void>>();
    let group: Pending[] = [];
    let groupSize = 0;
    let breath = performance.now();
    const isCancelled = (): boolean => signal?.aborted === true;

    /** Flushes a group and gives it its names. Never rejects. */
    async function publish(files: readonly Pending[]): Promise<void> {
      let failures: readonly unknown[];
      try {
        failures = await writer.publish(files);
      } catch (error) {
        failures = files.map(() => error);
      }
      for (const [index, file] of files.entries()) {
        const failure = failures[index];
        pending.delete(file.content.sha256);
        for (const position of file.positions) {
          results[position] =
            failure === null
              ? { ok: true, content: file.content }
              : { ok: false, error: toErrorView(failure) };
        }
      }
    }

    async function launch(): Promise<void> {
      if (group.length === 0) return;
      const flight = publish(group).finally(() => flights.delete(flight));
      flights.add(flight);
      group = [];
      groupSize = 0;
      if (flights.size >= groupsInFlight) await Promise.race(flights);
    }

    /** Whether the content needs no file of its own; its result is entered then, or will be. */
    function isKnown(content: Content, position: number): boolean {
      const earlier = pending.get(content.sha256);
      if (earlier !== undefined) {
        earlier.positions.push(position);
        return true;
      }
      if (!writer.holds(content.sha256, content.size)) return false;
      results[position] = { ok: true, content };
      return true;
    }

    function addToGroup(
      file: IncomingFile,
      content: Content,
      position: number,
    ): void {
      const next: Pending = { file, content, positions: [position] };
      pending.set(content.sha256, next);
      group.push(next);
      groupSize += content.size;
    }

    async function take(ref: ContentRef, position: number): Promise<void> {
      const bytes = isSmall(ref)
        ? readContentSync(ref, Number.MAX_SAFE_INTEGER)
        : null;
      const known = bytes === null ? null : contentOf(bytes);
      if (known !== null && isKnown(known, position)) return;
      const file = writer.begin();
      let content: Content;
      try {
        if (bytes === null || known === null) {
          content = await copyInPieces(writer, file, ref, signal);
        } else {
          writer.append(file, bytes);
          content = known;
        }
      } catch (error) {
        writer.discard(file);
        throw error;
      }
      if (known === null && isKnown(content, position)) writer.discard(file);
      else addToGroup(file, content, position);
    }

    try {
      for (const [position, ref] of refs.entries()) {
        if (isCancelled()) throw cancelled();
        try {
          await take(ref, position);
        } catch (error) {
          if (isCancelled()) throw cancelled();
          results[position] = { ok: false, error: toErrorView(error) };
        }
        if (group.length >= groupFiles || groupSize >= groupBytes)
          await launch();
        if (performance.now() - breath > breathAfterMs) {
          await new Promise((resolve) => setImmediate(resolve));
          breath = performance.now();
        }
      }
      await launch();
    } finally {
      for (const { file } of group) writer.discard(file);
      await Promise.all(flights);
    }
    return results;
  }

  return { ingestMany };
}
