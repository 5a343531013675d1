import { createHash, hash } from "node:crypto";
import { readSync } from "node:fs";
import type { MessagePort } from "node:worker_threads";
import { crc32 } from "node:zlib";
import { AppError, toErrorView } from "../domain/errors.ts";
import { contentChunks } from "./content-chunks.ts";
import { contentDescriptor } from "./content-files.ts";
import { descriptorLength, longestDescriptor } from "./data-descriptor.ts";
import { endOrder } from "./end-thread.ts";
import { createInflater } from "./inflate.ts";
import { checkLocalHeader, localHeaderSize } from "./local-header.ts";
import { recordsOf } from "./read-back-batch.ts";
import type {
  BatchRecord,
  ReadBackBatch,
  ReadBackFindings,
  ReadBackReply,
} from "./read-back-batch.ts";

/** What a look at the content of a small entry gives. */
export interface Inspected {
  /** What is wrong with it, as sentences; empty when nothing is. */
  readonly faults: readonly string[];
  /** What the caller wants to know of it; handed on as it is. */
  readonly facts: readonly string[];
}

/**
 * Looks at the content of a small entry.
 * @param bytes valid during the call only
 */
export type Inspect = (path: string, bytes: Buffer) => Inspected;

/** Looks at the content of a large entry while it goes by. */
export interface Follower {
  /** @param bytes valid during the call only */
  update(bytes: Uint8Array): void;
  /** To be called once after the last bytes. */
  end(): Inspected;
}

/** Who wants to look at a large entry; null: nobody. */
export type Follow = (path: string) => Follower | null;

const mebibyte = 1024 * 1024;
/** Larger entries are streamed and not inspected. */
export const largestInspected = 4 * mebibyte;
/** Most that is read at once for a run of neighbouring entries. */
const runLimit = 8 * mebibyte;
/** Unused room between two entries (a data descriptor, padding) that is read over. */
const gapLimit = 4096;
/** Room for the extra fields of the last header of a run. */
const extraRoom = 256;
const chunkSize = mebibyte;

function isLarge(record: BatchRecord): boolean {
  return (
    record.size > largestInspected || record.compressedSize > largestInspected
  );
}

/** Where the record's data ends if its local header has no extra fields. */
function leastEnd(record: BatchRecord): number {
  return (
    record.offset +
    localHeaderSize +
    record.rawName.length +
    record.compressedSize
  );
}

/** Why the entry cannot be read at all, as seen in its record; null when it can. */
function unreadable(record: BatchRecord): string | null {
  if (record.encrypted) return "It is encrypted.";
  if (record.method !== 0 && record.method !== 8)
    return `It is compressed with method ${record.method}.`;
  if (record.method === 0 && record.size !== record.compressedSize) {
    return `It is stored, yet its two sizes differ (${record.compressedSize} and ${record.size} bytes).`;
  }
  return null;
}

function sentence(fault: string): string {
  return `${fault.charAt(0).toUpperCase()}${fault.slice(1)}.`;
}

/** What a thread keeps from batch to batch. */
interface Tools {
  readonly space: Buffer;
  readonly inflate: ReturnType<typeof createInflater>;
}

/** Reads the entries of one batch and compares them with their records. */
async function readBatch(
  batch: ReadBackBatch,
  inspect: Inspect,
  follow: Follow,
  { space, inflate }: Tools,
): Promise<ReadBackFindings> {
  const descriptor = contentDescriptor(batch.archive);
  const records = recordsOf(batch);
  const digests = new Uint8Array(records.length * 32);
  const ends = new Float64Array(records.length).fill(Number.NaN);
  const read = new Uint8Array(records.length);
  const faults: [number, readonly string[]][] = [];
  const facts: [number, readonly string[]][] = [];

  /** Bytes from `start` on, up to `end` or the end of the archive's data. */
  function bytesFrom(start: number, end: number): Buffer {
    const length = Math.max(0, Math.min(end, batch.dataEnd) - start);
    const target =
      length <= space.length ? space : Buffer.allocUnsafeSlow(length);
    let done = 0;
    while (done < length) {
      const count = readSync(
        descriptor,
        target,
        done,
        length - done,
        start + done,
      );
      if (count === 0) break;
      done += count;
    }
    return target.subarray(0, done);
  }

  function look(index: number, inspected: Inspected): void {
    if (inspected.faults.length > 0) faults.push([index, inspected.faults]);
    if (inspected.facts.length > 0) facts.push([index, inspected.facts]);
  }

  function keep(index: number, digest: Uint8Array): void {
    digests.set(digest, index * 32);
    read[index] = 1;
  }

  /**
   * Notes where an entry ends.
   * @param dataEnd offset in the archive after its data
   * @param following what comes there, as far as it has been read
   * @returns why its data descriptor is wrong, as a part of a sentence
   */
  function findEnd(
    index: number,
    record: BatchRecord,
    dataEnd: number,
    sizesFollow: boolean,
    following: Buffer,
  ): string | null {
    if (!sizesFollow) {
      ends[index] = dataEnd;
      return null;
    }
    let bytes = following;
    const room = Math.min(longestDescriptor, batch.dataEnd - dataEnd);
    if (bytes.length < room) {
      bytes = Buffer.alloc(room);
      readSync(descriptor, bytes, 0, room, dataEnd);
    }
    const length = descriptorLength(bytes, record);
    if (length === null)
      return "its sizes do not follow its data as its header says";
    ends[index] = dataEnd + length;
    return null;
  }

  /** @param bytes the archive from the record's header on */
  function contentOf(
    index: number,
    record: BatchRecord,
    bytes: Buffer,
  ): Buffer | string {
    const header = checkLocalHeader(bytes, 0, record);
    if (header.fault !== undefined) return header.fault;
    const end = header.length + record.compressedSize;
    if (end > bytes.length)
      return "its data would reach beyond the archive's data";
    const wrong = findEnd(
      index,
      record,
      record.offset + end,
      header.sizesFollow,
      bytes.subarray(end),
    );
    if (wrong !== null) return wrong;
    let content = bytes.subarray(header.length, end);
    if (record.method === 8) {
      const inflated = inflate(content, record.size);
      if (inflated.fault !== undefined) return inflated.fault;
      content = inflated.bytes;
    }
    const sum = crc32(content);
    return sum === record.crc32
      ? content
      : `its CRC-32 is ${sum.toString(16)} instead of ${record.crc32.toString(16)}, so it is damaged`;
  }

  function readSmall(
    index: number,
    record: BatchRecord,
    run: Buffer,
    runStart: number,
  ): void {
    const refusal = unreadable(record);
    if (refusal !== null) {
      faults.push([index, [refusal]]);
      return;
    }
    let bytes = run.subarray(record.offset - runStart);
    if (bytes.length >= localHeaderSize) {
      const needed =
        localHeaderSize +
        bytes.readUInt16LE(26) +
        bytes.readUInt16LE(28) +
        record.compressedSize;
      if (needed > bytes.length) {
        const own = Buffer.allocUnsafe(
          Math.max(0, Math.min(needed, batch.dataEnd - record.offset)),
        );
        bytes = own.subarray(
          0,
          readSync(descriptor, own, 0, own.length, record.offset),
        );
      }
    }
    const content = contentOf(index, record, bytes);
    if (typeof content === "string") {
      faults.push([index, [sentence(content)]]);
      return;
    }
    keep(index, hash("sha256", content, "buffer"));
    look(index, inspect(record.path, content));
  }

  async function readLarge(index: number, record: BatchRecord): Promise<void> {
    const refusal = unreadable(record);
    if (refusal !== null) {
      faults.push([index, [refusal]]);
      return;
    }
    const header = checkLocalHeader(
      bytesFrom(record.offset, record.offset + localHeaderSize + 2 * 0xffff),
      0,
      record,
    );
    if (header.fault !== undefined) {
      faults.push([index, [sentence(header.fault)]]);
      return;
    }
    const wrong = findEnd(
      index,
      record,
      record.offset + header.length + record.compressedSize,
      header.sizesFollow,
      Buffer.alloc(0),
    );
    if (wrong !== null) {
      faults.push([index, [sentence(wrong)]]);
      return;
    }
    const sha256 = createHash("sha256");
    const follower = follow(record.path);
    try {
      const ref = {
        kind: "zip-entry",
        archive: batch.archive,
        headerOffset: record.offset,
        method: record.method === 0 ? 0 : 8,
        compressedSize: record.compressedSize,
        size: record.size,
        crc32: record.crc32,
        name: record.path,
      } as const;
      for await (const chunk of contentChunks(ref, chunkSize)) {
        sha256.update(chunk);
        follower?.update(chunk);
      }
      keep(index, sha256.digest());
      if (follower !== null) look(index, follower.end());
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      faults.push([index, [error.message]]);
    }
  }

  let index = 0;
  while (index < records.length) {
    const first = records[index];
    if (first === undefined) break;
    if (isLarge(first)) {
      await readLarge(index, first);
      index += 1;
      continue;
    }
    let last = first;
    let next = index + 1;
    for (; next < records.length; next += 1) {
      const record = records[next];
      if (record === undefined || isLarge(record)) break;
      const gap = record.offset - leastEnd(last);
      if (
        gap < 0 ||
        gap > gapLimit ||
        leastEnd(record) - first.offset > runLimit
      )
        break;
      last = record;
    }
    const run = bytesFrom(first.offset, leastEnd(last) + extraRoom);
    for (; index < next; index += 1) {
      const record = records[index];
      if (record !== undefined) readSmall(index, record, run, first.offset);
    }
  }
  return { id: batch.id, digests, ends, read, faults, facts };
}

/**
 * Reads batches of entries for {@link readBackArchive}: local header against the central record, unpacking, CRC-32,
 * size and SHA-256, and what the caller wants to know of small entries.
 * @param port where batches come from, one after another
 */
export function serveReadBack(
  port: MessagePort,
  inspect: Inspect,
  follow: Follow = () => null,
): void {
  const tools: Tools = {
    space: Buffer.allocUnsafeSlow(runLimit + extraRoom),
    inflate: createInflater(),
  };
  async function answer(batch: ReadBackBatch): Promise<void> {
    let reply: ReadBackReply;
    try {
      reply = {
        ok: true,
        findings: await readBatch(batch, inspect, follow, tools),
      };
    } catch (error) {
      reply = { ok: false, id: batch.id, error: toErrorView(error) };
    }
    port.postMessage(reply);
  }
  let last = Promise.resolve();
  let ended = false;
  port.on("message", (order: ReadBackBatch | typeof endOrder) => {
    if (order === endOrder) {
      ended = true;
      port.close();
      return;
    }
    // When the end has been said nobody waits for what has not been begun.
    last = last.then(() => (ended ? undefined : answer(order)));
  });
}
