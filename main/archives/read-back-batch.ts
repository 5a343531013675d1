import type { Entry } from "yauzl";
import type { ErrorView } from "../domain/errors.ts";

/**
 * Consecutive records of a central directory on their way to a thread, as columns: a message with a few arrays is read
 * much faster than one with hundreds of objects.
 */
export interface ReadBackBatch {
  readonly id: number;
  readonly archive: string;
  /** Offset where the central directory begins. */
  readonly dataEnd: number;
  readonly paths: readonly string[];
  readonly offsets: Float64Array;
  readonly compressedSizes: Float64Array;
  readonly sizes: Float64Array;
  readonly checksums: Uint32Array;
  readonly methods: Uint16Array;
  /** 1 where the entry is encrypted. */
  readonly encrypted: Uint8Array;
  readonly flags: Uint16Array;
  /** Versions needed to extract, without the system. */
  readonly versions: Uint8Array;
  /** The names as they are in the records, one after another. */
  readonly rawNames: Uint8Array;
  readonly nameLengths: Uint16Array;
}

/** What a thread found in a batch. */
export interface ReadBackFindings {
  readonly id: number;
  /** 32 bytes for each entry; zeros where the content could not be read. */
  readonly digests: Uint8Array;
  /** Offset in the archive after the last byte of each entry, data descriptor included; NaN where it is not known. */
  readonly ends: Float64Array;
  /** 1 where the digest has been computed. */
  readonly read: Uint8Array;
  /** Entries with faults, by their place in the batch. */
  readonly faults: readonly (readonly [number, readonly string[]])[];
  /** What the caller wanted to know of entries, by their place in the batch. */
  readonly facts: readonly (readonly [number, readonly string[]])[];
}

export type ReadBackReply =
  | { readonly ok: true; readonly findings: ReadBackFindings }
  | { readonly ok: false; readonly id: number; readonly error: ErrorView };

/** Turns records into a batch; `paths` are their names as read. */
export function createBatch(
  id: number,
  archive: string,
  dataEnd: number,
  entries: readonly Entry[],
  paths: readonly string[],
): ReadBackBatch {
  const count = entries.length;
  const batch = {
    id,
    archive,
    dataEnd,
    paths,
    offsets: new Float64Array(count),
    compressedSizes: new Float64Array(count),
    sizes: new Float64Array(count),
    checksums: new Uint32Array(count),
    methods: new Uint16Array(count),
    encrypted: new Uint8Array(count),
    flags: new Uint16Array(count),
    versions: new Uint8Array(count),
    rawNames: new Uint8Array(
      entries.reduce((sum, entry) => sum + entry.fileNameLength, 0),
    ),
    nameLengths: new Uint16Array(count),
  };
  let nameAt = 0;
  for (const [index, entry] of entries.entries()) {
    batch.offsets[index] = entry.relativeOffsetOfLocalHeader;
    batch.compressedSizes[index] = entry.compressedSize;
    batch.sizes[index] = entry.uncompressedSize;
    batch.checksums[index] = entry.crc32;
    batch.methods[index] = entry.compressionMethod;
    batch.encrypted[index] = entry.isEncrypted() ? 1 : 0;
    batch.flags[index] = entry.generalPurposeBitFlag;
    batch.versions[index] = entry.versionNeededToExtract & 0xff;
    batch.rawNames.set(entry.fileNameRaw, nameAt);
    batch.nameLengths[index] = entry.fileNameLength;
    nameAt += entry.fileNameLength;
  }
  return batch;
}

/** One record of a batch. */
export interface BatchRecord {
  readonly path: string;
  readonly offset: number;
  readonly compressedSize: number;
  readonly size: number;
  readonly crc32: number;
  readonly method: number;
  readonly encrypted: boolean;
  readonly rawName: Uint8Array;
  readonly demands: { readonly flags: number; readonly version: number };
}

/** The reverse of {@link createBatch}. */
export function recordsOf(batch: ReadBackBatch): BatchRecord[] {
  let nameAt = 0;
  return batch.paths.map((path, index) => {
    const nameEnd = nameAt + (batch.nameLengths[index] ?? 0);
    const rawName = batch.rawNames.subarray(nameAt, nameEnd);
    nameAt = nameEnd;
    return {
      path,
      offset: batch.offsets[index] ?? 0,
      compressedSize: batch.compressedSizes[index] ?? 0,
      size: batch.sizes[index] ?? 0,
      crc32: batch.checksums[index] ?? 0,
      method: batch.methods[index] ?? 0,
      encrypted: batch.encrypted[index] === 1,
      rawName,
      demands: {
        flags: batch.flags[index] ?? 0,
        version: batch.versions[index] ?? 0,
      },
    };
  });
}
