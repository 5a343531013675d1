import type { RunProgress } from "../main/domain/run.ts";

/** How fast a run is going in its present phase. */
export interface Pace {
  /** Null until there is something to measure. */
  readonly bytesPerSecond: number | null;
  /** Null while the total is unknown. */
  readonly secondsLeft: number | null;
}

/** How much of a phase is done, from 0 to 1; null while its total is unknown. */
export function shareDone(progress: RunProgress): number | null {
  const { bytes, bytesTotal, items, itemsTotal } = progress;
  if (bytesTotal > 0) return Math.min(1, bytes / bytesTotal);
  if (itemsTotal > 0) return Math.min(1, items / itemsTotal);
  return null;
}

/** Only what happened in the last seconds tells how fast it goes now. */
const window = 5000;

interface Sample {
  readonly at: number;
  readonly bytes: number;
  readonly share: number | null;
}

/** Measures one run from the progress it announces. */
export function createPace() {
  let samples: Sample[] = [];
  let phase = "";

  return {
    /** @param now milliseconds, from any clock that only goes forward */
    measure(progress: RunProgress, now: number): Pace {
      if (progress.phase !== phase) samples = [];
      phase = progress.phase;
      samples.push({
        at: now,
        bytes: progress.bytes,
        share: shareDone(progress),
      });
      // One sample older than the window stays as the place to measure from.
      while (samples.length > 2 && (samples[1]?.at ?? now) < now - window)
        samples.shift();
      const first = samples[0];
      const last = samples.at(-1);
      const seconds = ((last?.at ?? 0) - (first?.at ?? 0)) / 1000;
      if (first === undefined || last === undefined || seconds < 0.5)
        return { bytesPerSecond: null, secondsLeft: null };
      const gained =
        first.share === null || last.share === null
          ? 0
          : last.share - first.share;
      return {
        bytesPerSecond:
          last.bytes > first.bytes
            ? (last.bytes - first.bytes) / seconds
            : null,
        secondsLeft:
          gained > 0 ? ((1 - (last.share ?? 1)) / gained) * seconds : null,
      };
    },
  };
}
