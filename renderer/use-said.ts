import { useI18n } from "vue-i18n";
import type {
  PhraseBook,
  PhraseFormats,
} from "../main/domain/phrases/phrase-book.ts";
import { usePhrases } from "./stores/phrases.ts";
import { useFormats } from "./use-formats.ts";

/** Words with the language they are in. */
export interface Said {
  readonly text: string;
  readonly language: string;
}

/** Lists say the same again and again. */
const remembered = new WeakMap<PhraseBook, Map<string, string | null>>();
const mostRemembered = 2000;

function recall(
  book: PhraseBook,
  english: string,
  formats: PhraseFormats,
): string | null {
  // Somebody else's text, and as long as they like.
  if (english.length > book.longest) return null;
  const known = remembered.get(book) ?? new Map<string, string | null>();
  remembered.set(book, known);
  let said = known.get(english);
  if (said === undefined) {
    if (known.size >= mostRemembered) known.clear();
    known.set(english, (said = book.say(english, formats)));
  }
  return said;
}

/** Says what the application has said, which is English, in the language of the window as far as there are words. */
export function useSaid() {
  const { locale } = useI18n({ useScope: "global" });
  const phrases = usePhrases();
  const formats = useFormats();

  const inLanguage = (english: string): string | null =>
    phrases.phrasing === null
      ? null
      : recall(phrases.phrasing.book, english, formats);

  return {
    /** Null where there are no words in the language of the window. */
    inLanguage,
    say(english: string): Said {
      const said = inLanguage(english);
      return said === null
        ? { text: english, language: "en" }
        : { text: said, language: locale.value };
    },
    /** What a failure means in general, in the language of the window; null when that is English. */
    meaning: (code: string): string | null =>
      phrases.phrasing === null ? null : (phrases.phrasing.codes[code] ?? null),
  };
}
