import { dirname, join } from "node:path";
import type { Imports } from "./core/imports.ts";
import { createKnownSources } from "./core/known-sources.ts";
import type { JobPaths } from "./jobs/protocol.ts";
import { createQuestions } from "./jobs/questions.ts";
import { withMomentaryFolder } from "./momentary-folder.ts";
import type { Catalog } from "./store/catalog.ts";
import { patiently } from "./store/patiently.ts";

/** Longer than this, in milliseconds, nobody wants to wait for a look into a source. */
const patience = 20_000;

/** What is imported from again and again, put together. */
export function composeSources(
  catalog: Catalog,
  imports: Imports,
  paths: JobPaths,
  isTemporary: (path: string) => boolean,
  leaving: () => AbortSignal | null,
) {
  const questions = createQuestions(leaving);
  return {
    sources: createKnownSources({
      store: catalog.knownSources,
      write: (work) => patiently(() => catalog.together(work)),
      imports,
      look: (request) =>
        withMomentaryFolder(join(dirname(paths.exports), "looks"), (scratch) =>
          questions.look({ request, paths, scratch, patience }),
        ),
      isTemporary,
      now: () => Date.now(),
    }),
    close: () => questions.close(),
  };
}
