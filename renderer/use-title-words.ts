import { useI18n } from "vue-i18n";
import {
  itemsOfTitle,
  keyOfTitle,
  wordsOfTitle,
} from "../main/domain/own-titles.ts";
import type { Run } from "../main/domain/run.ts";
import { runName } from "./run-facts.ts";
import { useFormats } from "./use-formats.ts";

/** Titles of exports in the chosen language, where they are the application's own. */
export function useTitleWords() {
  const { t } = useI18n({ useScope: "global" });
  const formats = useFormats();

  function title(given: string): string {
    const key = keyOfTitle(given);
    if (key !== null) return t(`runs.titles.${key}`);
    const words = wordsOfTitle(given);
    if (words !== null) return t("runs.titles.searchFor", { words });
    const items = itemsOfTitle(given);
    return items === null
      ? given
      : t("runs.items", { n: formats.number(items) }, items);
  }

  return {
    title,
    /** What a person calls the run. */
    nameOf: (run: Run): string =>
      run.kind === "export" ? title(runName(run)) : runName(run),
  };
}
