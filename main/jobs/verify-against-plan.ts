import type { ReadBackEntry } from "../archives/read-back.ts";
import { AppError } from "../domain/errors.ts";
import type { ExportRequest } from "../domain/run-request.ts";
import type { Format } from "../formats/format.ts";
import type { Fault } from "../formats/package-check.ts";
import type { ExportPlan, PlannedVolume } from "./export-plan.ts";
import { isLoss, readProblems } from "./read-problems.ts";
import { verifyArchive, type EntryWitness } from "./verify-archive.ts";

export interface PlanCheck {
  readonly archive: string;
  readonly plan: ExportPlan;
  /** The part of the plan that the archive holds. */
  readonly volume: PlannedVolume;
  /** Problems of the run; the files it had to leave out are among them. */
  readonly problems: string;
  /** What was packed, line by line in its order. */
  readonly manifest: string;
  readonly request: ExportRequest;
  readonly format: Format;
  readonly threads: number;
  readonly signal: AbortSignal;
}

/**
 * Reads a finished archive again and compares it with what was planned before its first byte was written: every item,
 * every file, its size and its SHA-256 as the catalog has it.
 * @throws AppError verification.failed naming the first differences
 */
export async function verifyAgainstPlan(
  {
    archive,
    plan,
    volume,
    problems,
    manifest,
    request,
    format,
    threads,
    signal,
  }: PlanCheck,
  onProgress: (items: number, files: number, bytes: number) => void,
): Promise<void> {
  const omitted = new Set<string>();
  await readProblems(problems, (problem) => {
    if (isLoss(problem)) omitted.add(`${request.root}/${problem.object}`);
  });
  const witness = createPlanWitness(
    plan,
    volume,
    request.root,
    format.itemFile,
    omitted,
  );
  const result = await verifyArchive(archive, {
    threads,
    signal,
    witness,
    root: request.root,
    orderFile: manifest,
    format,
    onProgress: (_entries, bytes) => {
      onProgress(witness.items(), witness.files(), bytes);
    },
  }).finally(() => {
    witness.close();
  });
  if (result.errors === 0) return;
  const first = result.faults
    .filter((fault) => fault.severity === "error")
    .slice(0, 5)
    .map((fault) => `${fault.object}: ${fault.message}`);
  throw new AppError(
    "verification.failed",
    `The archive was written, but reading it again found ${String(result.errors)} ${result.errors === 1 ? "difference" : "differences"} from the plan: ${first.join(" ")}`,
    {
      object: archive,
      remedy:
        "It was not kept. The disk or the memory of this machine may be faulty; run the export again, and `holdall doctor`.",
    },
  );
}

/** Follows the archive and the plan side by side; both are in the same order. */
function createPlanWitness(
  plan: ExportPlan,
  volume: PlannedVolume,
  root: string,
  itemFile: string | null,
  omitted: ReadonlySet<string>,
) {
  const expectedFiles = plan.files(volume);
  const expectedFolders = plan.folders(volume);
  let items = 0;
  let files = 0;
  const faults: Fault[] = [];
  const nextFile = () => {
    for (;;) {
      const next = expectedFiles.next();
      if (next.done === true) return null;
      if (!omitted.has(next.value.path)) return next.value;
    }
  };
  const nextItem = () => {
    if (itemFile === null) return null;
    const next = expectedFolders.next();
    return next.done === true ? null : `${root}/${next.value}/${itemFile}`;
  };
  let file = nextFile();
  let item = nextItem();
  const witness: EntryWitness = {
    entry({ path, size, sha256 }: ReadBackEntry) {
      if (path === item) {
        items++;
        item = nextItem();
      } else if (path === file?.path) {
        if (size !== file.size || sha256 !== file.sha256) {
          faults.push({
            severity: "error",
            object: path,
            message: "Its content is not what the catalog says.",
          });
        }
        files++;
        file = nextFile();
      }
    },
    end(report, itemsFound) {
      for (const fault of faults) report(fault);
      // Where items have no file of their own, their number has to do.
      if (
        itemFile === null &&
        itemsFound !== null &&
        itemsFound !== volume.items
      ) {
        report({
          severity: "error",
          object: root,
          message: `It has ${String(itemsFound)} ${itemsFound === 1 ? "item" : "items"}; ${String(volume.items)} ${volume.items === 1 ? "was" : "were"} planned.`,
        });
      }
      for (
        let missing = 0;
        file !== null && missing < 100;
        missing++, file = nextFile()
      ) {
        report({
          severity: "error",
          object: file.path,
          message: "It was planned, but it is not in the archive.",
        });
      }
      for (
        let missing = 0;
        item !== null && missing < 100;
        missing++, item = nextItem()
      ) {
        report({
          severity: "error",
          object: item,
          message: "It was planned, but it is not in the archive.",
        });
      }
    },
  };
  return {
    ...witness,
    items: () => items,
    files: () => files,
    /** A plan that is still being read cannot be closed, and that failure would hide what ended the check. */
    close() {
      expectedFiles.return(undefined);
      expectedFolders.return(undefined);
    },
  };
}
