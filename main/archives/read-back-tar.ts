import { createHash, hash } from "node:crypto";
import { statSync } from "node:fs";
import { fromSystemError } from "../domain/errors.ts";
import { readEntryPath } from "./entry-path.ts";
import {
  largestInspectedEntry,
  type PackageReading,
  type PackageReadingOptions,
} from "./package-reading.ts";
import type { ReadBackEntry } from "./read-back.ts";
import { createSeenPaths, type SeenPaths } from "./seen-paths.ts";
import { tarMembers, type TarCompression, type TarMember } from "./tar.ts";

const batchEntries = 100;
const batchBytes = 1024 * 1024;

const nothing = { faults: [], facts: [] };

/** What is wrong with a member's name, and its path. */
function nameOf(
  name: string,
  seen: SeenPaths,
): { path: string; folder: boolean; faults: string[] } {
  const read = readEntryPath(name);
  if (!read.safe)
    return { path: name, folder: false, faults: [`It ${read.reason}.`] };
  const path = read.folder ? `${read.path}/` : read.path;
  // A folder may be listed as often as one likes.
  const faults =
    read.folder || seen.add(read.path)
      ? []
      : [
          "It is in the archive twice, or cannot be told from another on many systems.",
        ];
  return { path, folder: read.folder, faults };
}

async function readContent(
  content: AsyncIterable<unknown>,
  path: string,
  size: number,
  { inspect, follow }: Pick<PackageReadingOptions, "inspect" | "follow">,
): Promise<Pick<ReadBackEntry, "sha256" | "faults" | "facts">> {
  if (size > largestInspectedEntry) {
    const sums = createHash("sha256");
    const follower = follow?.(path) ?? null;
    for await (const piece of content) {
      sums.update(piece as Buffer);
      follower?.update(piece as Buffer);
    }
    return { sha256: sums.digest("hex"), ...(follower?.end() ?? nothing) };
  }
  const pieces: Buffer[] = [];
  for await (const piece of content) pieces.push(piece as Buffer);
  const bytes =
    pieces.length === 1 && pieces[0] !== undefined
      ? pieces[0]
      : Buffer.concat(pieces);
  return { sha256: hash("sha256", bytes, "hex"), ...inspect(path, bytes) };
}

async function readMember(
  { header, content }: TarMember,
  seen: SeenPaths,
  looking: Pick<PackageReadingOptions, "inspect" | "follow">,
): Promise<ReadBackEntry> {
  const { path, folder, faults } = nameOf(header.name, seen);
  const size = header.size;
  const found = await readContent(content, path, size, looking);
  if (folder || header.type === "directory") {
    return {
      path: path.endsWith("/") ? path : `${path}/`,
      size: 0,
      sha256: "",
      faults,
      facts: [],
    };
  }
  if (header.type !== "file" && header.type !== "contiguous-file") {
    const problem = "It is no file but a link, a device or something else.";
    return {
      path,
      size: 0,
      sha256: "",
      faults: [...faults, problem],
      facts: [],
    };
  }
  return { ...found, path, size, faults: [...faults, ...found.faults] };
}

async function* readBatches(
  path: string,
  compression: TarCompression,
  { signal, ...looking }: PackageReadingOptions,
): AsyncGenerator<readonly ReadBackEntry[]> {
  const seen = createSeenPaths();
  let batch: ReadBackEntry[] = [];
  let bytes = 0;
  for await (const member of tarMembers(path, compression, signal)) {
    const entry = await readMember(member, seen, looking);
    batch.push(entry);
    bytes += entry.size;
    if (batch.length < batchEntries && bytes < batchBytes) continue;
    yield batch;
    batch = [];
    bytes = 0;
  }
  yield batch;
}

/**
 * Reads a finished tar archive again with a reader that is not the writer's. What is wrong with an entry is part of its
 * result; nothing of the size of the archive is held in memory but a few bytes an entry, to find names that are there
 * twice.
 * @throws AppError file.not-found, file.unreadable
 */
export function readBackTar(
  path: string,
  compression: TarCompression,
  options: PackageReadingOptions,
): PackageReading {
  try {
    return {
      size: statSync(path).size,
      batches: readBatches(path, compression, options),
    };
  } catch (error) {
    throw fromSystemError(error, path, "read");
  }
}
