import { writeFileSync } from "node:fs";
import { availableParallelism, cpus, totalmem } from "node:os";
import type { Figures } from "./figures.ts";
import { medianOf } from "./figures.ts";
import { memoryWitness } from "./measure.ts";
import type { BenchOptions } from "./options.ts";
import type { Rates } from "./rates.ts";
import { targets, type Target } from "./targets.ts";

/** What was measured for each target, by its id; targets that are not in it were left out. */
export type Results = ReadonlyMap<string, number>;

export interface Report {
  readonly options: BenchOptions;
  readonly figures: Figures;
  readonly rates: Rates;
  readonly results: Results;
  /** Sentences that belong to the result. */
  readonly notes: readonly string[];
}

function verdict(value: number, { must, reach, better }: Target): string {
  const fits = (asked: number) =>
    better === "smaller" ? value <= asked : value >= asked;
  if (!fits(must)) return "NOT MET";
  return reach !== null && fits(reach) ? "met, reached" : "met";
}

function show(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 3);
}

function lines(rows: readonly (readonly string[])[]): string {
  const [head = []] = rows;
  const widths = head.map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  const [first = "", ...others] = rows.map(line);
  return [first, rule, ...others].join("\n");
}

function figureRows({ figures }: Report): string[][] {
  const names = new Map(
    figures
      .all()
      .map(({ work, tool }) => [`${work}\0${tool}`, { work, tool }] as const),
  );
  return [...names.values()].map(({ work, tool }) => {
    const own = figures
      .all()
      .filter((figure) => figure.work === work && figure.tool === tool);
    const seconds = own.map((figure) => figure.seconds);
    const peaks = own.flatMap((figure) => figure.peakMebibytes ?? []);
    const processor = figures.median(work, tool, "processorSeconds");
    const bytes = figures.median(work, tool, "outputBytes");
    return [
      work,
      tool,
      String(own.length),
      (medianOf(seconds) ?? 0).toFixed(2),
      `${Math.min(...seconds).toFixed(2)}-${Math.max(...seconds).toFixed(2)}`,
      processor === null ? "-" : processor.toFixed(2),
      peaks.length === 0 ? "-" : Math.max(...peaks).toFixed(0),
      bytes === null ? "-" : (bytes / 1e6).toFixed(1),
    ];
  });
}

function rateRows({ rates }: Report): string[][] {
  const names = new Map(
    rates
      .all()
      .map(({ work, tool }) => [`${work}\0${tool}`, { work, tool }] as const),
  );
  return [...names.values()].map(({ work, tool }) => [
    work,
    tool,
    ...(["perSecond", "p50", "p99", "processorMs", "kilobytes"] as const).map(
      (of) => {
        const value = rates.median(work, tool, of);
        return value === null ? "-" : show(value);
      },
    ),
  ]);
}

function targetRows({ results }: Report): string[][] {
  return targets.flatMap((target) => {
    const { id, work, unit, must, reach, better } = target;
    const value = results.get(id);
    if (value === undefined) return [];
    const sign = better === "smaller" ? "<=" : ">=";
    return [
      [
        work,
        unit,
        `${sign} ${String(must)}`,
        reach === null ? "" : `${sign} ${String(reach)}`,
        show(value),
        verdict(value, target),
      ],
    ];
  });
}

/** The result for people, as Markdown. */
export function describeReport(report: Report): string {
  const { scale, runs } = report.options;
  const [processor] = cpus();
  const head =
    `${processor?.model ?? "unknown processor"}, ${availableParallelism()} cores, ` +
    `${(totalmem() / 2 ** 30).toFixed(0)} GiB, ${process.platform}, Node ${process.versions.node}; ` +
    `${runs} runs, corpora x ${scale}, peaks of memory ${memoryWitness}`;
  const sections = [head];
  const figures = figureRows(report);
  if (figures.length > 0) {
    sections.push(
      lines([
        [
          "work",
          "program",
          "runs",
          "s",
          "s, from-to",
          "processor s",
          "peak MiB",
          "output MB",
        ],
        ...figures,
      ]),
    );
  }
  const rates = rateRows(report);
  if (rates.length > 0) {
    sections.push(
      lines([
        ["work", "server", "per s", "p50 ms", "p99 ms", "processor ms", "kB"],
        ...rates,
      ]),
    );
  }
  sections.push(
    lines([
      ["target", "unit", "must", "reach for", "measured", "verdict"],
      ...targetRows(report),
    ]),
  );
  const leftOut = targets.filter(({ id }) => !report.results.has(id));
  if (leftOut.length > 0) {
    sections.push(
      `Not measured this time: ${leftOut.map(({ work, unit }) => `${work} (${unit})`).join("; ")}.`,
    );
  }
  if (scale !== 1) {
    sections.push(
      `The targets are meant for --scale 1: at ${scale}, starting up weighs more than the work.`,
    );
  }
  return [...sections, ...report.notes].join("\n\n");
}

/** Writes every figure and result to a file. */
export function writeReport(report: Report, file: string): void {
  const { options, figures, rates, results, notes } = report;
  const document = {
    options,
    machine: {
      processor: cpus()[0]?.model ?? null,
      cores: availableParallelism(),
      memoryBytes: totalmem(),
      platform: process.platform,
      node: process.versions.node,
      memoryWitness,
    },
    targets: targets.flatMap((target) => {
      const measured = results.get(target.id);
      return measured === undefined ? [] : [{ ...target, measured }];
    }),
    figures: figures.all(),
    rates: rates.all(),
    notes,
  };
  writeFileSync(file, `${JSON.stringify(document, null, 2)}\n`);
}
