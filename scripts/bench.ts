// `npm run bench`: what Holdall needs compared with what other programs need, in the same run on the same machine.
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { benchApi } from "./bench/api-part.ts";
import type { BenchContext } from "./bench/bench-context.ts";
import { openCorpora } from "./bench/corpora.ts";
import { benchDatabase } from "./bench/database-part.ts";
import { createDataFolders } from "./bench/data-folders.ts";
import { benchDownload } from "./bench/download-part.ts";
import { benchEventLoop } from "./bench/event-loop-part.ts";
import { benchExport } from "./bench/export-part.ts";
import { createFigures } from "./bench/figures.ts";
import { benchImport } from "./bench/import-part.ts";
import { benchMillion } from "./bench/million-part.ts";
import { benchOnTheFly } from "./bench/on-the-fly-part.ts";
import type { BenchOptions, Part } from "./bench/options.ts";
import { readBenchOptions } from "./bench/options.ts";
import { createRates } from "./bench/rates.ts";
import { describeReport, writeReport } from "./bench/report.ts";
import { say } from "./bench/say.ts";
import { benchStart } from "./bench/start-part.ts";
import { findPeers } from "./bench/tools.ts";
import { benchWindow } from "./bench/window-part.ts";
import { createWorkshop } from "./bench/workshop.ts";

async function runPart(part: Part, context: BenchContext): Promise<void> {
  switch (part) {
    case "many":
      await benchExport(context, part);
      await benchDatabase(context);
      break;
    case "media":
    case "text":
      await benchExport(context, part);
      break;
    case "import":
      await benchImport(context, "many");
      await benchImport(context, "media");
      break;
    case "start":
      await benchStart(context);
      break;
    case "eventloop":
      await benchEventLoop(context);
      break;
    case "api":
      await benchApi(context);
      break;
    case "download":
      await benchDownload(context);
      break;
    case "onthefly":
      await benchOnTheFly(context);
      break;
    case "million":
      await benchMillion(context);
      break;
    case "window":
      await benchWindow(context);
      break;
  }
}

async function bench(options: BenchOptions): Promise<void> {
  if (!existsSync(join(import.meta.dirname, "../dist/main/cli.js")))
    throw new Error("Build the program first: npm run build.");
  mkdirSync(options.folder, { recursive: true });
  const corpora = openCorpora(options.folder, options.scale);
  const workshop = createWorkshop(options.folder, options.settle);
  const figures = createFigures();
  const rates = createRates();
  const results = new Map<string, number>();
  const notes: string[] = [];
  const context: BenchContext = {
    options,
    workshop,
    corpora,
    dataFolders: createDataFolders(workshop, corpora),
    peers: findPeers(workshop.folder),
    figures,
    rates,
    result(target, value) {
      if (value !== null) results.set(target, value);
    },
    note(text) {
      notes.push(text);
    },
  };
  try {
    for (const part of options.parts) {
      say(`${part}:`);
      await runPart(part, context);
    }
  } finally {
    workshop.remove();
  }
  const report = { options, figures, rates, results, notes };
  process.stdout.write(`\n${describeReport(report)}\n`);
  if (options.json !== null) writeReport(report, options.json);
}

try {
  const options = readBenchOptions(process.argv.slice(2));
  if (options !== null) await bench(options);
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
