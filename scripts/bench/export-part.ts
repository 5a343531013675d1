import { join } from "node:path";
import type { BenchContext } from "./bench-context.ts";
import type { Contestant } from "./contest.ts";
import { holdContest } from "./contest.ts";
import type { Corpus } from "./corpora.ts";
import { catalogFile } from "./data-folders.ts";
import { holdall } from "./tools.ts";

const archiveIn = (folder: string) => join(folder, "out.zip");

function ours(
  dataFolder: string,
  corpus: Corpus,
  verified: boolean,
): Contestant {
  return {
    tool: verified ? "holdall, verified" : "holdall",
    inputs: [catalogFile(dataFolder), join(dataFolder, "store")],
    command: (folder) =>
      holdall(
        dataFolder,
        "export",
        corpus,
        ...(verified ? [] : ["--no-verify"]),
        "--out",
        archiveIn(folder),
      ),
    archive: archiveIn,
  };
}

function theirs(
  { peers, corpora }: BenchContext,
  corpus: Corpus,
): Contestant[] {
  const source = corpora.folder(corpus);
  const found: Contestant[] = [];
  const { zip, dspace } = peers;
  const add = (tool: string, command: Contestant["command"], rest = {}) =>
    found.push({
      tool,
      inputs: [source],
      command,
      archive: archiveIn,
      ...rest,
    });
  if (zip !== null)
    add("zip -6", (folder) => zip(source, archiveIn(folder), 6));
  // The slow peers run only where a target names them.
  if (zip !== null && corpus === "media")
    add("zip -0", (folder) => zip(source, archiveIn(folder), 0));
  if (dspace !== null && corpus === "many") {
    add(
      "dspace",
      (folder) => dspace(source, join(folder, "stage"), archiveIn(folder)),
      { removesVeryMany: true },
    );
  }
  return found;
}

/** Exports one corpus, unverified and verified, against the programs that pack the tree it came from. */
export async function benchExport(
  context: BenchContext,
  corpus: Corpus,
): Promise<void> {
  const { figures, result } = context;
  const dataFolder = await context.dataFolders.withCorpus(corpus);
  const work = `export ${corpus}`;
  await holdContest(context, work, [
    ours(dataFolder, corpus, false),
    ours(dataFolder, corpus, true),
    ...theirs(context, corpus),
  ]);
  const { ratio } = figures;
  result(`${corpus}/zip`, ratio(work, "holdall", "zip -6"));
  result(`${corpus}/dspace`, ratio(work, "holdall", "dspace"));
  result(`${corpus}/zip0`, ratio(work, "holdall", "zip -0"));
  result(`${corpus}/verified`, ratio(work, "holdall, verified", "zip -6"));
  if (corpus === "text")
    result("text/size", ratio(work, "holdall", "zip -6", "outputBytes"));
  const peaks = ["holdall", "holdall, verified"].flatMap(
    (tool) => figures.median(work, tool, "peakMebibytes") ?? [],
  );
  result(`${corpus}/memory`, peaks.length === 0 ? null : Math.max(...peaks));
}
