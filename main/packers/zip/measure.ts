import type { VolumeMeasure } from "../packer.ts";
import { centralRecordRoom, localHeaderRoom } from "./records.ts";

const mebibyte = 1024 * 1024;
/** Below this an entry that does not shrink is stored; what is larger is deflated before that is known. */
const storedUpTo = mebibyte;

/** What deflate may add to content it cannot shrink. */
function expansion(size: number): number {
  return size <= storedUpTo ? 0 : Math.ceil(size / mebibyte) * 1280;
}

/** What things take in the file of a ZIP. */
export const zipMeasure: VolumeMeasure = {
  entry: (path, size) =>
    size +
    expansion(size) +
    2 * Buffer.byteLength(path) +
    localHeaderRoom +
    centralRecordRoom +
    12,
  frame: 98,
};

/** Only the content counts, as it is before it is compressed (easydb.md section 6). */
export const inputMeasure: VolumeMeasure = {
  entry: (_path, size) => size,
  frame: 0,
};
