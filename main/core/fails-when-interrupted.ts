import type { Run } from "../domain/run.ts";

/**
 * Whether a run that the end of the program has interrupted has failed, rather than going on at the next start: what
 * clients of easydb or DSpace have seen begun does not begin again by itself (easydb.md section 8, dspace.md sections 17
 * and 18). What had not begun is done then.
 *
 * Imports go on whoever asked for them: half of their items are in the catalog, and the same file sent again would bring
 * those a second time.
 */
export function failsWhenInterrupted({
  kind,
  origin,
  state,
}: Pick<Run, "kind" | "origin" | "state">): boolean {
  return (
    kind === "export" &&
    state === "processing" &&
    (origin === "easydb" || origin === "dspace")
  );
}
