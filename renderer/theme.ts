import { createVuetify } from "vuetify";
import { aliases, mdi } from "vuetify/iconsets/mdi-svg";
import { de, en } from "vuetify/locale";
import type { Language, Theme } from "./stores/preferences.ts";

/** The nonce with which the server of this page allows Vuetify's one style element. */
function styleNonce(): string {
  return (
    document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')
      ?.nonce ?? ""
  );
}

/** Room for hints and faults only where there are any. */
const dense = { density: "compact", hideDetails: "auto" } as const;
const field = { ...dense, variant: "outlined" } as const;

/** Colours and components. Text on every surface has a contrast of at least 4.5 : 1. */
export function createTheme(theme: Theme, language: Language) {
  return createVuetify({
    locale: { locale: language, fallback: "en", messages: { en, de } },
    icons: { defaultSet: "mdi", aliases, sets: { mdi } },
    theme: {
      defaultTheme: theme,
      cspNonce: styleNonce(),
      themes: {
        light: {
          dark: false,
          variables: { "medium-emphasis-opacity": 0.72 },
          colors: {
            background: "#f6f7f5",
            surface: "#ffffff",
            primary: "#1d5a66",
            secondary: "#8a5a1f",
            success: "#1f6b3a",
            warning: "#8a5a1f",
            info: "#1d5a66",
            error: "#a3262a",
          },
        },
        dark: {
          dark: true,
          variables: { "medium-emphasis-opacity": 0.76 },
          colors: {
            background: "#12181b",
            surface: "#1a2226",
            primary: "#7cc4cf",
            secondary: "#e0b070",
            success: "#8fd19e",
            warning: "#e0b070",
            info: "#7cc4cf",
            error: "#f2a3a0",
          },
        },
      },
    },
    defaults: {
      VCard: { rounded: "lg", flat: true, border: true },
      VBtn: { variant: "text" },
      VTextField: field,
      VTextarea: field,
      VSelect: field,
      VAutocomplete: field,
      VCombobox: field,
      VCheckbox: dense,
      VRadioGroup: dense,
    },
  });
}
