import type { Phrases } from "./phrase-book.ts";

/** What is said of the other kinds of packages. */
export const germanPackages: Phrases = {
  "An item lists this file, but it is missing.":
    "Ein Objekt nennt diese Datei, aber sie fehlt.",
  "One more listed file is missing.": "Eine weitere genannte Datei fehlt.",
  "{missingMore} more listed files are missing.":
    "{missingMore:number} weitere genannte {missingMore:Datei|Dateien} fehlen.",
  "There is no item in the package.": "Im Paket ist kein Objekt.",
  "{listName} is missing.": "{listName} fehlt.",
  "The file was left out; the rest of the item is packed.":
    "Die Datei wurde weggelassen; der Rest des Objekts ist gepackt.",
  "There was no item to pack; the package holds the description of its collections only.":
    "Es gab kein Objekt zu packen; im Paket steht nur die Beschreibung seiner Sammlungen.",
  "It is missing, so this is no bag.": "Es fehlt, also ist das kein Bag.",
  "It is not as RFC 8493 says.": "Es ist nicht so, wie RFC 8493 es verlangt.",
  "Files of the bag would have to be fetched from elsewhere; Holdall does not do that.":
    "Dateien des Bags müssten von anderswo geholt werden; das tut Holdall nicht.",
  "The bag has no manifest of its payload.":
    "Der Bag hat kein Manifest seines Inhalts.",
  "The bag has no manifest of a known kind of checksum, so its payload was not compared: only {list}.":
    "Der Bag hat kein Manifest mit bekannten Prüfsummen, also wurde sein Inhalt nicht verglichen: nur {list}.",
  "The Payload-Oxum is {oxum}, but the payload comes to {found}.":
    "Payload-Oxum ist {oxum}, der Inhalt ergibt aber {found}.",
  "These are no settings for packages of easydb.":
    "Das sind keine Einstellungen für Pakete von easydb.",
  "A link on {page} leads to {target}, which is not in the package.":
    "Ein Verweis auf {page} führt zu {target}, und das ist nicht im Paket.",
  "A link leads to {target}, which is not there.":
    "Ein Verweis führt zu {target}, und das ist nicht da.",
  "Access to the item or {closed} of its files is restricted by policies, which pages cannot hold.":
    "Das Objekt oder {closed:number} seiner Dateien dürfen nicht alle lesen, und das können Seiten nicht festhalten.",
  "Access to the item is restricted by policies, which pages cannot hold.":
    "Das Objekt dürfen nicht alle lesen, und das können Seiten nicht festhalten.",
  "Who has the package can read everything in it.":
    "Wer das Paket hat, kann alles darin lesen.",
  "Pages show no keys of authorities; {count} of the item’s values {count:has|have} one.":
    "Seiten zeigen keine Normdatenkennungen; {count:number} der Werte des Objekts {count:hat|haben} eine.",
  "The values are shown without them.": "Die Werte werden ohne sie gezeigt.",
  "Pages show name, type, size and description of files; {described} of the item’s files {described:has|have} more metadata.":
    "Seiten zeigen von Dateien Name, Art, Größe und Beschreibung; {described:number} der Dateien des Objekts {described:hat|haben} weitere Metadaten.",
  "The name of the field {name} has parts with dots in them.":
    "Im Namen des Feldes {name} stehen Teile mit Punkten darin.",
  "Its values are packed, but the import passes over them.":
    "Seine Werte sind gepackt, aber der Import übergeht sie.",
  "The item is version {number} of a work, which a package for another server does not say.":
    "Das Objekt ist Version {number} eines Werks, und das sagt ein Paket für einen anderen Server nicht.",
  "Item {items} is not as this version of Holdall writes it.":
    "Objekt {items} ist nicht so, wie diese Version von Holdall es schreibt.",
  "So is one more item.": "Ebenso ein weiteres Objekt.",
  "So are {mostNamed} more items.":
    "Ebenso {mostNamed:number} weitere {mostNamed:Objekt|Objekte}.",
  "The package was made without files.":
    "Das Paket wurde ohne Dateien gemacht.",
  "XML cannot hold {changed} {changed:character|characters} of the item.":
    "XML kann {changed:number} Zeichen des Objekts nicht fassen.",
  "Control characters were left out.": "Steuerzeichen wurden weggelassen.",
  "It has a DOCTYPE.": "Es hat ein DOCTYPE.",
  "Its root element is {name} instead of {root}.":
    "Das äußerste Element ist {name} statt {root}.",
  "{path} is not a path inside the item's folder.":
    "{path} ist kein Pfad im Ordner des Objekts.",
  "It cannot be read as a list of items: {message}":
    "Es ist nicht als Liste von Objekten zu lesen: {message:words}",
};
