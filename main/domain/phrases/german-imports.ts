import type { Phrases } from "./phrase-book.ts";

/** What is said of importing and comparing. */
export const germanImports: Phrases = {
  "{what} is {now} instead of {before}.":
    "{what:phrase} ist {now} statt {before}.",
  "What run {number} held is not remembered.":
    "Was der Lauf {number} enthielt, ist nicht mehr bekannt.",
  "Only successful exports are remembered, until they or their saved export are removed.":
    "Nur erfolgreiche Exporte bleiben bekannt, bis sie oder ihr gespeicherter Export entfernt werden.",
  "The manifest names this entry twice.":
    "Das Manifest nennt diesen Eintrag zweimal.",
  "The manifest names this entry twice, with different checksums.":
    "Das Manifest nennt diesen Eintrag zweimal, mit verschiedenen Prüfsummen.",
  "The manifest does not name this entry.":
    "Das Manifest nennt diesen Eintrag nicht.",
  "Its {digest} is {digest2}; the manifest says {expected}.":
    "{digest} ist {digest2}; das Manifest sagt {expected}.",
  "The manifest names this entry, but it is missing.":
    "Das Manifest nennt diesen Eintrag, aber er fehlt.",
  "Line {number} is not a checksum and a path.":
    "Zeile {number} besteht nicht aus Prüfsumme und Pfad.",
  "{name} is not what the package says: its {property} is {found} instead of {promised}.":
    "{name} ist nicht, was das Paket sagt: {property:words} ist {found} statt {promised}.",
  "Get an undamaged copy of the package, or correct the checksum in it.":
    "Besorgen Sie ein unbeschädigtes Paket, oder berichtigen Sie die Prüfsumme darin.",
  "The source has {faults} {faults:problem|problems}; nothing was imported.":
    "Die Quelle hat {faults:number} {faults:Problem|Probleme}; nichts wurde importiert.",
  "Mend what the report names, or import without --strict.":
    "Beheben Sie, was der Bericht nennt, oder importieren Sie ohne --strict.",
  "The item was not imported.": "Das Objekt wurde nicht importiert.",
  "The metadata field {field} was not registered.":
    "Das Metadatenfeld {field} war nicht verzeichnet.",
  "It was added to the registry.": "Es wurde ins Verzeichnis aufgenommen.",
  "This item was imported before (as item {itemId}), and its source has changed since.":
    "Dieses Objekt wurde früher schon importiert (als Objekt {itemId}), und seine Quelle hat sich seitdem geändert.",
  "The item in the catalog was left as it is.":
    "Das Objekt im Katalog blieb, wie es war.",
  "The relationship was left out.": "Die Beziehung wurde weggelassen.",
  "There is no item {folder} in this import.":
    "Ein Objekt {folder} gibt es in diesem Import nicht.",
  "No item has the value {target}.": "Kein Objekt hat den Wert {target}.",
  "Several items have the value {target}.":
    "Mehrere Objekte haben den Wert {target}.",
  "No relationship {type} is defined between the types of the item and of {target}.":
    "Eine Beziehung {type} ist zwischen den Typen des Objekts und von {target} nicht vorgesehen.",
  "{reference} is a {kind}, not a collection.":
    "{reference} ist {kind:words}, keine Sammlung.",
  "The source names the collection {reference}, which is not in the catalog and which it does not describe.":
    "Die Quelle nennt die Sammlung {reference}, die nicht im Katalog ist und die sie nicht beschreibt.",
  "A collection with this identifier was made; give it a name.":
    "Eine Sammlung mit dieser Kennung wurde angelegt; geben Sie ihr einen Namen.",
  "The handle {handle} belongs to another object of this catalog.":
    "Das Handle {handle} gehört einem anderen Objekt dieses Katalogs.",
  "A new handle was given.": "Ein neues Handle wurde vergeben.",
  "The catalog has no such item.": "Der Katalog hat kein solches Objekt.",
  "{count} {count:item|items} did not come back.":
    "{count:number} {count:Objekt kam|Objekte kamen} nicht zurück.",
  "{path} is no package that can be imported again.":
    "{path} ist kein Paket, das wieder importiert werden kann.",
  "The handle": "Das Handle",
  "The owning collection": "Die Sammlung, der es gehört,",
  "The list of mapped collections":
    "Die Liste der Sammlungen, in denen es auch ist,",
  "The property {property}": "Die Eigenschaft {property}",
  "The property {property} of the bundle {name}":
    "Die Eigenschaft {property} des Bündels {name}",
  "The property {property} of the file {uuid}":
    "Die Eigenschaft {property} der Datei {uuid}",
  "The list of policies": "Die Liste der Rechte",
  "The list of policies of the bundle {name}":
    "Die Liste der Rechte am Bündel {name}",
  "The list of policies of the file {uuid}":
    "Die Liste der Rechte an der Datei {uuid}",
  "The list of files of the bundle {name}":
    "Die Liste der Dateien des Bündels {name}",
  "The list of relationships": "Die Liste der Beziehungen",
  "The list of bundles": "Die Liste der Bündel",
  "The field {field}": "Das Feld {field}",
  "The field {field} of the bundle {name}":
    "Das Feld {field} des Bündels {name}",
  "The field {field} of the file {uuid}": "Das Feld {field} der Datei {uuid}",
};
