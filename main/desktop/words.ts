import type { News } from "../domain/news.ts";
import { germanTitle } from "../domain/own-titles.ts";
import { german as phrases } from "../domain/phrases/german.ts";
import type { PhraseFormats } from "../domain/phrases/phrase-book.ts";

/** Everything that the desktop part says itself; the window has its own catalogues in renderer/locales/. */
export interface Words {
  readonly application: string;
  readonly quit: string;
  readonly hide: string;
  readonly hideOthers: string;
  readonly showAll: string;
  readonly settings: string;
  readonly file: string;
  readonly importFiles: string;
  readonly importFolder: string;
  readonly go: string;
  readonly rooms: Readonly<
    Record<
      | "overview"
      | "collections"
      | "exports"
      | "schedules"
      | "sources"
      | "targets"
      | "activity"
      | "settings",
      string
    >
  >;
  readonly find: string;
  readonly shortcuts: string;
  readonly edit: string;
  readonly undo: string;
  readonly redo: string;
  readonly cut: string;
  readonly copy: string;
  readonly paste: string;
  readonly remove: string;
  readonly selectAll: string;
  readonly view: string;
  readonly actualSize: string;
  readonly zoomIn: string;
  readonly zoomOut: string;
  readonly fullScreen: string;
  readonly window: string;
  readonly minimize: string;
  readonly zoom: string;
  readonly closeWindow: string;
  readonly help: string;
  readonly showLog: string;
  readonly about: string;
  readonly open: string;
  readonly nothingRuns: string;
  running(title: string, percent: number | null): string;
  readonly goesOn: string;
  readonly goesOnDetail: string;
  /** What has happened, to be followed by what it is about. */
  readonly news: Readonly<Record<News["event"], string>>;
  /** What the application has said, which is English, as far as there are words for it. */
  said(english: string): string;
  /** What is exported, where the application has given it its title. */
  titled(title: string): string;
  readonly stillRunning: string;
  readonly stillRunningDetail: string;
  readonly finishFirst: string;
  readonly stopNow: string;
  readonly cancel: string;
  readonly cannotStart: string;
}

const english: Words = {
  application: "Holdall",
  quit: "Quit Holdall",
  hide: "Hide Holdall",
  hideOthers: "Hide Others",
  showAll: "Show All",
  settings: "Settings…",
  file: "File",
  importFiles: "Import Files…",
  importFolder: "Import Folder…",
  go: "Go",
  rooms: {
    overview: "Overview",
    collections: "Collections",
    exports: "Exports",
    schedules: "Schedules",
    sources: "Sources",
    targets: "Targets",
    activity: "Activity",
    settings: "Settings",
  },
  find: "Find",
  shortcuts: "Keyboard Shortcuts",
  edit: "Edit",
  undo: "Undo",
  redo: "Redo",
  cut: "Cut",
  copy: "Copy",
  paste: "Paste",
  remove: "Delete",
  selectAll: "Select All",
  view: "View",
  actualSize: "Actual Size",
  zoomIn: "Zoom In",
  zoomOut: "Zoom Out",
  fullScreen: "Full Screen",
  window: "Window",
  minimize: "Minimize",
  zoom: "Zoom",
  closeWindow: "Close Window",
  help: "Help",
  showLog: "Show the Log",
  about: "About Holdall",
  open: "Open Holdall",
  nothingRuns: "Nothing is running",
  running: (title, percent) =>
    percent === null ? title : `${title}: ${percent} %`,
  goesOn: "Holdall goes on in the background",
  goesOnDetail: "What is running is finished. Holdall is in the tray.",
  said: (words) => words,
  titled: (title) => title,
  news: {
    "export.finished": "Export finished",
    "export.done-with-problems": "Export finished with problems",
    "export.failed": "Export failed",
    "import.finished": "Import finished",
    "import.done-with-problems": "Import finished with problems",
    "import.failed": "Import failed",
    "delivery.failed": "Export could not be delivered",
    "delivery.recovered": "Exports are delivered again",
    "schedule.late": "Export is caught up late",
    "schedule.passed-over": "Export was passed over",
    "webhook.given-up": "Webhook could not be told",
  },
  stillRunning: "Something is still running.",
  stillRunningDetail:
    "Holdall can finish it in the background and quit then, or stop now and go on at the next start.",
  finishFirst: "Finish, Then Quit",
  stopNow: "Stop Now, Go On Later",
  cancel: "Cancel",
  cannotStart: "Holdall cannot start",
};

const numbers = new Intl.NumberFormat("de");
const days = new Intl.DateTimeFormat("de", { dateStyle: "medium" });
const moments = new Intl.DateTimeFormat("de", {
  dateStyle: "medium",
  timeStyle: "short",
});
const formats: PhraseFormats = {
  number: (value) => numbers.format(value),
  bytes: (value) =>
    `${numbers.format(value)} ${value === 1 ? "Byte" : "Bytes"}`,
  day: (at) => days.format(at),
  moment: (at) => moments.format(at),
};

const german: Words = {
  application: "Holdall",
  quit: "Holdall beenden",
  hide: "Holdall ausblenden",
  hideOthers: "Andere ausblenden",
  showAll: "Alle einblenden",
  settings: "Einstellungen …",
  file: "Datei",
  importFiles: "Dateien importieren …",
  importFolder: "Ordner importieren …",
  go: "Gehe zu",
  rooms: {
    overview: "Übersicht",
    collections: "Sammlungen",
    exports: "Exporte",
    schedules: "Zeitpläne",
    sources: "Quellen",
    targets: "Ziele",
    activity: "Verlauf",
    settings: "Einstellungen",
  },
  find: "Suchen",
  shortcuts: "Tastenkürzel",
  edit: "Bearbeiten",
  undo: "Rückgängig",
  redo: "Wiederholen",
  cut: "Ausschneiden",
  copy: "Kopieren",
  paste: "Einfügen",
  remove: "Löschen",
  selectAll: "Alles auswählen",
  view: "Darstellung",
  actualSize: "Originalgröße",
  zoomIn: "Vergrößern",
  zoomOut: "Verkleinern",
  fullScreen: "Vollbild",
  window: "Fenster",
  minimize: "Minimieren",
  zoom: "Zoomen",
  closeWindow: "Fenster schließen",
  help: "Hilfe",
  showLog: "Protokoll zeigen",
  about: "Über Holdall",
  open: "Holdall öffnen",
  nothingRuns: "Nichts läuft",
  running: (title, percent) =>
    percent === null ? title : `${title}: ${percent} %`,
  goesOn: "Holdall arbeitet im Hintergrund weiter",
  goesOnDetail: "Was läuft, wird fertig. Holdall ist im Infobereich.",
  said: (words) => phrases.say(words, formats) ?? words,
  titled: germanTitle,
  news: {
    "export.finished": "Export fertig",
    "export.done-with-problems": "Export mit Problemen fertig",
    "export.failed": "Export fehlgeschlagen",
    "import.finished": "Import fertig",
    "import.done-with-problems": "Import mit Problemen fertig",
    "import.failed": "Import fehlgeschlagen",
    "delivery.failed": "Export konnte nicht geliefert werden",
    "delivery.recovered": "Exporte werden wieder geliefert",
    "schedule.late": "Export wird verspätet nachgeholt",
    "schedule.passed-over": "Export wurde ausgelassen",
    "webhook.given-up": "Dem Webhook konnte nichts mitgeteilt werden",
  },
  stillRunning: "Es läuft noch etwas.",
  stillRunningDetail:
    "Holdall kann es im Hintergrund fertigstellen und sich dann beenden, oder jetzt anhalten und beim nächsten Start weitermachen.",
  finishFirst: "Erst fertigstellen",
  stopNow: "Jetzt anhalten, später weiter",
  cancel: "Abbrechen",
  cannotStart: "Holdall kann nicht starten",
};

/**
 * The words in the first language that there are words in; English when there is none.
 * @param languages as the system gives them: `de-AT`, `en-GB`
 */
export function wordsFor(languages: readonly string[]): Words {
  for (const language of languages) {
    if (/^de\b/i.test(language)) return german;
    if (/^en\b/i.test(language)) return english;
  }
  return english;
}
