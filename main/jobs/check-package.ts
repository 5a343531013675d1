import type { CheckOutcome } from "../domain/run-check.ts";
import type { CheckProgress, CheckQuestion } from "./questions.ts";
import { verifyArchive, type Verification } from "./verify-archive.ts";
import { verifySet, type SetVerification } from "./verify-set.ts";

/** Faults that are kept with a run; the others are counted. */
const mostKept = 50;

/**
 * Reads all volumes of a package again and tells what is wrong with them, in a form that is short enough to be kept.
 * @throws AppError as verifyArchive
 */
export async function checkPackage({
  archives,
  threads,
  signal,
  onProgress,
}: CheckQuestion & {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: CheckProgress) => void;
}): Promise<Omit<CheckOutcome, "at">> {
  const before = { entries: 0, bytes: 0 };
  let now = { entries: 0, bytes: 0 };
  const options = {
    threads,
    signal,
    onProgress(entries: number, bytes: number) {
      // The counts begin again with every volume.
      if (entries < now.entries) {
        before.entries += now.entries;
        before.bytes += now.bytes;
      }
      now = { entries, bytes };
      onProgress({
        entries: before.entries + entries,
        bytes: before.bytes + bytes,
      });
    },
  };
  const [first, ...others] = archives;
  const found: SetVerification =
    first !== undefined && others.length === 0
      ? { archives: [await verifyArchive(first, options)], faults: [] }
      : await verifySet(archives, options);
  const sum = (of: (one: Verification) => number): number =>
    found.archives.reduce((total, one) => total + of(one), 0);
  const own = (severity: "error" | "warning"): number =>
    found.faults.filter((fault) => fault.severity === severity).length;
  return {
    entries: sum(({ entries }) => entries),
    items: sum(({ items }) => items),
    files: sum(({ files }) => files),
    manifest: found.archives.every(({ manifest }) => manifest),
    errors: sum(({ errors }) => errors) + own("error"),
    warnings: sum(({ warnings }) => warnings) + own("warning"),
    faults: [...found.archives.flatMap(({ faults }) => faults), ...found.faults]
      .slice(0, mostKept)
      .map(({ severity, object, message }) => ({ severity, object, message })),
  };
}
