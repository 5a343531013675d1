import type { EventBus } from "../core/events.ts";
import type { Run } from "../domain/run.ts";

export interface RunFollower {
  /** Something runs, runs no more, or has got further. */
  onChange(running: readonly Run[]): void;
  /** A run has come to its end, one way or another. */
  onEnd(run: Run): void;
}

export interface Running {
  /** What this application is processing at the moment. */
  list(): readonly Run[];
  close(): void;
}

/** Knows what runs, from the events that tell it. */
export function followRuns(
  events: Pick<EventBus, "listen">,
  follower: RunFollower,
): Running {
  const runs = new Map<number, Run>();
  const close = events.listen("run.changed", (run) => {
    const ended = run.finishedAt !== null;
    // What waits until somebody lets it go on does not keep the application open.
    if (ended || run.paused === true) runs.delete(run.id);
    else runs.set(run.id, run);
    follower.onChange([...runs.values()]);
    if (ended) follower.onEnd(run);
  });
  return { list: () => [...runs.values()], close };
}

/** How far a run is, from 0 to 100 within its phase; null while nobody knows. */
export function percentOf({ progress }: Run): number | null {
  const [done, total] =
    progress.bytesTotal > 0
      ? [progress.bytes, progress.bytesTotal]
      : [progress.items, progress.itemsTotal];
  return total === 0 ? null : Math.min(100, Math.floor((100 * done) / total));
}
