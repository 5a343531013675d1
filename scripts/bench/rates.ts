import { medianOf } from "./figures.ts";
import type { LoadResult } from "./load-client.ts";

/** One time of putting load on one server. */
export interface Rate extends LoadResult {
  /** What was asked for, such as `page of 100`. */
  readonly work: string;
  readonly tool: string;
  readonly run: number;
  /** Time the server spent on processors for one request, in milliseconds; null where it cannot be seen. */
  readonly processorMs: number | null;
}

export type RateQuantity =
  "perSecond" | "p50" | "p99" | "processorMs" | "kilobytes";

/** Collects how fast servers answer. */
export interface Rates {
  add(rate: Rate): void;
  all(): readonly Rate[];
  /** The median over the runs; null when there is none. */
  median(work: string, tool: string, of: RateQuantity): number | null;
  /** Requests per second of one, in those of the other, by medians. */
  ratio(work: string, tool: string, peer: string): number | null;
}

function quantity(rate: Rate, of: RateQuantity): number | null {
  switch (of) {
    case "perSecond":
      return rate.requests / rate.seconds;
    case "kilobytes":
      return rate.requests === 0 ? null : rate.bytes / rate.requests / 1000;
    case "p50":
    case "p99":
    case "processorMs":
      return rate[of];
  }
}

export function createRates(): Rates {
  const rates: Rate[] = [];
  const median: Rates["median"] = (work, tool, of) =>
    medianOf(
      rates
        .filter((rate) => rate.work === work && rate.tool === tool)
        .flatMap((rate) => quantity(rate, of) ?? []),
    );
  return {
    add(rate) {
      rates.push(rate);
    },
    all: () => rates,
    median,
    ratio(work, tool, peer) {
      const ours = median(work, tool, "perSecond");
      const theirs = median(work, peer, "perSecond");
      return ours === null || theirs === null ? null : ours / theirs;
    },
  };
}
