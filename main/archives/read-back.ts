import type { Worker } from "node:worker_threads";
import type { Entry } from "yauzl";
import { AppError, fromErrorView } from "../domain/errors.ts";
import { openArchiveFile } from "./archive-file.ts";
import type { ArchiveFile } from "./archive-file.ts";
import { readCentralDirectory } from "./central-directory.ts";
import type { CentralDirectory, CentralRecord } from "./central-directory.ts";
import { decodeEntryName } from "./entry-name.ts";
import { readEntryPath } from "./entry-path.ts";
import { endThread } from "./end-thread.ts";
import { createExtentRegister } from "./extent-register.ts";
import { localHeaderSize } from "./local-header.ts";
import { createPathRegister } from "./path-register.ts";
import { createBatch } from "./read-back-batch.ts";
import type { ReadBackFindings, ReadBackReply } from "./read-back-batch.ts";
import { createRecordPathReader } from "./record-path.ts";
import { reportGaps } from "./report-gaps.ts";
import type { ArchiveFault } from "./report-gaps.ts";

/** One entry of an archive that has been read again. */
export interface ReadBackEntry {
  /** As the archive names it; the path of a folder ends with `/`. */
  readonly path: string;
  /** Bytes unpacked, as the directory says. */
  readonly size: number;
  /** Of the content, hex; empty when it could not be read. */
  readonly sha256: string;
  /** What is wrong with it, as sentences about "it". */
  readonly faults: readonly string[];
  /** What the thread's `inspect` had to say of its content. */
  readonly facts: readonly string[];
}

export interface ReadBackOptions {
  /** Threads to read with, at least 1. */
  readonly threads: number;
  /** Starts a thread that calls `serveReadBack`. */
  readonly spawn: () => Worker;
  readonly signal?: AbortSignal | undefined;
  /** Takes what is wrong with the archive; called after the last entry. */
  readonly report?: (fault: ArchiveFault) => void;
}

/** An archive that is being read again. */
export interface ReadBack {
  readonly entryCount: number;
  /** Size of the archive in bytes. */
  readonly size: number;
  /**
   * All entries in the order of the central directory. To be taken once; the threads end with it.
   * @throws AppError archive.damaged, archive.entry-invalid (strong encryption), archive.unsafe (overlapping entries),
   *   run.cancelled, file.unreadable
   */
  readonly batches: AsyncIterable<readonly ReadBackEntry[]>;
}

const batchEntries = 500;
const batchBytes = 4 * 1024 * 1024;
/** Batches that are on their way or waiting for their turn. */
const window = 8;

interface Thread {
  readonly worker: Worker;
  /** Bytes it has been given and not answered for. */
  load: number;
}

interface Waiting {
  readonly thread: Thread;
  readonly load: number;
  readonly resolve: (findings: ReadBackFindings) => void;
  readonly reject: (error: unknown) => void;
}

/** The threads, and which batch each of them has. */
function createReaders({ threads: count, spawn, signal }: ReadBackOptions) {
  const waiting = new Map<number, Waiting>();
  let failure: Error | undefined;

  function fail(error: Error): void {
    failure ??= error;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  }

  const abort = (): void => {
    fail(new AppError("run.cancelled", "The run was cancelled."));
  };
  signal?.addEventListener("abort", abort, { once: true });
  if (signal?.aborted === true) abort();

  const threads = Array.from({ length: Math.max(1, count) }, (): Thread => {
    const worker = spawn();
    worker.on("message", (reply: ReadBackReply) => {
      const id = reply.ok ? reply.findings.id : reply.id;
      const one = waiting.get(id);
      if (one === undefined) return;
      waiting.delete(id);
      one.thread.load -= one.load;
      if (reply.ok) one.resolve(reply.findings);
      else one.reject(fromErrorView(reply.error));
    });
    worker.on("error", fail);
    worker.on("exit", (code) => {
      fail(new Error(`a reading thread has ended with code ${code}`));
    });
    return { worker, load: 0 };
  });

  return {
    stopIfFailed(): void {
      if (failure !== undefined) throw failure;
    },
    read(
      batch: ReturnType<typeof createBatch>,
      load: number,
    ): Promise<ReadBackFindings> {
      const thread = threads.reduce((least, other) =>
        other.load < least.load ? other : least,
      );
      thread.load += load;
      const answer = new Promise<ReadBackFindings>((resolve, reject) => {
        waiting.set(batch.id, { thread, load, resolve, reject });
      });
      thread.worker.postMessage(batch);
      return answer;
    },
    async end(): Promise<void> {
      signal?.removeEventListener("abort", abort);
      await Promise.all(
        threads.map(({ worker }) => {
          worker.removeAllListeners("exit");
          return endThread(worker);
        }),
      );
    },
  };
}

function combine(
  entries: readonly Entry[],
  paths: readonly string[],
  nameFaults: ReadonlyMap<number, string>,
  findings: ReadBackFindings,
): ReadBackEntry[] {
  const found = new Map(findings.faults);
  const facts = new Map(findings.facts);
  const digests = Buffer.from(
    findings.digests.buffer,
    findings.digests.byteOffset,
    findings.digests.byteLength,
  );
  return entries.map((entry, index) => {
    const nameFault = nameFaults.get(index);
    const faults = found.get(index) ?? [];
    return {
      path: paths[index] ?? "",
      size: entry.uncompressedSize,
      sha256:
        findings.read[index] === 1
          ? digests.toString("hex", index * 32, index * 32 + 32)
          : "",
      faults: nameFault === undefined ? faults : [nameFault, ...faults],
      facts: facts.get(index) ?? [],
    };
  });
}

/** A batch as it came back. */
interface ReadBatch {
  readonly entries: ReadBackEntry[];
  readonly offsets: readonly number[];
  readonly leastEnds: readonly number[];
  readonly ends: Float64Array;
}

async function* readBatches(
  file: ArchiveFile,
  directory: CentralDirectory,
  options: ReadBackOptions,
): AsyncGenerator<readonly ReadBackEntry[]> {
  const { entryCount, start } = directory;
  const readers = createReaders(options);
  const pathOf = createRecordPathReader(file.descriptor, start);
  const names = createPathRegister(entryCount, pathOf);
  const extents = createExtentRegister(entryCount);
  let carried: readonly CentralRecord[] = [];
  let at = 0;
  let id = 0;

  /** The path of an entry and what is wrong with its name. */
  function nameOf(record: CentralRecord): {
    path: string;
    fault: string | undefined;
  } {
    const { entry } = record;
    const { name, guessed } = decodeEntryName(
      entry.fileNameRaw,
      entry.generalPurposeBitFlag,
      entry.extraFields,
    );
    const read = readEntryPath(name);
    if (!read.safe) return { path: name, fault: `It ${read.reason}.` };
    const path = read.folder ? `${read.path}/` : read.path;
    const earlier = names.enter(read.path, record.position - start);
    if (earlier !== null) {
      const other = pathOf(earlier);
      return {
        path,
        fault:
          other === read.path
            ? "It is in the archive twice."
            : `It cannot be told from ${other} on many systems.`,
      };
    }
    if (guessed !== null && guessed !== "utf-8")
      return {
        path,
        fault: `Its name is not marked as UTF-8; it was read as ${guessed}.`,
      };
    return {
      path,
      fault:
        read.changed === null
          ? undefined
          : `Its name is not as ZIP asks: ${read.changed}.`,
    };
  }

  /** Takes the next batch from the directory and sends it; null at the end. */
  async function send(): Promise<{
    readonly result: Promise<ReadBatch>;
  } | null> {
    const entries: Entry[] = [];
    const paths: string[] = [];
    const nameFaults = new Map<number, string>();
    let bytes = 0;
    while (entries.length < batchEntries && bytes < batchBytes) {
      if (at === carried.length) {
        carried = await directory.next(batchEntries);
        at = 0;
        if (carried.length === 0) break;
      }
      const record = carried[at];
      if (record === undefined) break;
      // A large entry gets a batch of its own, so that the small ones before it are not kept waiting.
      if (entries.length > 0 && record.entry.compressedSize > batchBytes) break;
      at += 1;
      const { path, fault } = nameOf(record);
      if (fault !== undefined) nameFaults.set(entries.length, fault);
      const { entry } = record;
      entries.push(entry);
      paths.push(path);
      bytes += entry.compressedSize;
    }
    if (entries.length === 0) return null;
    id += 1;
    const batch = createBatch(id, file.path, start, entries, paths);
    // An entry costs some time however small it is.
    const findings = readers.read(batch, bytes + entries.length * 10_000);
    const result = findings.then((found) => ({
      entries: combine(entries, paths, nameFaults, found),
      offsets: entries.map((entry) => entry.relativeOffsetOfLocalHeader),
      // The least an entry takes, where it is not known better.
      leastEnds: entries.map(
        (entry) =>
          entry.relativeOffsetOfLocalHeader +
          localHeaderSize +
          entry.compressedSize,
      ),
      ends: found.ends,
    }));
    // It is awaited in its turn; until then a failure must not count as unhandled.
    result.catch(() => undefined);
    return { result };
  }

  try {
    const queue: Promise<ReadBatch>[] = [];
    let ended = false;
    for (;;) {
      readers.stopIfFailed();
      while (!ended && queue.length < window) {
        const sent = await send();
        if (sent === null) {
          ended = true;
          break;
        }
        queue.push(sent.result);
      }
      const next = queue.shift();
      if (next === undefined) break;
      const batch = await next;
      for (const [index, offset] of batch.offsets.entries()) {
        const end = batch.ends[index] ?? Number.NaN;
        if (Number.isNaN(end))
          extents.add(offset, batch.leastEnds[index] ?? offset, false);
        else extents.add(offset, end);
      }
      yield batch.entries;
    }
    if (extents.overlap()) {
      throw new AppError(
        "archive.unsafe",
        `${file.path} has entries that overlap each other.`,
        { object: file.path },
      );
    }
    const { report, signal } = options;
    if (report !== undefined)
      await reportGaps(file.descriptor, extents.gaps(start), report, signal);
  } finally {
    await readers.end();
    file.close();
  }
}

/**
 * Reads a finished ZIP again, independently of whoever wrote it: yauzl walks the central directory, threads read the
 * entries. What is wrong with an entry is part of its result; nothing of the size of the archive is held in memory
 * but 24 to 40 bytes an entry, to find names and data that are there twice.
 * @throws AppError archive.damaged, archive.not-recognised, file.not-found, file.unreadable
 */
export async function readBackArchive(
  path: string,
  options: ReadBackOptions,
): Promise<ReadBack> {
  const file = openArchiveFile(path);
  try {
    const directory = await readCentralDirectory(
      file.descriptor,
      file.size,
      file.path,
    );
    return {
      entryCount: directory.entryCount,
      size: file.size,
      batches: readBatches(file, directory, options),
    };
  } catch (error) {
    file.close();
    throw error;
  }
}
