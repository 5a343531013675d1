import { join } from "node:path";
import type { Corpora, Corpus } from "./corpora.ts";
import { measure } from "./measure.ts";
import { say } from "./say.ts";
import { holdall } from "./tools.ts";
import type { Workshop } from "./workshop.ts";

/** Catalogs for exports and lists, each with one corpus in it. */
export interface DataFolders {
  /** The data folder with a corpus, imported when it is asked for the first time; the collection is named like it. */
  withCorpus(corpus: Corpus): Promise<string>;
}

export function createDataFolders(
  workshop: Workshop,
  corpora: Corpora,
): DataFolders {
  const made = new Map<Corpus, string>();
  return {
    async withCorpus(corpus) {
      const known = made.get(corpus);
      if (known !== undefined) return known;
      const source = corpora.folder(corpus);
      const folder = workshop.keptFolder(`data-${corpus}`);
      const { seconds } = await measure(
        holdall(folder, "import", source, "--into", corpus),
        workshop.folder,
      );
      say(`Imported the folder ${corpus} in ${seconds.toFixed(1)} s.`);
      made.set(corpus, folder);
      return folder;
    },
  };
}

/** The file of a data folder that holds the catalog. */
export function catalogFile(dataFolder: string): string {
  return join(dataFolder, "catalog.sqlite");
}
