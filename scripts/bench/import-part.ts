import { join } from "node:path";
import type { BenchContext } from "./bench-context.ts";
import { holdContest } from "./contest.ts";
import type { Corpus } from "./corpora.ts";
import { holdall } from "./tools.ts";

/** Imports a SAF ZIP into an empty data folder against `unzip` of the same ZIP. */
export async function benchImport(
  context: BenchContext,
  corpus: Corpus,
): Promise<void> {
  const { peers, figures, result } = context;
  if (peers.zip === null) {
    context.note(
      `The import of ${corpus} was left out: there is no zip to make its SAF ZIP with.`,
    );
    return;
  }
  const archive = context.corpora.archive(corpus);
  const makesVeryMany = corpus === "many";
  const { unzip } = peers;
  const work = `import ${corpus}`;
  await holdContest(context, work, [
    {
      tool: "holdall",
      inputs: [archive],
      command: (folder) =>
        holdall(join(folder, "data"), "import", archive, "--into", corpus),
      archive: null,
      makesVeryMany,
    },
    ...(unzip === null
      ? []
      : [
          {
            tool: "unzip",
            inputs: [archive],
            command: (folder: string) => unzip(archive, join(folder, "tree")),
            archive: null,
            makesVeryMany,
          },
        ]),
  ]);
  result(`import-${corpus}/unzip`, figures.ratio(work, "holdall", "unzip"));
  result(
    `import-${corpus}/memory`,
    figures.median(work, "holdall", "peakMebibytes"),
  );
}
