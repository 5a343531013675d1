import type { Problem } from "../domain/run.ts";
import type {
  FormatContext,
  Omission,
  PlannedFile,
  PlannedItem,
} from "../formats/format.ts";

const code = "bitstream.restricted";

/** What becomes of the files of an item that not everybody may read. */
export interface RestrictedFiles {
  /** Those that are left out, by their ids. */
  readonly omitted: ReadonlyMap<number, Omission>;
  /** A mark for each of those that are packed. */
  readonly marks: readonly Problem[];
}

/**
 * Treats files that not everybody may read as it was asked for.
 * @param closed the files, by their ids, each with the day from which it is open; null: none is known
 */
export function restrictedFiles(
  planned: PlannedItem,
  closed: ReadonlyMap<number, string | null>,
  context: FormatContext,
): RestrictedFiles {
  const omitted = new Map<number, Omission>();
  const marks: Problem[] = [];
  if (closed.size === 0) return { omitted, marks };
  for (const file of planned.files) {
    const opens = closed.get(file.bitstream.id);
    if (opens === undefined) continue;
    const message =
      opens === null
        ? "Not everybody may read the file."
        : `The file is under an embargo until ${opens}.`;
    if (context.options.restricted === "leave-out")
      omitted.set(file.bitstream.id, { code, severity: "note", message });
    else marks.push(mark(file, message, context));
  }
  return { omitted, marks };
}

function mark(
  file: PlannedFile,
  message: string,
  { root, options }: FormatContext,
): Problem {
  return {
    severity: options.restricted === "warn" ? "warning" : "note",
    code,
    object: file.path.slice(root.length + 1),
    message,
    action: "It was packed all the same, as it was asked for.",
  };
}
