import { germanArchives } from "./german-archives.ts";
import { germanFormats } from "./german-formats.ts";
import { germanHouse } from "./german-house.ts";
import { germanImports } from "./german-imports.ts";
import { germanObjects } from "./german-objects.ts";
import { germanPackages } from "./german-packages.ts";
import { germanPlans } from "./german-plans.ts";
import { germanRuns } from "./german-runs.ts";
import { germanSaf } from "./german-saf.ts";
import { germanServers } from "./german-servers.ts";
import { germanSources } from "./german-sources.ts";
import { germanTargets } from "./german-targets.ts";
import { createPhraseBook, inEveryForm, type Phrases } from "./phrase-book.ts";

/** What the product says: English on the left, German on the right. */
export const germanPhrases: Phrases = inEveryForm({
  ...germanPlans,
  ...germanHouse,
  ...germanArchives,
  ...germanObjects,
  ...germanPackages,
  ...germanRuns,
  ...germanImports,
  ...germanSources,
  ...germanTargets,
  ...germanFormats,
  ...germanSaf,
  ...germanServers,
});

export const german = createPhraseBook(germanPhrases);
