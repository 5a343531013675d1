import type { ErrorView } from "../domain/errors.ts";
import type { Run } from "../domain/run.ts";

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
  ended(run: Run): { readonly title: string; readonly body: string };
  /** @param error why it could not be delivered; null: it was, after it could not be */
  delivered(
    target: string,
    error: ErrorView | null,
  ): { readonly title: string; readonly body: string };
  readonly stillRunning: string;
  readonly stillRunningDetail: string;
  readonly finishFirst: string;
  readonly stopNow: string;
  readonly cancel: string;
  readonly cannotStart: string;
}

/** How a run ended, in one word per language: an index into the lists below. */
const outcome = (run: Run): 0 | 1 | 2 =>
  run.state === "failed" ? 2 : run.state === "done-with-problems" ? 1 : 0;

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
  ended: (run) => ({
    title:
      [
        ["Export finished", "Export finished with problems", "Export failed"],
        ["Import finished", "Import finished with problems", "Import failed"],
      ][run.kind === "export" ? 0 : 1]?.[outcome(run)] ?? "",
    body: run.error === null ? run.title : `${run.title}: ${run.error.message}`,
  }),
  delivered: (target, error) => ({
    title:
      error === null
        ? "Exports are delivered again"
        : "Export could not be delivered",
    body: error === null ? target : `${target}: ${error.message}`,
  }),
  stillRunning: "Something is still running.",
  stillRunningDetail:
    "Holdall can finish it in the background and quit then, or stop now and go on at the next start.",
  finishFirst: "Finish, Then Quit",
  stopNow: "Stop Now, Go On Later",
  cancel: "Cancel",
  cannotStart: "Holdall cannot start",
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
  ended: (run) => ({
    title:
      [
        [
          "Export fertig",
          "Export mit Problemen fertig",
          "Export fehlgeschlagen",
        ],
        [
          "Import fertig",
          "Import mit Problemen fertig",
          "Import fehlgeschlagen",
        ],
      ][run.kind === "export" ? 0 : 1]?.[outcome(run)] ?? "",
    body: run.error === null ? run.title : `${run.title}: ${run.error.message}`,
  }),
  delivered: (target, error) => ({
    title:
      error === null
        ? "Exporte werden wieder ausgeliefert"
        : "Export konnte nicht ausgeliefert werden",
    body: error === null ? target : `${target}: ${error.message}`,
  }),
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
