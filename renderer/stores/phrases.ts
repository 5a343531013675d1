import { defineStore } from "pinia";
import { shallowRef } from "vue";
import type { PhraseBook } from "../../main/domain/phrases/phrase-book.ts";
import type { Language } from "./preferences.ts";

interface Phrasing {
  readonly book: PhraseBook;
  /** What each failure means in general. */
  readonly codes: Readonly<Record<string, string>>;
}

/** Read only by windows of that language: it is as much text as all the catalogues. The application itself says English. */
async function german(): Promise<Phrasing> {
  const [book, codes] = await Promise.all([
    import("../../main/domain/phrases/german.ts"),
    import("../../main/domain/phrases/german-codes.ts"),
  ]);
  return { book: book.german, codes: codes.germanCodes };
}

/** What the application says, in the language of the window. */
export const usePhrases = defineStore("phrases", () => {
  /** Null while there is none: what is said stays English. */
  const phrasing = shallowRef<Phrasing | null>(null);
  let wanted: Language = "en";

  async function load(language: Language): Promise<void> {
    wanted = language;
    const found = language === "de" ? await german() : null;
    if (wanted === language) phrasing.value = found;
  }

  return { phrasing, load };
});
