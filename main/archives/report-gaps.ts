import { readSync } from "node:fs";
import { AppError } from "../domain/errors.ts";

const localHeader = Buffer.from([0x50, 0x4b, 0x03, 0x04]);
const pieceSize = 1024 * 1024;
const nameRoom = 30 + 200;

/** Something wrong with the archive as a whole that does not keep its entries from being read. */
export interface ArchiveFault {
  readonly severity: "error" | "warning";
  /** A sentence about "it". */
  readonly message: string;
}

/** A local header that no record of the directory points to. */
interface HiddenHeader {
  /** Offset in the archive. */
  readonly at: number;
  /** The name it gives, made printable; may be cut. */
  readonly name: string;
}

/**
 * Looks for a local header in a part of an archive that belongs to no entry.
 * @param pause called between two pieces of a large gap; may throw to stop
 */
async function scanGap(
  descriptor: number,
  start: number,
  end: number,
  pause: () => Promise<void>,
): Promise<HiddenHeader | null> {
  const bytes = Buffer.alloc(Math.min(pieceSize, end - start));
  for (let from = start; from < end;) {
    const length = readSync(
      descriptor,
      bytes,
      0,
      Math.min(bytes.length, end - from),
      from,
    );
    if (length === 0) return null;
    const at = bytes.subarray(0, length).indexOf(localHeader);
    if (at >= 0) return hiddenHeader(descriptor, from + at, end);
    if (from + length >= end) return null;
    // A signature may lie across the border of two pieces.
    from += Math.max(1, length - localHeader.length + 1);
    await pause();
  }
  return null;
}

function hiddenHeader(
  descriptor: number,
  at: number,
  end: number,
): HiddenHeader {
  const header = Buffer.alloc(Math.min(nameRoom, end - at));
  readSync(descriptor, header, 0, header.length, at);
  const name =
    header.length < 30
      ? ""
      : header
          .toString("latin1", 30, 30 + header.readUInt16LE(26))
          .replace(/[^ -~]/g, "?");
  return { at, name };
}

/**
 * Says which bytes of an archive belong to no entry. Only they are read, once.
 * @param gaps offsets after the entry before and of the entry after
 * @throws AppError run.cancelled
 */
export async function reportGaps(
  descriptor: number,
  gaps: Iterable<{ readonly start: number; readonly end: number }>,
  report: (fault: ArchiveFault) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const pause = async (): Promise<void> => {
    await new Promise((resolve) => setImmediate(resolve));
    if (signal?.aborted === true)
      throw new AppError("run.cancelled", "The run was cancelled.");
  };
  let places = 0;
  let bytes = 0;
  let first = 0;
  for (const { start, end } of gaps) {
    const hidden = await scanGap(descriptor, start, end, pause);
    if (hidden !== null) {
      report({
        severity: "error",
        message: `At byte ${hidden.at} it hides an entry that its directory does not list (${hidden.name}).`,
      });
      continue;
    }
    if (places === 0) first = start;
    places += 1;
    bytes += end - start;
    if (places % 1000 === 0) await pause();
  }
  if (places > 0) {
    report({
      severity: "warning",
      message: `${bytes} of its bytes belong to no entry${places === 1 ? "" : `, in ${places} places`}; the first of them is byte ${first}.`,
    });
  }
}
