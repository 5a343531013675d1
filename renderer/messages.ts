import { createI18n } from "vue-i18n";
import { de } from "./locales/de.ts";
import { en } from "./locales/en.ts";
import type { Language } from "./stores/preferences.ts";

/** The page's texts, one catalogue per language. */
export function createMessages(language: Language) {
  return createI18n({
    legacy: false,
    locale: language,
    fallbackLocale: "en",
    messages: { en, de },
  });
}
