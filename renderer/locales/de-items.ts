import type { enItems } from "./en-items.ts";

/** German texts of items: their files, who may do what, and how they are changed. */
export const deItems: typeof enItems = {
  files: {
    preview: "Vorschau",
    hide: "Vorschau schließen",
    previewOf: "Vorschau von {name}",
    open: "Öffnen",
    save: "Speichern unter …",
    savedAs: "Gespeichert als {path}",
    download: "Herunterladen",
    closed: "Sie dürfen diese Datei nicht lesen.",
    noPreview: "Die Datei konnte nicht gezeigt werden.",
    cannotShow:
      "Von dieser Datei ist hier nichts zu sehen. Speichern Sie sie, um sie anderswo zu öffnen.",
    noViewer:
      "PDFs können hier nicht gezeigt werden. Öffnen oder speichern Sie die Datei stattdessen.",
    cut: "Gezeigt werden die ersten {shown} von {size}.",
    state: "Unversehrtheit",
    unchecked: "Seit dem Eintreffen nicht wieder gelesen.",
    sound: "Unversehrt",
    unsound: "Mit dieser Datei stimmt etwas nicht",
    faults: {
      missing: "Die Datei fehlt.",
      "wrong-size": "Die Datei hat eine andere Größe, als sie haben sollte.",
      damaged: "Die Datei ist beschädigt: Ihre Prüfsumme stimmt nicht.",
      unreadable: "Die Datei kann nicht gelesen werden.",
    },
    checkedAt: "geprüft am {moment}",
    checkNow: "Jetzt prüfen",
  },
  rights: {
    everybody: "Alle",
    administrators: "Wer verwaltet",
    group: "Die Gruppe {name}",
    sentence: "{who}: {what}",
    embargo: "Sperrfrist",
    over: "Abgelaufen",
    actions: {
      READ: "lesen",
      WRITE: "ändern",
      DELETE: "löschen",
      ADD: "hinzufügen",
      REMOVE: "herausnehmen",
      ADMIN: "verwalten",
      DEFAULT_BITSTREAM_READ: "neue Dateien lesen",
      DEFAULT_ITEM_READ: "neue Objekte lesen",
      WITHDRAWN_READ: "lesen, solange es zurückgezogen ist",
    },
  },
};
