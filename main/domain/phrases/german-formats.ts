import type { Phrases } from "./phrase-book.ts";

/** What is said of what spreadsheets and SAF packages cannot hold. */
export const germanFormats: Phrases = {
  "The table does not hold it.": "Die Tabelle kann es nicht fassen.",
  "The item is withdrawn.": "Das Objekt ist zurückgezogen.",
  "The item is not discoverable.": "Das Objekt ist nicht auffindbar.",
  "Not everybody may read the item or its files, or not always.":
    "Nicht alle dürfen das Objekt oder seine Dateien lesen, oder nicht immer.",
  "The item is version {number} of a work.":
    "Das Objekt ist Version {number} eines Werks.",
  "The item has {count} {count:relationship|relationships}, which a package for another server does not hold.":
    "Das Objekt hat {count:number} {count:Beziehung|Beziehungen}; in einem Paket für einen anderen Server {count:steht sie|stehen sie} nicht.",
  "Columns of the schema relation are links to other items.":
    "Spalten des Schemas relation sind Verweise auf andere Objekte.",
  "The order of its values in several languages.":
    "Die Reihenfolge seiner Werte in mehreren Sprachen.",
  "A spreadsheet program could take the value for a formula: it has an apostrophe before it.":
    "Eine Tabellenkalkulation könnte den Wert für eine Formel halten: Davor steht ein Apostroph.",
  "The name of the field cannot be a heading.":
    "Der Name des Feldes kann keine Überschrift sein.",
  "The language {language} cannot be part of a heading.":
    "Die Sprache {language} kann nicht in einer Überschrift stehen.",
  "The value is blank.": "Der Wert besteht nur aus Leerzeichen.",
  "The value has blanks around it.": "Um den Wert stehen Leerzeichen.",
  "The value has || in it or a | at its end, which are between values.":
    "Im Wert steht || oder an seinem Ende |, was Werte trennt.",
  "The value has characters that a table cannot hold.":
    "Im Wert sind Zeichen, die eine Tabelle nicht fassen kann.",
  "The authority of the value is empty.":
    "Die Normdatenkennung des Werts ist leer.",
  "The value has a confidence but no authority.":
    "Der Wert hat eine Verlässlichkeit, aber keine Normdatenkennung.",
  "The value ends as if it had an authority.":
    "Der Wert endet, als hätte er eine Normdatenkennung.",
  "The authority of the value cannot be part of a cell.":
    "Die Normdatenkennung des Werts kann nicht in einer Zelle stehen.",
  "A bundle without files.": "Ein Bündel ohne Dateien.",
  "The metadata of a bundle.": "Die Metadaten eines Bündels.",
  "The name of the bundle cannot be part of a cell.":
    "Der Name des Bündels kann nicht in einer Zelle stehen.",
  "The name {name} is not safe or not unique.":
    "Der Name {name} ist nicht sicher oder nicht eindeutig.",
  "The description cannot be part of a cell.":
    "Die Beschreibung kann nicht in einer Zelle stehen.",
  "Metadata of the file besides its name and description.":
    "Metadaten der Datei außer Name und Beschreibung.",
  "A quote is opened and never closed.":
    "Ein Anführungszeichen wird geöffnet und nie geschlossen.",
  "Row {firstUneven} has not as many cells as the first.":
    "Zeile {firstUneven:number} hat nicht so viele Zellen wie die erste.",
  "{uneven} of its rows have not as many cells as the first; row {firstUneven} is the first of them.":
    "{uneven:number} der Zeilen {uneven:hat|haben} nicht so viele Zellen wie die erste; die erste davon ist Zeile {firstUneven:number}.",
  "DSpace imports the folders in a package; the files of an item at its top are passed over.":
    "DSpace importiert die Ordner in einem Paket; die Dateien eines Objekts ganz oben werden übergangen.",
  "DSpace imports the items directly in {around} only, its first folder with folders in it, and leaves out the others without a word: this one{others}.":
    "DSpace importiert nur die Objekte unmittelbar in {around}, dem ersten Ordner mit Ordnern darin, und lässt die anderen wortlos weg: dieses{others:words}.",
  "DSpace takes {around} for the folder around the items, because of {rootFile}, and finds none directly in it: not this one{others}.":
    "DSpace hält {around} wegen {rootFile} für den Ordner um die Objekte und findet keines unmittelbar darin: auch dieses nicht{others:words}.",
  "DSpace cannot unpack a file at the top that comes before any folder, and imports nothing.":
    "DSpace kann eine Datei ganz oben, die vor jedem Ordner kommt, nicht entpacken und importiert nichts.",
  "DSpace takes a ZIP with this name at its top for something else than a ZIP, and refuses it.":
    "DSpace hält ein ZIP mit diesem Namen ganz oben für etwas anderes als ein ZIP und nimmt es nicht an.",
  "So it is with {others} other {others:folder|folders}.":
    "Ebenso ist es mit {others:number} anderen {others:Ordner|Ordnern}.",
  "More than {mostMissing} listed files are missing; {missingMore} {missingMore:is|are} not named.":
    "Mehr als {mostMissing:number} genannte {mostMissing:Datei fehlt|Dateien fehlen}; {missingMore:number} davon {missingMore:steht|stehen} hier nicht.",
  "The file is not listed in `contents`, so an importer ignores it.":
    "Die Datei steht nicht in `contents`, also übergeht ein Import sie.",
  "One more file is not listed in `contents`.":
    "Eine weitere Datei steht nicht in `contents`.",
  "{unlistedMore} more files are not listed in `contents`.":
    "{unlistedMore:number} weitere {unlistedMore:Datei|Dateien} stehen nicht in `contents`.",
  "It is not UTF-8.": "Es ist kein UTF-8.",
  "It has a DOCTYPE, which DSpace refuses.":
    "Es hat ein DOCTYPE, das DSpace nicht annimmt.",
  "It has a CDATA section, whose text DSpace loses.":
    "Es hat einen CDATA-Abschnitt, dessen Text DSpace verliert.",
  "Its root element is {name} instead of dublin_core.":
    "Das äußerste Element ist {name} statt dublin_core.",
  "Line {line}: a dcvalue has no element attribute.":
    "Zeile {line}: Einem dcvalue fehlt das Attribut element.",
  "It is not well-formed: {message}.": "Es ist nicht wohlgeformt: {message}.",
  "Line {index}: {path} is not a path inside the item's folder.":
    "Zeile {index}: {path} ist kein Pfad im Ordner des Objekts.",
  "It is not as this version of Holdall writes it.":
    "Es ist nicht so, wie diese Version von Holdall es schreibt.",
  "It is not JSON.": "Es ist kein JSON.",
  "SAF cannot say that the item is withdrawn.":
    "SAF kann nicht sagen, dass das Objekt zurückgezogen ist.",
  "SAF cannot say that the item is not discoverable.":
    "SAF kann nicht sagen, dass das Objekt nicht auffindbar ist.",
  "It is kept in the sidecar.": "Es steht in der Begleitdatei.",
  "SAF cannot hold the item's access policies.":
    "SAF kann die Rechte am Objekt nicht fassen.",
  "They are kept in the sidecar.": "Sie stehen in der Begleitdatei.",
  "The relationship {type} leads to {uuid}, which is not in this package.":
    "Die Beziehung {type} führt zu {uuid}, das nicht in diesem Paket ist.",
  "The relationship {type} leads to {uuid}, but the item has no entity type.":
    "Die Beziehung {type} führt zu {uuid}, aber das Objekt hat keinen Typ.",
  "Importers take values of the schema relation for links to other items.":
    "Importe halten Werte des Schemas relation für Verweise auf andere Objekte.",
  "It was left out of the XML and is kept in the sidecar.":
    "Es steht nicht in der XML-Datei, sondern in der Begleitdatei.",
  "The value is empty.": "Der Wert ist leer.",
  "The value has characters that XML cannot hold.":
    "Im Wert sind Zeichen, die XML nicht fassen kann.",
  "They were left out of the XML; the original is kept in the sidecar.":
    "Sie stehen nicht in der XML-Datei; das Original steht in der Begleitdatei.",
  "The bitstream has no name.": "Die Datei hat keinen Namen.",
  "It is packed as {file}; the original is kept in the sidecar.":
    "Sie ist als {file} gepackt; das Original steht in der Begleitdatei.",
  "The description has line breaks, tabs or outer blanks.":
    "In der Beschreibung sind Zeilenumbrüche, Tabulatoren oder Leerzeichen am Rand.",
  "They were replaced by blanks; the original is kept in the sidecar.":
    "Sie wurden durch Leerzeichen ersetzt; das Original steht in der Begleitdatei.",
  "SAF cannot hold all access policies of the file.":
    "SAF kann nicht alle Rechte an der Datei fassen.",
  "The folder name has white space, which DSpace's map file cannot hold.":
    "Im Ordnernamen stehen Leerzeichen, die die Map-Datei von DSpace nicht fassen kann.",
  "The folder has no dublin_core.xml.": "Der Ordner hat keine dublin_core.xml.",
  "The folder is empty.": "Der Ordner ist leer.",
  "DSpace takes it for an item, and its import ends there.":
    "DSpace hält ihn für ein Objekt, und sein Import endet dort.",
  "is inside the data folder": "liegt im Datenordner",
  "exists already and is not an empty folder":
    "gibt es schon, und es ist kein leerer Ordner",
  " and {others} {others:other|others}":
    " und {others:number} {others:anderes|andere}",
};
