import type { Phrases } from "./phrase-book.ts";

/** What is said of SAF packages that are read. */
export const germanSaf: Phrases = {
  "The file says that it is encoded as {declared}, which is not supported.":
    "Die Datei nennt als ihre Kodierung {declared}, und die ist nicht bekannt.",
  "It says that it is UTF-16 but it is UTF-8.":
    "Sie nennt sich UTF-16, ist aber UTF-8.",
  "The file begins like UTF-16 but is damaged.":
    "Die Datei beginnt wie UTF-16, ist aber beschädigt.",
  "The file is not valid UTF-8.": "Die Datei ist kein gültiges UTF-8.",
  "The folder {inner} is nested too deeply for a SAF package.":
    "Der Ordner {inner} liegt für ein SAF-Paket zu tief.",
  "Choose the folder that holds the item folders.":
    "Wählen Sie den Ordner, in dem die Ordner der Objekte liegen.",
  "It is a link; links are never followed.":
    "Es ist ein Verweis; Verweisen wird nie gefolgt.",
  "The folder holds files but no dublin_core.xml.":
    "Im Ordner sind Dateien, aber keine dublin_core.xml.",
  "The line has {length} characters; at most {longestLine} are taken.":
    "Die Zeile hat {length:number} Zeichen; höchstens {longestLine:number} werden genommen.",
  "The file has more than {mostLines} lines.":
    "Die Datei hat mehr als {mostLines:number} {mostLines:Zeile|Zeilen}.",
  "Divide the item into several.": "Teilen Sie das Objekt in mehrere.",
  "{path} is not a SAF package: no folder in it holds a dublin_core.xml.":
    "{path} ist kein SAF-Paket: In keinem Ordner darin ist eine dublin_core.xml.",
  "Choose a folder or ZIP with one folder for each item, each with its dublin_core.xml.":
    "Wählen Sie einen Ordner oder ein ZIP mit einem Ordner für jedes Objekt, jeder mit seiner dublin_core.xml.",
  "The file contains a character that XML does not allow.":
    "In der Datei steht ein Zeichen, das XML nicht erlaubt.",
  "The file has a document type declaration; entities could hide anything in it, so it is never read.":
    "Die Datei hat eine Dokumenttyp-Deklaration; Entitäten könnten darin alles verbergen, also wird sie nie gelesen.",
  "An element has more than {mostAttributes} attributes.":
    "Ein Element hat mehr als {mostAttributes:number} {mostAttributes:Attribut|Attribute}.",
  "The file has more than {depthLimit} elements within each other.":
    "In der Datei stecken mehr als {depthLimit:number} {depthLimit:Element|Elemente} ineinander.",
  "The file's outermost element is {name} instead of dublin_core.":
    "Das äußerste Element der Datei ist {name} statt dublin_core.",
  "A dcvalue does not say its element.":
    "Ein dcvalue nennt sein Element nicht.",
  "The file has more than {mostValues} values.":
    "Die Datei hat mehr als {mostValues:number} {mostValues:Wert|Werte}.",
  "The file is not well-formed XML.": "Die Datei ist kein wohlgeformtes XML.",
  "It was read as UTF-8.": "Sie wurde als UTF-8 gelesen.",
  "White space around {of}, the first here.":
    "Leerzeichen am Rand bei {of:words}, hier zum ersten Mal.",
  "It was cut off, as DSpace does.":
    "Sie wurden abgeschnitten, wie DSpace es tut.",
  "Nothing in {of}, the first here.":
    "Nichts bei {of:words}, hier zum ersten Mal.",
  "Empty values were left out, as DSpace does.":
    "Leere Werte wurden weggelassen, wie DSpace es tut.",
  "Elements inside {of}, the first here.":
    "Elemente in {of:words}, hier zum ersten Mal.",
  "Their text was kept, the markup was dropped.":
    "Ihr Text blieb, die Auszeichnung wurde weggelassen.",
  "An element other than dcvalue.": "Ein anderes Element als dcvalue.",
  "{unknown} elements other than dcvalue, the first here.":
    "{unknown:number} andere {unknown:Element|Elemente} als dcvalue, hier zum ersten Mal.",
  "They were left out.": "Sie wurden weggelassen.",
  'There is no file "contents", but there are files to import ({first}, ...).':
    "Es gibt keine Datei „contents“, aber Dateien, die zu importieren wären ({first}, …).",
  'There is no file "contents", but there are files to import ({first}).':
    "Es gibt keine Datei „contents“, aber Dateien, die zu importieren wären ({first}).",
  'Add a file "contents" with one line for each file to import; an empty one imports none.':
    "Fügen Sie eine Datei „contents“ mit einer Zeile für jede Datei hinzu; eine leere importiert keine.",
  "The line cannot be understood: {why}.":
    "Die Zeile ist nicht zu verstehen: {why:words}.",
  '"{part}" is no option of contents or is given twice.':
    "„{part}“ ist keine Angabe, die contents kennt, oder steht zweimal da.",
  "{name} is listed twice for the bundle {bundle}.":
    "{name} steht für das Bündel {bundle} zweimal da.",
  "The second line was ignored.": "Die zweite Zeile wurde übergangen.",
  "A file is in the folder but not in contents: {names}, ....":
    "Eine Datei ist im Ordner, aber nicht in contents: {names}, …",
  "A file is in the folder but not in contents: {names}.":
    "Eine Datei ist im Ordner, aber nicht in contents: {names}.",
  "{count} files are in the folder but not in contents: {names}, ....":
    "{count:number} {count:Datei ist|Dateien sind} im Ordner, aber nicht in contents: {names}, …",
  "{count} files are in the folder but not in contents: {names}.":
    "{count:number} {count:Datei ist|Dateien sind} im Ordner, aber nicht in contents: {names}.",
  "Not imported, as contents decides.":
    "Nicht importiert, wie contents es bestimmt.",
  'The path "{written}" is refused: {why}.':
    "Der Pfad „{written}“ wird abgewiesen: {why:words}.",
  "List only files inside the item folder, by relative paths.":
    "Nennen Sie nur Dateien im Ordner des Objekts, mit Pfaden von dort aus.",
  'The file "{path}" is refused: {unsafe}.':
    "Die Datei „{path}“ wird abgewiesen: {unsafe:words}.",
  "Put the file itself into the item folder.":
    "Legen Sie die Datei selbst in den Ordner des Objekts.",
  'The file "{written}" is listed but is not in the folder; several differ from it only in case.':
    "Die Datei „{written}“ wird genannt, ist aber nicht im Ordner; mehrere unterscheiden sich davon nur in Groß- und Kleinschreibung.",
  'The file "{written}" is listed but is not in the folder.':
    "Die Datei „{written}“ wird genannt, ist aber nicht im Ordner.",
  "Separate the options from the path and from each other with tabs.":
    "Trennen Sie die Angaben vom Pfad und voneinander durch Tabulatoren.",
  "Add the file or take its line out of contents.":
    "Fügen Sie die Datei hinzu, oder nehmen Sie ihre Zeile aus contents.",
  'The path "{written}" is written differently from the file "{path}".':
    "Der Pfad „{written}“ ist anders geschrieben als die Datei „{path}“.",
  'The file "{path}" is not in the package but in an assetstore.':
    "Die Datei „{path}“ ist nicht im Paket, sondern in einem Assetstore.",
  "Say where the assetstore's folder is.":
    "Sagen Sie, wo der Ordner des Assetstores ist.",
  "Registered files have paths inside the assetstore.":
    "Registrierte Dateien haben Pfade im Assetstore.",
  "The assetstore {assetstore} cannot be read.":
    "Der Assetstore {assetstore} kann nicht gelesen werden.",
  'The registered file "{path}" is not in the assetstore.':
    "Die registrierte Datei „{path}“ ist nicht im Assetstore.",
  "Choose the assetstore the package was made for.":
    "Wählen Sie den Assetstore, für den das Paket gemacht wurde.",
  "The file dublin_core.xml is not a regular file.":
    "Die Datei dublin_core.xml ist keine gewöhnliche Datei.",
  "The file dublin_core.xml is missing.": "Die Datei dublin_core.xml fehlt.",
  "Every item needs one, even if it has no values.":
    "Jedes Objekt braucht eine, auch wenn es keine Werte hat.",
  "The item has more than {mostValues} values.":
    "Das Objekt hat mehr als {mostValues:number} {mostValues:Wert|Werte}.",
  "The file {name} is refused: {unsafe}.":
    "Die Datei {name} wird abgewiesen: {unsafe:words}.",
  "It was read as Windows-1252.": "Sie wurde als Windows-1252 gelesen.",
  "The file is empty.": "Die Datei ist leer.",
  '"{line}" is not a handle.': "„{line}“ ist kein Handle.",
  "The item gets a new handle.": "Das Objekt bekommt ein neues Handle.",
  "The line is blank.": "Die Zeile ist leer.",
  '"{line}" is neither a handle nor a uuid.':
    "„{line}“ ist weder ein Handle noch eine UUID.",
  "The line was ignored.": "Die Zeile wurde übergangen.",
  "One more line is neither a handle nor a uuid.":
    "Eine weitere Zeile ist weder ein Handle noch eine UUID.",
  "{count} more lines are neither a handle nor a uuid.":
    "{count:number} weitere {count:Zeile|Zeilen} sind weder ein Handle noch eine UUID.",
  "The lines were ignored.": "Die Zeilen wurden übergangen.",
  '"{line}" is not of the form relation.<name> <item>.':
    "„{line}“ hat nicht die Form relation.<Name> <Objekt>.",
  "The sidecar was written by another version of the product.":
    "Die Begleitdatei ist von einer anderen Version von Holdall.",
  "The sidecar is damaged.": "Die Begleitdatei ist beschädigt.",
  "The item was read without it, from the files of SAF alone.":
    "Das Objekt wurde ohne sie gelesen, allein aus den Dateien von SAF.",
  "The bundle {name} has more than one primary file; {file} is a further one.":
    "Das Bündel {name} hat mehr als eine Hauptdatei; {file:words} ist eine weitere.",
  "The first one stays the primary file.": "Die erste bleibt die Hauptdatei.",
  "The item was refused. {remedy}":
    "Das Objekt wurde abgewiesen. {remedy:words}",
  "The file is not well-formed XML: {reason}":
    "Die Datei ist kein wohlgeformtes XML: {reason:words}",
  "It is not well-formed XML: {message}":
    "Es ist kein wohlgeformtes XML: {message:words}",
  "it contains control characters": "er enthält Steuerzeichen",
  "it names a drive": "er nennt ein Laufwerk",
  "it is absolute": "er ist absolut",
  "it leads out of its folder": "er führt aus seinem Ordner hinaus",
  "it names no file": "er nennt keine Datei",
  "it is a link": "es ist ein Verweis",
  "it is no regular file": "es ist keine gewöhnliche Datei",
  "a registered file is written -r -s <store number> -f <path without blanks>":
    "eine registrierte Datei schreibt man -r -s <Nummer des Speichers> -f <Pfad ohne Leerzeichen>",
  "it begins with a tab instead of a path":
    "sie beginnt mit einem Tabulator statt einem Pfad",
  "1 value": "einem Wert",
  "{number} values": "{number:number} {number:Wert|Werten}",
};
