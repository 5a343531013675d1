import type { Measurement } from "./measure.ts";

/** One run of one program. */
export interface Figure extends Measurement {
  /** What was run, such as `export many`. */
  readonly work: string;
  readonly tool: string;
  readonly run: number;
  /** Bytes of the archive it made, where it made one. */
  readonly outputBytes?: number;
}

/** Collects what is measured. */
export interface Figures {
  add(figure: Figure): void;
  all(): readonly Figure[];
  /** The median over the runs; null when there is none. */
  median(work: string, tool: string, of: Quantity): number | null;
  /** How many times as much one tool needs as the other, by medians. */
  ratio(work: string, tool: string, peer: string, of?: Quantity): number | null;
}

export type Quantity =
  "seconds" | "processorSeconds" | "peakMebibytes" | "outputBytes";

/** The middle value; null of nothing. */
export function medianOf(values: readonly number[]): number | null {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = sorted.length >> 1;
  const upper = sorted[middle];
  if (upper === undefined) return null;
  const lower = sorted[middle - 1];
  return sorted.length % 2 === 1 || lower === undefined
    ? upper
    : (lower + upper) / 2;
}

export function createFigures(): Figures {
  const figures: Figure[] = [];
  const median: Figures["median"] = (work, tool, of) =>
    medianOf(
      figures
        .filter((figure) => figure.work === work && figure.tool === tool)
        .flatMap((figure) => figure[of] ?? []),
    );
  return {
    add(figure) {
      figures.push(figure);
    },
    all: () => figures,
    median,
    ratio(work, tool, peer, of = "seconds") {
      const [ours, theirs] = [median(work, tool, of), median(work, peer, of)];
      return ours === null || theirs === null || theirs === 0
        ? null
        : ours / theirs;
    },
  };
}
