import type { PackCheckpoint, PackCounts } from "../packer.ts";
import type { FileMark } from "./file-pieces.ts";

/** State of the ZIP packer after a finished block. */
export type ZipCheckpoint = PackCheckpoint & {
  readonly packer: "zip";
  /** Changes when bytes of a resumed archive could differ from those of an earlier program version. */
  readonly version: 1;
  /** Blocks of the whole plan. */
  readonly blocks: number;
  readonly archive: FileMark;
  readonly directory: FileMark;
  readonly manifest: FileMark;
  readonly problems: FileMark;
};

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function parseMark(value: unknown): FileMark | null {
  const { length, crc32 } = fields(value);
  return isCount(length) && isCount(crc32) ? { length, crc32 } : null;
}

function parseCounts(value: unknown): PackCounts | null {
  const { blocks, items, files, bytes, entries } = fields(value);
  if (
    !isCount(blocks) ||
    !isCount(items) ||
    !isCount(files) ||
    !isCount(bytes) ||
    !isCount(entries)
  )
    return null;
  return { blocks, items, files, bytes, entries };
}

/** Reads a checkpoint back; null when it is not one of this packer for a plan of so many blocks. */
export function parseCheckpoint(
  checkpoint: PackCheckpoint | null,
  blocks: number,
): ZipCheckpoint | null {
  const from = fields(checkpoint);
  const archive = parseMark(from["archive"]);
  const directory = parseMark(from["directory"]);
  const manifest = parseMark(from["manifest"]);
  const problems = parseMark(from["problems"]);
  const counts = parseCounts(from["counts"]);
  if (
    from["packer"] !== "zip" ||
    from["version"] !== 1 ||
    from["blocks"] !== blocks
  )
    return null;
  if (
    archive === null ||
    directory === null ||
    manifest === null ||
    problems === null ||
    counts === null
  )
    return null;
  if (counts.blocks > blocks) return null;
  return {
    packer: "zip",
    version: 1,
    blocks,
    archive,
    directory,
    manifest,
    problems,
    counts,
  };
}
