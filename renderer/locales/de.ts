import type { Messages } from "./en.ts";

export const de: Messages = {
  app: {
    name: "Holdall",
    language: "Sprache",
    theme: "Erscheinungsbild",
    themes: { system: "Wie das System", light: "Hell", dark: "Dunkel" },
    version: "Version {version}",
    dataFolder: "Die Daten liegen in {folder}",
  },
  overview: {
    title: "Übersicht",
    lead: "Repositoriumssammlungen so gepackt, dass andere Systeme sie annehmen, und nach dem Packen geprüft.",
    catalog: "In diesem Katalog",
    communities: "Bereich | Bereiche",
    collections: "Sammlung | Sammlungen",
    items: "Objekt | Objekte",
    bitstreams: "Datei | Dateien",
    reload: "Neu lesen",
    failed: "Der Katalog konnte nicht gelesen werden.",
    empty: "Der Katalog ist leer",
    emptyText:
      "Holen Sie eine erste Sammlung über die Befehlszeile herein: ein Paket im DSpace Simple Archive Format oder eine Tabelle neben ihren Dateien.",
    next: "Eine Sammlung packen",
    nextText:
      "Exportieren Sie einen Bereich, eine Sammlung oder ein Objekt als ZIP im Simple Archive Format und lassen Sie es anschließend gegen sein Manifest prüfen.",
    copy: "Befehl kopieren",
    copied: "Kopiert",
  },
};
