import type { Rehearsal } from "../domain/rehearsal.ts";
import { count } from "./output.ts";

/** What came of importing a package again, in one sentence. */
export function rehearsalText({
  items,
  same,
  files,
  changedSince,
}: Rehearsal): string {
  const since =
    changedSince === 0
      ? ""
      : ` ${String(changedSince)} have been changed in the catalog since and were not compared.`;
  return `${same.toLocaleString("en")} of ${count(items, "item")} came back the same, with ${count(files, "file")}.${since}`;
}
