import type { RunState } from "./run.ts";

/** Exports that ended in one span of time in the same way. */
export interface EndedRuns {
  /** Which span, counted from 0. */
  readonly place: number;
  readonly state: RunState;
  readonly runs: number;
  /** Sizes of their archives together. */
  readonly bytes: number;
  /** The time they took together. */
  readonly milliseconds: number;
}
