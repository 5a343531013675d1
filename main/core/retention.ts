import type { DefinitionRun, Retention } from "../domain/export-definition.ts";

export interface ArchiveToRemove {
  readonly run: number;
  /** `count`: there are enough newer ones; `age`: it is too old. */
  readonly because: "count" | "age";
}

const day = 86_400_000;

/**
 * Which archives the rules of a definition give up. Only successful runs have archives; what is pinned always stays, and
 * so does the newest of them unless it is said to age as all others do.
 * @param runs newest first
 * @param now milliseconds since 1970
 * @param coming successful runs that are taken for granted, to look ahead
 */
export function archivesToRemove(
  { keepLast, keepDays }: Retention,
  runs: readonly DefinitionRun[],
  now: number,
  coming = 0,
  last: "newest-stays" | "all-age" = "newest-stays",
): ArchiveToRemove[] {
  const remove: ArchiveToRemove[] = [];
  let newer = coming;
  for (const { run, state, finishedAt, pinned, expiredAt, empty } of runs) {
    const hasArchive =
      (state === "done" || state === "done-with-problems") &&
      expiredAt === null &&
      finishedAt !== null &&
      !empty;
    if (!hasArchive || pinned) continue;
    if (keepLast !== null && newer >= keepLast)
      remove.push({ run, because: "count" });
    else if (
      keepDays !== null &&
      (newer > 0 || last === "all-age") &&
      now - finishedAt > keepDays * day
    )
      remove.push({ run, because: "age" });
    newer += 1;
  }
  return remove;
}

/** When an archive will be removed, and why. */
export interface ComingRemoval extends ArchiveToRemove {
  /** Milliseconds since 1970; null: as soon as the next run has succeeded. */
  readonly at: number | null;
}

/**
 * Which archives will be removed as things stand, the next first: with the next successful run, or by their age, which
 * is no sooner than there is a newer archive.
 * @param runs newest first
 */
export function comingRemovals(
  retention: Retention,
  runs: readonly DefinitionRun[],
  now: number,
): ComingRemoval[] {
  const soon = archivesToRemove(retention, runs, now, 1);
  const known = new Set(soon.map(({ run }) => run));
  const { keepDays } = retention;
  const later: ComingRemoval[] = [];
  if (keepDays !== null) {
    for (const { run, state, finishedAt, pinned, expiredAt } of runs) {
      const hasArchive =
        (state === "done" || state === "done-with-problems") &&
        expiredAt === null &&
        finishedAt !== null;
      if (!hasArchive || pinned || known.has(run)) continue;
      later.push({ run, because: "age", at: finishedAt + keepDays * day });
    }
  }
  return [
    ...soon.map((removal) => ({ ...removal, at: null })),
    ...later.sort((a, b) => (a.at ?? 0) - (b.at ?? 0)),
  ];
}
