import { mkdirSync, rmSync, statfsSync } from "node:fs";
import { join } from "node:path";
import type { Content } from "../domain/catalog.ts";
import type { ContentRef } from "../domain/content-ref.ts";
import { AppError, fromErrorView } from "../domain/errors.ts";
import type { ImportRequest } from "../domain/run-request.ts";
import type { ImportResult, Problem } from "../domain/run.ts";
import type { Source, SourceContext } from "../sources/source.ts";
import { createCatalog } from "../store/catalog.ts";
import { createIngestPool } from "../store/ingest-pool.ts";
import { workFolder } from "./export-paths.ts";
import { importItems } from "./import-items.ts";
import { sourceKeyOf } from "./import-keys.ts";
import { prepareTarget } from "./import-target.ts";
import { findSource, packageName, type FoundSource } from "./open-source.ts";
import type { JobContext } from "./protocol.ts";
import { startThread } from "./thread.ts";

/**
 * Runs an import: every item of the source as a whole or not at all, each in a transaction of its own, a batch of which
 * is made durable together. The same import run again leaves out what is there already.
 * @throws AppError; what was imported before the failure stays
 */
export async function runImport(
  context: JobContext,
  request: ImportRequest,
): Promise<ImportResult> {
  const { paths, run, signal } = context;
  const work = workFolder(paths.exports, run.uuid);
  // What a run that was killed has left there is of no use: what it imported is in the catalog.
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  let found: FoundSource;
  try {
    found = await findSource(request, {
      report: context.report.problem,
      workFolder: join(work, "unpacked"),
      freeBytes: freeBytes(paths.store),
      signal,
    });
  } catch (error) {
    rmSync(work, { recursive: true, force: true });
    throw error;
  }
  const { source, path } = found;
  const catalog = createCatalog(paths.catalog);
  const pool = createIngestPool({
    threads: context.threads,
    spawn: () => startThread("ingest", { root: paths.store }),
  });
  const open = (report: SourceContext["report"], name: string) => {
    const folder = join(work, name);
    mkdirSync(folder, { recursive: true });
    return source.open(path, {
      report,
      workFolder: folder,
      freeBytes: freeBytes(paths.store),
      signal,
      options: {
        ...(request.encoding === null ? {} : { encoding: request.encoding }),
        ...(request.delimiter === null ? {} : { delimiter: request.delimiter }),
        ...(request.assetstore === null
          ? {}
          : { assetstore: request.assetstore }),
      },
    });
  };
  try {
    if (request.strict) await refuseIfFaulty(open, context);
    const opened = await open(context.report.problem, "source");
    try {
      const ingest = async (ref: ContentRef): Promise<Content> => {
        const [stored] = await pool.ingest([ref], signal);
        if (stored === undefined) throw new Error("a content has no result");
        if (!stored.ok) throw fromErrorView(stored.error);
        return stored.content;
      };
      const name = packageName(request.path);
      const target = await prepareTarget({
        catalog,
        request,
        sourceKey: sourceKeyOf(request),
        structure: opened.structure,
        fallbackName: name,
        ingest,
        report: context.report.problem,
      });
      return await importItems(
        context,
        request,
        catalog,
        pool,
        target,
        opened.items(),
        opened.total,
      );
    } finally {
      await opened.close();
    }
  } finally {
    await pool.close();
    catalog.close();
    rmSync(work, { recursive: true, force: true });
  }
}

/** What of the disk a dense archive may take: half of what is free, as others write there too. */
function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return (bavail * bsize) / 2;
}

/** Reads everything once without taking anything in. */
async function refuseIfFaulty(
  open: (
    report: SourceContext["report"],
    name: string,
  ) => ReturnType<Source["open"]>,
  { report, signal }: JobContext,
): Promise<void> {
  let faults = 0;
  const note = (problem: Problem) => {
    if (problem.severity !== "note") faults++;
    report.problem(problem);
  };
  const checked = await open(note, "check");
  try {
    for await (const item of checked.items()) {
      signal.throwIfAborted();
      if (item.refused === true) faults++;
    }
  } finally {
    await checked.close();
  }
  if (faults > 0) {
    throw new AppError(
      "import.refused",
      `The source has ${String(faults)} ${faults === 1 ? "problem" : "problems"}; nothing was imported.`,
      {
        remedy: "Mend what the report names, or import without --strict.",
      },
    );
  }
}
