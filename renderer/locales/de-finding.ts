import type { enFinding } from "./en-finding.ts";

/** German texts of what is chosen, selected, put aside and kept among the items. */
export const deFinding: typeof enFinding = {
  facets: {
    title: "Filtern",
    names: {
      type: "Typ",
      year: "Jahr",
      author: "Urheber",
      format: "Format",
      fileType: "Dateityp",
      language: "Sprache",
    },
    filter: "{facet}: {value}",
    quoted: "„{query}“",
    chosen: "Gewählte Werte",
    remove: "{filter} entfernen",
    clear: "Alle entfernen",
    counting: "Wird gezählt …",
    failed: "Die Werte konnten nicht gezählt werden.",
    tooMany:
      "Das sind zu viele Objekte, um ihre Werte zu zählen. Suchen Sie nach etwas, oder wählen Sie eine Sammlung.",
    none: "Diese Objekte haben keine Werte, aus denen gewählt werden könnte.",
    more: "{n} weiteren zeigen | {n} weitere zeigen",
  },
  selection: {
    title: "Auswahl",
    count: "{n} Objekt ausgewählt | {n} Objekte ausgewählt",
    tooMany:
      "Einzeln lassen sich nicht mehr als 10.000 auswählen. Wählen Sie stattdessen die ganze Liste.",
    all: "Alle {n} auswählen",
    everything: "Die ganze Liste auswählen",
    clear: "Auswahl aufheben",
    toBasket: "In den Korb legen",
    export: "Auswahl exportieren",
  },
  basket: {
    title: "Korb",
    open: "Korb, leer | Korb, {n} Eintrag | Korb, {n} Einträge",
    empty: "Der Korb ist leer",
    emptyText:
      "Wählen Sie Objekte in der Tabelle aus und legen Sie sie hinein, oder eine gespeicherte Suche. Sie bleiben, bis Sie sie herausnehmen.",
    things: "{n} Eintrag | {n} Einträge",
    kinds: {
      community: "Bereich",
      collection: "Sammlung",
      item: "Objekt",
      search: "Suche",
    },
    search: "Alles, was gefunden wird: {search}",
    except: "ohne {n} Objekt | ohne {n} Objekte",
    put: "Hineinlegen: {name}",
    takeOut: "{name} herausnehmen",
    more: "Mehr zeigen",
    clear: "Korb leeren",
    export: "Korb exportieren",
    all: "Alles, was im Korb liegt",
    added:
      "Es lag schon alles im Korb | {n} Eintrag in den Korb gelegt | {n} Einträge in den Korb gelegt",
    unreadable: "Der Korb konnte nicht gelesen werden.",
  },
  searches: {
    title: "Gespeicherte Suchen",
    none: "Suchen, filtern und hier speichern.",
    save: "Diese Suche speichern",
    name: "Name",
    keep: "Speichern",
    more: "Was mit {name} geschehen soll",
    export: "Exportieren …",
    rename: "Umbenennen …",
    delete: "Löschen",
  },
  columns: {
    title: "Spalten",
    lead: "Welche Spalten die Tabelle zeigt, und in welcher Reihenfolge.",
    sorts: "danach lässt sich ordnen",
    sortBy: "Nach dieser Spalte ordnen",
    up: "{name} nach vorn",
    down: "{name} nach hinten",
    usual: "Wie am Anfang",
    apply: "Übernehmen",
  },
};
