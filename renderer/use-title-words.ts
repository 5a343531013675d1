import { useI18n } from "vue-i18n";
import { ownTitles, wordsOfTitle } from "../main/domain/own-titles.ts";
import type { Run } from "../main/domain/run.ts";
import { runName } from "./run-facts.ts";

const keys: ReadonlyMap<string, string> = new Map(
  Object.entries(ownTitles).map(([key, title]) => [title, key]),
);

/** Titles of exports in the chosen language, where they are the application's own. */
export function useTitleWords() {
  const { t } = useI18n({ useScope: "global" });

  function title(given: string): string {
    const key = keys.get(given);
    if (key !== undefined) return t(`runs.titles.${key}`);
    const words = wordsOfTitle(given);
    return words === null ? given : t("runs.titles.searchFor", { words });
  }

  return {
    title,
    /** What a person calls the run. */
    nameOf: (run: Run): string =>
      run.kind === "export" ? title(runName(run)) : runName(run),
  };
}
