import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

/** The parts of the benchmark, in the order in which they run. */
export const parts = [
  "many",
  "media",
  "text",
  "import",
  "start",
  "eventloop",
  "api",
  "download",
  "onthefly",
  "million",
  "window",
] as const;
export type Part = (typeof parts)[number];

export interface BenchOptions {
  readonly runs: number;
  readonly parts: readonly Part[];
  /** Size of the corpora; 1 is what the targets are meant for. */
  readonly scale: number;
  /** File to write all figures to as JSON; null for none. */
  readonly json: string | null;
  /** Absolute path of the folder for corpora and everything the runs write. */
  readonly folder: string;
  /** Seconds between the removal of very many files and a run that makes very many. */
  readonly settle: number;
  /** Items of the catalog of the part `million`. */
  readonly millionItems: number;
  /** Items of the catalog of the part `api`. */
  readonly apiItems: number;
  /** For how long each server is asked for one thing in one run. */
  readonly apiSeconds: number;
  /** Size of the archive of the part `download`. */
  readonly downloadMebibytes: number;
  /** Size of the files of the part `onthefly`. */
  readonly onTheFlyMebibytes: number;
}

const apiItems = 1_000_000;
const downloadMebibytes = 2048;
const onTheFlyMebibytes = 320;

const usage = `Usage: npm run bench -- [options]

Compares Holdall with other programs on the same files, in the same run.

  --only LIST      parts to run, with commas between them (default: all but
                   million and window): ${parts.slice(0, 7).join(", ")},
                   ${parts.slice(7).join(", ")}
  --runs N         runs of each program; medians are shown (default: 3)
  --scale S        size of the corpora, of the catalog that is browsed and of the
                   downloads; the targets are meant for 1 (default: 1)
  --json FILE      also write every figure to FILE
  --folder FOLDER  where corpora are kept and runs write (default: holdall-bench
                   in the system's folder for temporary files)
  --settle S       seconds to wait between removing and making very many files
                   (default: 65; see docs/benchmarks.md)
  --items N        items in the catalog of the part million (default: 166667)
  --seconds S      for how long each server is asked for one thing in one run of
                   the part api (default: 3)
  --help           show this

HOLDALL_BENCH_CORPUS names the program that makes the corpora, or a folder with
finished ones (many/, media/, text/).`;

function numberOf(name: string, text: string, least: number): number {
  const number = Number(text);
  if (text.trim() !== "" && number >= least) return number;
  throw new Error(`--${name} must be a number from ${least}, not "${text}".`);
}

function partsOf(list: string): Part[] {
  const names = list.split(",").map((name) => name.trim());
  const unknown = names.find(
    (name) => !(parts as readonly string[]).includes(name),
  );
  if (unknown !== undefined)
    throw new Error(`--only knows ${parts.join(", ")}, not "${unknown}".`);
  return parts.filter((part) => names.includes(part));
}

/**
 * Reads the command line.
 * @returns null when it asked for help, which has been shown
 * @throws Error that says what is wrong with it
 */
export function readBenchOptions(
  given: readonly string[],
): BenchOptions | null {
  const { values } = parseArgs({
    args: [...given],
    options: {
      only: { type: "string" },
      runs: { type: "string", default: "3" },
      scale: { type: "string", default: "1" },
      json: { type: "string" },
      folder: { type: "string", default: join(tmpdir(), "holdall-bench") },
      settle: { type: "string", default: "65" },
      items: { type: "string", default: "166667" },
      seconds: { type: "string", default: "3" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return null;
  }
  const scale = numberOf("scale", values.scale, 0.0001);
  return {
    runs: Math.floor(numberOf("runs", values.runs, 1)),
    parts:
      values.only === undefined
        ? parts.filter((part) => part !== "million" && part !== "window")
        : partsOf(values.only),
    scale,
    json: values.json === undefined ? null : resolve(values.json),
    folder: resolve(values.folder),
    settle: numberOf("settle", values.settle, 0),
    millionItems: Math.floor(numberOf("items", values.items, 1)),
    apiItems: Math.max(1000, Math.round(apiItems * scale)),
    apiSeconds: numberOf("seconds", values.seconds, 0.1),
    downloadMebibytes: Math.max(1, Math.round(downloadMebibytes * scale)),
    onTheFlyMebibytes: Math.max(1, Math.round(onTheFlyMebibytes * scale)),
  };
}
