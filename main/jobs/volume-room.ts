import { statSync } from "node:fs";
import type { Item } from "../domain/catalog.ts";
import type { Entry } from "../domain/package-entry.ts";
import type { Problem } from "../domain/run.ts";
import type { Format, FormatContext, PlannedItem } from "../formats/format.ts";
import type { VolumeMeasure } from "../packers/packer.ts";
import type { RestrictedFiles } from "./restricted-files.ts";

/** What something takes in a volume, at most. */
export interface Room {
  readonly bytes: number;
  readonly entries: number;
}

/** What a volume may hold. */
export interface VolumeLimits {
  /** Most bytes, by the packer's measure. */
  readonly bytes: number;
  readonly entries: number;
}

/** Longer than the name of any folder a format makes for an item. */
const longestFolder = `item_${"0".repeat(240)}`;
/** Counts in the report have more digits than in the empty one that was measured. */
const digits = 2048;
/** What a compressed list may be longer than the list itself: less than this part of it. */
const listExpansion = 1 / 512;

function sizeOf({ source }: Entry): number {
  switch (source.kind) {
    case "bytes":
      return source.bytes.length;
    case "bitstream":
      return source.size;
    case "file":
      return statSync(source.file).size;
  }
}

function roomOfEntry(
  entry: Entry,
  root: string,
  measure: VolumeMeasure,
): number {
  // A line of the manifest: checksum, two blanks, path, line feed.
  const below = Buffer.byteLength(entry.path) - (root.length + 1);
  // Lists of SHA-512 may write some characters as three.
  const line =
    64 + 3 + below + (entry.sha512 === true ? 128 + 3 + 5 * below : 0);
  return measure.entry(entry.path, sizeOf(entry)) + inList(line);
}

/** What lines of a list take. */
function inList(bytes: number): number {
  return Math.ceil(bytes * (1 + listExpansion));
}

function roomOfProblems(problems: readonly Problem[]): number {
  let bytes = 0;
  for (const problem of problems)
    bytes += Buffer.byteLength(JSON.stringify(problem)) + 4;
  return inList(bytes);
}

/**
 * What an item takes in a volume with its files as the catalog knows them, its lines in the manifest and its problems.
 * @param item with its metadata
 */
export function roomOfItem(
  item: Item,
  planned: PlannedItem,
  { omitted, marks }: RestrictedFiles,
  format: Format,
  context: FormatContext,
  measure: VolumeMeasure,
): Room {
  // Whether a related item will be in the same volume is not known yet: both ways are measured.
  const inside = format.itemEntries(item, planned, omitted, {
    ...context,
    folderOf: () => longestFolder,
  });
  let bytes =
    roomOfProblems(inside.problems) +
    roomOfProblems(marks) +
    inList(format.closingShare?.(item, planned) ?? 0);
  for (const entry of inside.entries)
    bytes += roomOfEntry(entry, context.root, measure);
  if (item.relationships.length > 0) {
    const outside = format.itemEntries(item, planned, omitted, context);
    bytes += roomOfProblems(outside.problems);
  }
  return { bytes, entries: inside.entries.length };
}

/**
 * What a volume takes besides its items.
 * @param closing the closing entries of a package without items
 */
export async function roomOfFrame(
  closing: AsyncIterable<Entry>,
  root: string,
  measure: VolumeMeasure,
): Promise<Room> {
  let bytes = measure.frame + digits;
  let entries = 0;
  for await (const entry of closing) {
    bytes += roomOfEntry(entry, root, measure);
    entries += 1;
  }
  return { bytes, entries };
}

/** Decides item by item where a volume ends. */
export interface VolumeCutter {
  /** Takes the next item; whether it begins a new volume. */
  add(item: Room): boolean;
}

/**
 * An item that is larger than a volume may be gets one of its own, and nothing else comes into it.
 * @param first what the first volume takes besides its items
 * @param other what the others take
 */
export function createVolumeCutter(
  limits: VolumeLimits,
  first: Room,
  other: Room,
): VolumeCutter {
  let { bytes, entries } = first;
  let items = 0;
  return {
    add(item) {
      const cut =
        items > 0 &&
        (bytes + item.bytes > limits.bytes ||
          entries + item.entries > limits.entries);
      if (cut) {
        ({ bytes, entries } = other);
        items = 0;
      }
      bytes += item.bytes;
      entries += item.entries;
      items += 1;
      return cut;
    },
  };
}
