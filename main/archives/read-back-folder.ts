import { createHash, hash } from "node:crypto";
import {
  closeSync,
  createReadStream,
  lstatSync,
  openSync,
  readSync,
} from "node:fs";
import { opendir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { AppError, fromSystemError } from "../domain/errors.ts";
import { readEntryPath } from "./entry-path.ts";
import {
  largestInspectedEntry,
  type PackageReading,
  type PackageReadingOptions,
} from "./package-reading.ts";
import { createPathRegister } from "./path-register.ts";
import type { ReadBackEntry } from "./read-back.ts";

export interface FolderReadingOptions extends PackageReadingOptions {
  /** Name the folder stands for in the paths of entries. */
  readonly root: string;
  /** File, by its path in the folder or an absolute one, with a line `<checksum>  <path>` for each file in package order; the others follow. */
  readonly orderFile: string;
}

const batchEntries = 100;
const pieceBytes = 1024 * 1024;
const patience = 20;
const orderLine = /^[0-9a-f]{64} [ *](.+)$/;
/** More than a checksum and the longest path a file can have. */
const longestLine = 8192;
/** Stands for a file that is in no line. */
const noLine = 0xfffffffe;

/** A file below a folder; links and other things that are no files have a kind. */
interface Found {
  readonly path: string;
  readonly size: number;
  readonly kind: "file" | "link" | "other";
}

/** Everything below a folder but the folders; links are never followed. */
async function* walk(base: string, folder = ""): AsyncGenerator<Found> {
  const listing = await opendir(join(base, folder), { bufferSize: 512 });
  for await (const entry of listing) {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      yield* walk(base, path);
    } else if (entry.isFile()) {
      const { size } = lstatSync(join(base, path));
      yield { path, size, kind: "file" };
    } else {
      const kind = entry.isSymbolicLink() ? "link" : "other";
      yield { path, size: 0, kind };
    }
  }
}

/** The lines of a file with where they begin; none when there is no such file. Only line feeds end them. */
async function* linesOf(
  file: string,
): AsyncGenerator<{ readonly text: string; readonly at: number }> {
  if (lstatSync(file, { throwIfNoEntry: false })?.isFile() !== true) return;
  let at = 0;
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of createReadStream(file)) {
    const bytes = Buffer.concat([rest, piece as Buffer]);
    let from = 0;
    for (;;) {
      const end = bytes.indexOf(0x0a, from);
      if (end < 0) break;
      yield { text: bytes.toString("utf8", from, end), at: at + from };
      from = end + 1;
    }
    at += from;
    rest = bytes.subarray(from);
    if (rest.length > longestLine) return;
  }
  if (rest.length > 0) yield { text: rest.toString("utf8"), at };
}

/** The path in the line of an order file that begins at a place. */
function pathAt(base: string, descriptor: number, at: number): string {
  const bytes = Buffer.alloc(longestLine);
  const count = readSync(descriptor, bytes, 0, bytes.length, at);
  const end = bytes.subarray(0, count).indexOf(0x0a);
  const line = bytes.toString("utf8", 0, end < 0 ? count : end);
  return listedPath(base, orderLine.exec(line)?.[1] ?? "");
}

/** The path that a line means: lists of bags write percent signs and line ends as numbers (RFC 8493). */
function listedPath(base: string, text: string): string {
  if (!text.includes("%") || fileSize(base, text) !== null) return text;
  return text.replace(/%(25|0[ad])/gi, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
}

/** The size of a file that is reached without following a link; null when there is none. */
function fileSize(base: string, path: string): number | null {
  const names = path.split("/");
  let current = base;
  for (const [index, name] of names.entries()) {
    current = join(current, name);
    const found = lstatSync(current, { throwIfNoEntry: false });
    if (found === undefined) return null;
    if (index === names.length - 1) return found.isFile() ? found.size : null;
    if (!found.isDirectory()) return null;
  }
  return null;
}

function readFile(
  file: string,
  path: string,
  size: number,
  space: Buffer,
  { inspect, follow }: Pick<PackageReadingOptions, "inspect" | "follow">,
): Generator<undefined, ReadBackEntry> {
  return (function* () {
    const descriptor = openSync(file, "r");
    try {
      if (size <= largestInspectedEntry) {
        let filled = 0;
        for (let count = -1; count !== 0 && filled < size; filled += count) {
          count = readSync(descriptor, space, filled, size - filled, filled);
        }
        const bytes = space.subarray(0, filled);
        const { faults, facts } = inspect(path, bytes);
        const sha256 = hash("sha256", bytes, "hex");
        return { path, size: filled, sha256, faults, facts };
      }
      const sums = createHash("sha256");
      const follower = follow?.(path) ?? null;
      let at = 0;
      for (;;) {
        const count = readSync(descriptor, space, 0, pieceBytes, at);
        if (count === 0) break;
        sums.update(space.subarray(0, count));
        follower?.update(space.subarray(0, count));
        at += count;
        yield;
      }
      const sha256 = sums.digest("hex");
      const found = follower?.end() ?? { faults: [], facts: [] };
      return { path, size: at, sha256, ...found };
    } finally {
      closeSync(descriptor);
    }
  })();
}

async function* readBatches(
  base: string,
  fileCount: number,
  { root, orderFile, signal, inspect, follow }: FolderReadingOptions,
): AsyncGenerator<readonly ReadBackEntry[]> {
  const order = resolve(base, orderFile);
  let lineCount = 0;
  for await (const line of linesOf(order)) if (line.text !== "") lineCount += 1;
  const space = Buffer.allocUnsafeSlow(largestInspectedEntry);
  const descriptor = lineCount === 0 ? null : openSync(order, "r");
  const register = createPathRegister(lineCount + fileCount, (token) =>
    descriptor === null ? "" : pathAt(base, descriptor, token),
  );
  let batch: ReadBackEntry[] = [];
  let last = performance.now();

  async function breathe(): Promise<void> {
    if (signal?.aborted === true)
      throw new AppError("run.cancelled", "The run was cancelled.");
    if (performance.now() - last < patience) return;
    await nextTurn();
    last = performance.now();
  }

  async function read(path: string, size: number): Promise<void> {
    const steps = readFile(join(base, path), `${root}/${path}`, size, space, {
      inspect,
      follow,
    });
    for (;;) {
      const step = steps.next();
      await breathe();
      if (step.done !== true) continue;
      batch.push(step.value);
      return;
    }
  }

  try {
    for await (const { text, at } of linesOf(order)) {
      const listed = orderLine.exec(text)?.[1];
      if (listed === undefined) continue;
      const path = listedPath(base, listed);
      const safe = readEntryPath(path);
      if (!safe.safe || safe.path !== path) continue;
      const size = fileSize(base, path);
      if (size === null || register.enter(path, at) !== null) continue;
      await read(path, size);
      if (batch.length < batchEntries) continue;
      yield batch;
      batch = [];
    }
    for await (const { path, size, kind } of walk(base)) {
      const line = register.enter(path, noLine);
      if (line !== null && descriptor !== null) {
        if (pathAt(base, descriptor, line) === path) continue;
      }
      if (kind === "file") await read(path, size);
      else {
        batch.push({
          path: `${root}/${path}`,
          size: 0,
          sha256: "",
          faults: [
            kind === "link" ? "It is a link." : "It is no regular file.",
          ],
          facts: [],
        });
      }
      if (batch.length < batchEntries) continue;
      yield batch;
      batch = [];
    }
    yield batch;
  } catch (error) {
    throw fromSystemError(error, base, "read");
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}

/**
 * Reads the files of a package that is a folder. Those its list names come in the order of the list, then all others;
 * memory does not grow with the folder but by a few bytes a file.
 * @throws AppError file.not-found, file.unreadable, run.cancelled
 */
export async function readBackFolder(
  base: string,
  options: FolderReadingOptions,
): Promise<PackageReading> {
  let size = 0;
  let fileCount = 0;
  try {
    for await (const found of walk(base)) {
      if (options.signal?.aborted === true)
        throw new AppError("run.cancelled", "The run was cancelled.");
      size += found.size;
      fileCount += 1;
    }
  } catch (error) {
    throw fromSystemError(error, base, "read");
  }
  return { size, batches: readBatches(base, fileCount, options) };
}
