import { defineStore } from "pinia";
import { ref, watch } from "vue";

export const languages = ["en", "de"] as const;
export type Language = (typeof languages)[number];

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

function remembered<Value extends string>(
  key: string,
  allowed: readonly Value[],
): Value | null {
  const value = localStorage.getItem(key);
  return allowed.find((candidate) => candidate === value) ?? null;
}

function preferredLanguage(): Language {
  const wanted = navigator.languages.map((tag) => tag.split("-")[0]);
  for (const tag of wanted) {
    const language = languages.find((candidate) => candidate === tag);
    if (language !== undefined) return language;
  }
  return "en";
}

/** What this person chose for this window. */
export const usePreferences = defineStore("preferences", () => {
  const language = ref<Language>(
    remembered("language", languages) ?? preferredLanguage(),
  );
  const theme = ref<Theme>(remembered("theme", themes) ?? "system");
  watch(language, (value) => {
    localStorage.setItem("language", value);
  });
  watch(theme, (value) => {
    localStorage.setItem("theme", value);
  });
  return { language, theme };
});
