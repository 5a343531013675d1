import type { EndedRuns } from "../../../main/domain/ended-runs.ts";

const day = 86_400_000;

/** How far back one looks: so many spans, each of so many days. */
export const ranges = [
  { days: 30, count: 30, span: 1 },
  { days: 90, count: 90, span: 1 },
  { days: 365, count: 53, span: 7 },
] as const;
export type Range = (typeof ranges)[number];

export const outcomes = [
  "done",
  "done-with-problems",
  "failed",
  "cancelled",
] as const;
export type Outcome = (typeof outcomes)[number];

/** What ended in one span of time. */
export interface Span {
  /** Milliseconds since 1970 at which it begins. */
  readonly from: number;
  readonly runs: Readonly<Record<Outcome, number>>;
  readonly all: number;
  readonly bytes: number;
  readonly milliseconds: number;
}

/** The spans of a range as the application is asked for them: they end with the day that `now` is in. */
export function spansUntil(now: number, { count, span }: Range) {
  const midnight = new Date(now);
  midnight.setHours(24, 0, 0, 0);
  const step = span * day;
  return { since: Math.max(0, midnight.getTime() - count * step), step, count };
}

/** One span after the other, those in which nothing ended too. */
export function inSpans(
  { since, step, count }: ReturnType<typeof spansUntil>,
  ended: readonly EndedRuns[],
): readonly Span[] {
  const spans = Array.from({ length: count }, (_, place) => ({
    from: since + place * step,
    runs: { done: 0, "done-with-problems": 0, failed: 0, cancelled: 0 },
    all: 0,
    bytes: 0,
    milliseconds: 0,
  }));
  for (const { place, state, runs, bytes, milliseconds } of ended) {
    const span = spans[place];
    const outcome = outcomes.find((one) => one === state);
    if (span === undefined || outcome === undefined) continue;
    span.runs[outcome] += runs;
    span.all += runs;
    span.bytes += bytes;
    span.milliseconds += milliseconds;
  }
  return spans;
}
