/** What a finished run has done, and how long it took. */
export interface PastRun {
  readonly items: number;
  readonly bytes: number;
  readonly milliseconds: number;
}

/** Below this, starting took longer than working. */
const shortest = 20;

/**
 * How long an export is likely to take: as long as the fastest of the past runs would have needed for its items, or for
 * its bytes, whichever is more. Seconds; null when no run tells.
 */
export function expectedTime(
  work: { readonly items: number; readonly bytes: number },
  past: readonly PastRun[],
): { readonly seconds: number; readonly runs: number } | null {
  const told = past.filter(
    ({ items, milliseconds }) => items > 0 && milliseconds >= shortest,
  );
  if (told.length === 0) return null;
  const best = (of: (run: PastRun) => number) =>
    Math.max(...told.map((run) => (of(run) * 1000) / run.milliseconds));
  const items = best((run) => run.items);
  const bytes = best((run) => run.bytes);
  const seconds = Math.max(
    work.items / items,
    bytes === 0 ? 0 : work.bytes / bytes,
  );
  return { seconds: Math.max(1, Math.round(seconds)), runs: told.length };
}
