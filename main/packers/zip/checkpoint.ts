import {
  checkpointFields,
  parseCounts,
  parseMark,
} from "../checkpoint-parts.ts";
import type { PackCheckpoint } from "../packer.ts";
import type { FileMark } from "../file-pieces.ts";

/** State of the ZIP packer after a finished block. */
export type ZipCheckpoint = PackCheckpoint & {
  readonly packer: "zip";
  /** Changes when bytes of a resumed archive could differ from those of an earlier program version. */
  readonly version: 2;
  /** Blocks of the whole plan. */
  readonly blocks: number;
  readonly archive: FileMark;
  readonly directory: FileMark;
  readonly manifest: FileMark;
  readonly problems: FileMark;
};

/** Reads a checkpoint back; null when it is not one of this packer for a plan of so many blocks. */
export function parseCheckpoint(
  checkpoint: PackCheckpoint | null,
  blocks: number,
): ZipCheckpoint | null {
  const from = checkpointFields(checkpoint);
  const archive = parseMark(from["archive"]);
  const directory = parseMark(from["directory"]);
  const manifest = parseMark(from["manifest"]);
  const problems = parseMark(from["problems"]);
  const counts = parseCounts(from["counts"]);
  if (
    from["packer"] !== "zip" ||
    from["version"] !== 2 ||
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
    version: 2,
    blocks,
    archive,
    directory,
    manifest,
    problems,
    counts,
  };
}
