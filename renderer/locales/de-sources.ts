import type { enSources } from "./en-sources.ts";

export const deSources: typeof enSources = {
  sources: {
    title: "Quellen",
    heading: "Quellen",
    lead: "Dateien und Ordner, aus denen immer wieder importiert wird. Was schon da ist, bleibt, wie es ist.",
    unreadable: "Die Liste konnte nicht gelesen werden.",
    none: "Noch keine Quelle gespeichert",
    noneText:
      "Fügen Sie einen Ordner oder eine Datei hinzu, aus der Sie mehr als einmal importieren: ein SAF-Paket, eine Tabelle neben ihren Dateien, einen Bag. Was Sie nur einmal importieren, können Sie auf das Fenster ziehen.",
    add: "Quelle hinzufügen",
    change: "Quelle ändern",
    path: "Datei oder Ordner",
    pathHint:
      "Ein Paket (ZIP, TAR, Ordner) oder eine Tabelle, die neben ihren Dateien liegt.",
    pathHintServer:
      "Der ganze Pfad auf dem Rechner, auf dem Holdall läuft: ein Paket (ZIP, TAR, Ordner) oder eine Tabelle, die neben ihren Dateien liegt.",
    chooseFile: "Datei auswählen …",
    chooseFolder: "Ordner auswählen …",
    into: "Sammlung",
    intoHint:
      "Leer: wohin die Quelle selbst es sagt. Ein neuer Name legt eine Sammlung an.",
    asItSays: "wohin die Quelle es sagt",
    intoCollection: "nach „{name}“",
    name: "Name",
    nameHint: "Leer: wie die Datei oder der Ordner heißt.",
    further: "Wie sie gelesen wird",
    strict: "Nichts importieren, wenn etwas darin nicht stimmt",
    newIdentifiers: "Als Kopien: mit neuen Kennungen",
    community: "Bereich für neue Sammlungen",
    encoding: "Zeichenkodierung einer Tabelle",
    encodingHint: "Zum Beispiel windows-1252. Leer: Sie wird erkannt.",
    delimiter: "Trennzeichen einer Tabelle",
    assetstore: "Ordner eines DSpace-Assetstores",
    assetstoreHint: "Für Pakete, die auf Dateien dort verweisen.",
    test: "Prüfen",
    testOf: "{name} prüfen",
    testing: "Wird gelesen, ohne etwas zu importieren …",
    save: "Speichern",
    run: "Jetzt importieren",
    runOf: "Jetzt importieren aus {name}",
    changeIt: "Ändern",
    changeOf: "{name} ändern",
    history: "Verlauf",
    historyOf: "Verlauf von {name}",
    remove: "Entfernen",
    removeOf: "{name} entfernen",
    removeTitle: "Quelle entfernen",
    removeText:
      "Holdall vergisst „{name}“. Die Datei oder der Ordner und was daraus importiert wurde, bleiben.",
    never: "Von hier wurde noch nichts importiert.",
    last: "Letzter Import: {moment}",
    kinds: {
      saf: "SAF-Paket (DSpace)",
      csv: "Tabelle neben ihren Dateien",
      xml: "XML-Paket",
      json: "JSON-Paket",
      bagit: "Bag",
      tar: "TAR-Archiv",
    },
    look: {
      fresh: "{n} Objekt ist neu | {n} Objekte sind neu",
      before:
        "{n} wurde schon früher von hier importiert | {n} wurden schon früher von hier importiert",
      firstOnly:
        "Nur das erste Objekt wurde angesehen; es gibt mehr. | Nur die ersten {n} Objekte wurden angesehen; es gibt mehr.",
      firstOf:
        "Nur das erste von {total} Objekten wurde angesehen. | Nur die ersten {n} von {total} Objekten wurden angesehen.",
      titles: "Sie beginnt mit",
      collections: "Sammlungen darin:",
      problems: "Was daran nicht stimmt",
    },
  },
};
