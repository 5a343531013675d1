import type { FileMark } from "./file-pieces.ts";
import type { PackCounts } from "./packer.ts";

/** The fields of an object; none of anything else. */
export function checkpointFields(
  value: unknown,
): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/** Null when it is none. */
export function parseMark(value: unknown): FileMark | null {
  const { length, crc32 } = checkpointFields(value);
  return isCount(length) && isCount(crc32) ? { length, crc32 } : null;
}

/** Null when they are none. */
export function parseCounts(value: unknown): PackCounts | null {
  const { blocks, items, files, bytes, entries } = checkpointFields(value);
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
