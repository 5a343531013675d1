import type { Phrases } from "./phrase-book.ts";

/** What is said of spreadsheets and other sources. */
export const germanSources: Phrases = {
  "The work folder {workFolder} has no room for the list of the package's files.":
    "Im Arbeitsordner {workFolder} ist kein Platz für die Liste der Dateien des Pakets.",
  "Free some space on that disk, then run it again.":
    "Schaffen Sie Platz auf diesem Datenträger und starten Sie dann noch einmal.",
  "{path} is no package of this kind: it has no {mark}.":
    "{path} ist kein Paket dieser Art: Es hat kein {mark}.",
  "{name} has more than the {mostJsonValues} values that are taken.":
    "{name} hat mehr als die {mostJsonValues:number} {mostJsonValues:Wert|Werte}, die genommen werden.",
  "Communities and collections are not restored from it.":
    "Bereiche und Sammlungen werden nicht daraus wiederhergestellt.",
  "The description of the collections is damaged or of another version.":
    "Die Beschreibung der Sammlungen ist beschädigt oder von einer anderen Version.",
  "The logo {file} is not in the package.":
    "Das Logo {file} ist nicht im Paket.",
  "It is restored without its logo.":
    "Sie wird ohne ihr Logo wiederhergestellt.",
  "The import was cancelled.": "Der Import wurde abgebrochen.",
  "A manifest of the bag names this file, but it is missing.":
    "Ein Manifest des Bags nennt diese Datei, aber sie fehlt.",
  "Its {kind} is {found}; a manifest of the bag says {promised}.":
    "{kind} ist {found}; ein Manifest des Bags sagt {promised}.",
  "The manifest of the bag does not name this file, so nothing says what it has to be.":
    "Das Manifest des Bags nennt diese Datei nicht; nichts sagt also, wie sie sein muss.",
  "It was taken as it is.": "Sie wurde genommen, wie sie ist.",
  "Its item was left out.": "Ihr Objekt wurde weggelassen.",
  "What it says was taken as it is.":
    "Was sie sagt, wurde genommen, wie es ist.",
  "What was made of it may be wrong.":
    "Was daraus gemacht wurde, stimmt vielleicht nicht.",
  "{path} is an incomplete bag: its fetch.txt names files that would have to be fetched from elsewhere.":
    "{path} ist ein unvollständiger Bag: Seine fetch.txt nennt Dateien, die von anderswo geholt werden müssten.",
  "Complete the bag with the program it was made with.":
    "Vervollständigen Sie den Bag mit dem Programm, das ihn gemacht hat.",
  "{path} is a bag, but what is in it is nothing that can be imported.":
    "{path} ist ein Bag, aber was darin ist, kann nicht importiert werden.",
  "The bag has no manifest of its payload with checksums of a known kind.":
    "Der Bag hat kein Manifest seines Inhalts mit bekannten Prüfsummen.",
  "Its files were taken as they are.":
    "Seine Dateien wurden genommen, wie sie sind.",
  'There is no encoding "{asked}".': "Eine Kodierung „{asked}“ gibt es nicht.",
  "Give a name such as utf-8, windows-1252 or iso-8859-15.":
    "Nennen Sie eine wie utf-8, windows-1252 oder iso-8859-15.",
  "The spreadsheet is not UTF-8 and does not say what it is.":
    "Die Tabelle ist kein UTF-8 und sagt nicht, was sie ist.",
  "It was read as Windows-1252 (Western European).":
    "Sie wurde als Windows-1252 (Westeuropäisch) gelesen.",
  "The row was refused; reading went on with the next line.":
    "Die Zeile wurde abgewiesen; mit der nächsten ging es weiter.",
  "The row has {count} {count:cell|cells}, the heading row has {columns}.":
    "Die Zeile hat {count:number} {count:Zelle|Zellen}, die Überschriftenzeile hat {columns:number}.",
  "{counts} A value with the delimiter in it may lack its quotes.":
    "{counts:phrase} Einem Wert, in dem das Trennzeichen vorkommt, fehlen vielleicht die Anführungszeichen.",
  "The row was refused.": "Die Zeile wurde abgewiesen.",
  "The missing cells were taken as empty.":
    "Die fehlenden Zellen wurden als leer gelesen.",
  "A cell is in a column without a heading.":
    "Eine Zelle steht in einer Spalte ohne Überschrift.",
  'The column "{heading}" is neither a field such as dc.title nor a column the import knows.':
    "Die Spalte „{heading}“ ist weder ein Feld wie dc.title noch eine Spalte, die der Import kennt.",
  "The column was left out.": "Die Spalte wurde weggelassen.",
  '"{asked}" cannot be the delimiter of a spreadsheet.':
    "„{asked}“ kann nicht das Trennzeichen einer Tabelle sein.",
  "Give one character, such as ; or tab.":
    "Nennen Sie ein Zeichen, etwa ; oder tab.",
  "{path} is not a spreadsheet the import understands: its first row names no field.":
    "{path} ist keine Tabelle, die der Import versteht: Ihre erste Zeile nennt kein Feld.",
  "Give the columns headings such as filename, dc.title, dc.contributor.author.":
    "Geben Sie den Spalten Überschriften wie filename, dc.title, dc.contributor.author.",
  "Save the spreadsheet as CSV again.":
    "Speichern Sie die Tabelle noch einmal als CSV.",
  "{path} has more than {brokenLimit} rows with broken quotes.":
    "{path} hat mehr als {brokenLimit:number} {brokenLimit:Zeile|Zeilen} mit falschen Anführungszeichen.",
  "Save the spreadsheet as CSV again and check its delimiter.":
    "Speichern Sie die Tabelle noch einmal als CSV und prüfen Sie ihr Trennzeichen.",
  "A quoted cell goes on after its closing quote, or a quote inside it is not doubled.":
    "Eine Zelle in Anführungszeichen geht nach dem schließenden weiter, oder eines darin ist nicht verdoppelt.",
  "A quote is in the middle of a cell that does not begin with one.":
    "Mitten in einer Zelle, die nicht damit beginnt, steht ein Anführungszeichen.",
  "The row is too long; a quote may never be closed.":
    "Die Zeile ist zu lang; vielleicht wird ein Anführungszeichen nie geschlossen.",
  '"{value}" in the column {column} is {what}.':
    "„{value}“ in der Spalte {column} ist {what:words}.",
  "It was ignored.": "Das wurde übergangen.",
  "A cell holds zero bytes; the file may be damaged.":
    "In einer Zelle stehen Nullbytes; vielleicht ist die Datei beschädigt.",
  'The file "{file}" cannot be taken: {why}.':
    "Die Datei „{file}“ kann nicht genommen werden: {why:words}.",
  'The sheet names the file "{file}", which is not there under exactly this name.':
    "Die Tabelle nennt die Datei „{file}“, die es unter genau diesem Namen nicht gibt.",
  'The file "{instead}" was taken.': "Die Datei „{instead}“ wurde genommen.",
  "{path} has no {itemsName}.": "{path} hat kein {itemsName}.",
  "Get an undamaged copy of the package.":
    "Besorgen Sie ein unbeschädigtes Paket.",
  "The item was refused.": "Das Objekt wurde abgewiesen.",
  "It is not as this version of the product writes items.":
    "Es ist nicht so, wie diese Version von Holdall Objekte schreibt.",
  "The package does not hold the file {list}.":
    "Im Paket ist die Datei {list} nicht.",
  "The item had {absent} more {absent:file|files} whose bytes are not in the package.":
    "Das Objekt hatte {absent:number} weitere {absent:Datei|Dateien}, deren Inhalt nicht im Paket ist.",
  "The item was read without them.": "Das Objekt wurde ohne sie gelesen.",
  "It has a document type declaration, which could hide anything.":
    "Es hat eine Dokumenttyp-Deklaration, die alles verbergen könnte.",
  "It is larger or deeper than such a document can be.":
    "Es ist größer oder tiefer, als ein solches Dokument sein kann.",
  "Its outermost element is not {root}.":
    "Das äußerste Element ist nicht {root}.",
  "It is of version {schemaVersion} of the schema; only 1 is known.":
    "Es ist von Version {schemaVersion} des Schemas; bekannt ist nur 1.",
  "An element {name} has no attribute {attribute}.":
    "Einem Element {name} fehlt das Attribut {attribute}.",
  "The {name} of an element {element} is no whole number.":
    "{name} eines Elements {element} ist keine ganze Zahl.",
  "The {name} of an element {element} is not true or false.":
    "{name} eines Elements {element} ist weder wahr noch falsch.",
  "The uuid of an element {name} is none.":
    "Die uuid eines Elements {name} ist keine.",
  "{path} is not an XML package of Holdall: it has neither items nor a description of collections.":
    "{path} ist kein XML-Paket von Holdall: Es hat weder Objekte noch eine Beschreibung von Sammlungen.",
  "It is not there.": "Es ist nicht da.",
  "It does not say its state.": "Der Zustand ist nicht genannt.",
  "It does not say its collection.": "Die Sammlung ist nicht genannt.",
  "Its date is none.": "Das Datum ist keines.",
  "The file {path} is not in the package.":
    "Die Datei {path} ist nicht im Paket.",
  "There is no action {given}.": "Eine Handlung {given} gibt es nicht.",
  "The item was not imported. {remedy}":
    "Das Objekt wurde nicht importiert. {remedy:words}",
  "The heading row of {path} cannot be read: {why}":
    "Die Überschriftenzeile von {path} ist nicht zu lesen: {why:words}",
  "{itemsName} of {path} cannot be read after {count} {count:item|items}: {message}":
    "{itemsName} von {path} ist nach {count:number} {count:Objekt|Objekten} nicht zu lesen: {message:words}",
  "The description of the collections cannot be used: {message}":
    "Die Beschreibung der Sammlungen ist nicht zu benutzen: {message:words}",
  "is {kind}, not a file": "ist {kind:words}, keine Datei",
  "it leads over a link": "er führt über einen Verweis",
  "there is no such file beside the sheet":
    "neben der Tabelle gibt es keine solche Datei",
  "it may be {first} or {second}": "es könnte {first} oder {second} sein",
  "there is no such file in the package": "im Paket gibt es keine solche Datei",
  "neither a handle nor a uuid": "weder ein Handle noch eine UUID",
  "neither a uuid nor +": "weder eine UUID noch +",
  "not a handle": "kein Handle",
  "a file": "eine Datei",
};
