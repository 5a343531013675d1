import type { Phrases } from "./phrase-book.ts";

/** What is said of archives that are read. */
export const germanArchives: Phrases = {
  "{absolute} is not a file.": "{absolute} ist keine Datei.",
  "Make the archive again, or copy it again from where it came from.":
    "Erstellen Sie das Archiv neu, oder kopieren Sie es noch einmal von dort, woher es kam.",
  "{path} is not a ZIP archive.": "{path} ist kein ZIP-Archiv.",
  "{path} is damaged or cut off: {reason}.":
    "{path} ist beschädigt oder abgeschnitten: {reason:words}.",
  "{path} is damaged: its end record promises {entryCount} {entryCount:entry|entries}, more than the file can hold.":
    "{path} ist beschädigt: Der Endeintrag verspricht {entryCount:number} {entryCount:Eintrag|Einträge}, mehr, als die Datei fassen kann.",
  "{path}: {where} is encrypted and cannot be read.":
    "{path}: {where:words} ist verschlüsselt und kann nicht gelesen werden.",
  "Unpack the archive with its password and pack it again without one.":
    "Entpacken Sie das Archiv mit seinem Passwort und packen Sie es ohne eines neu.",
  "The directory of {path} is damaged at {where}: {reason}.":
    "Das Verzeichnis von {path} ist beschädigt, {where:words}: {reason:words}.",
  "{path} is damaged: {reason}.": "{path} ist beschädigt: {reason:words}.",
  "The archive is not what it was when it was looked into.":
    "Das Archiv ist nicht mehr das, in das hineingesehen wurde.",
  "Look into it again from its beginning.":
    "Sehen Sie es sich noch einmal von Anfang an an.",
  "{name} in {archive} cannot be read: {reason}.":
    "{name} in {archive} kann nicht gelesen werden: {reason:words}.",
  "{path} is not a regular file.": "{path} ist keine gewöhnliche Datei.",
  "The run was cancelled.": "Der Lauf wurde abgebrochen.",
  "It is a link.": "Es ist ein Verweis.",
  "It is no regular file.": "Es ist keine gewöhnliche Datei.",
  "It {reason}.": "Der Eintrag {reason:phrase}.",
  "It is in the archive twice, or cannot be told from another on many systems.":
    "Es ist zweimal im Archiv oder auf vielen Systemen nicht von einem anderen zu unterscheiden.",
  "It is no file but a link, a device or something else.":
    "Es ist keine Datei, sondern ein Verweis, ein Gerät oder etwas anderes.",
  "It is encrypted.": "Es ist verschlüsselt.",
  "It is compressed with method {method}.":
    "Es ist mit dem Verfahren {method} gepackt.",
  "It is stored, yet its two sizes differ ({compressedSize} and {size} bytes).":
    "Es ist ungepackt, und doch sind seine beiden Größen verschieden ({compressedSize:number} und {size:number} {size:Byte|Bytes}).",
  "It is in the archive twice.": "Es ist zweimal im Archiv.",
  "It cannot be told from {other} on many systems.":
    "Es ist auf vielen Systemen nicht von {other} zu unterscheiden.",
  "Its name is not marked as UTF-8; it was read as {guessed}.":
    "Sein Name ist nicht als UTF-8 gekennzeichnet; er wurde als {guessed} gelesen.",
  "Its name is not as ZIP asks: {changed}.":
    "Sein Name ist nicht so, wie ZIP es verlangt: {changed:words}.",
  "{path} has entries that overlap each other.":
    "{path} hat Einträge, die einander überlappen.",
  "{name} has {size} bytes; at most {limit} are taken here.":
    "{name:words} hat {size:number} {size:Byte|Bytes}; höchstens {limit:number} werden hier genommen.",
  "At byte {at} it hides an entry that its directory does not list ({name}).":
    "Bei Byte {at:number} verbirgt es einen Eintrag, den sein Verzeichnis nicht nennt ({name}).",
  "{bytes} of its bytes belong to no entry; the first of them is byte {first}.":
    "{bytes:number} seiner Bytes {bytes:gehört|gehören} zu keinem Eintrag; das erste davon ist Byte {first:number}.",
  "{bytes} of its bytes belong to no entry, in {places} places; the first of them is byte {first}.":
    "{bytes:number} seiner Bytes an {places:number} {places:Stelle|Stellen} gehören zu keinem Eintrag; das erste davon ist Byte {first:number}.",
  "The archive does not say in which encoding the name {path} is; as CP852 it would be {otherwise}.":
    "Das Archiv sagt nicht, in welcher Kodierung der Name {path} steht; als CP852 wäre er {otherwise}.",
  "The archive does not say in which encoding the name {path} is; as CP437 it would be {otherwise}.":
    "Das Archiv sagt nicht, in welcher Kodierung der Name {path} steht; als CP437 wäre er {otherwise}.",
  "It was read as {encoding}.": "Es wurde als {encoding} gelesen.",
  "It was read as {encoding}; {changed}.":
    "Es wurde als {encoding} gelesen; {changed:words}.",
  "The entry {name} is not named as ZIP asks.":
    "Der Eintrag {name} heißt nicht so, wie ZIP es verlangt.",
  "It was read as {path}: {changed}.":
    "Er wurde als {path} gelesen: {changed:words}.",
  "{archive} has {entryCount} entries; at most {entries} are taken.":
    "{archive} hat {entryCount:number} {entryCount:Eintrag|Einträge}; höchstens {entries:number} werden genommen.",
  "Split it into smaller archives.": "Teilen Sie es in kleinere Archive.",
  "{archive} has a directory of more than 4 GiB.":
    "{archive} hat ein Verzeichnis von über 4 GiB.",
  "The entry {object} {reason}.": "Der Eintrag {object} {reason:phrase}.",
  "It was left out.": "Es wurde weggelassen.",
  "Names in the archive are UTF-8, but not marked so.":
    "Namen im Archiv sind UTF-8, aber nicht so gekennzeichnet.",
  "They were read as UTF-8.": "Sie wurden als UTF-8 gelesen.",
  "{archive} would unpack to more than {totalBytes} bytes, the most that is taken.":
    "{archive} würde entpackt mehr als {totalBytes:bytes} groß; mehr wird nicht genommen.",
  "Split it into smaller archives, or raise the limit if you trust where it is from.":
    "Teilen Sie es in kleinere Archive, oder erhöhen Sie die Grenze, wenn Sie seiner Herkunft trauen.",
  "{archive} would unpack to {totalBytes} bytes or more, over {ratio} times its size, as a ZIP bomb does; there is room for {denseBytes} bytes.":
    "{archive} würde entpackt {totalBytes:bytes} groß oder größer, mehr als das {ratio:number}-Fache, wie eine ZIP-Bombe; Platz ist für {denseBytes:bytes}.",
  "Do not use this archive unless you know where it is from; then make room on the disk of the data folder.":
    "Benutzen Sie dieses Archiv nur, wenn Sie wissen, woher es ist; schaffen Sie dann Platz auf dem Datenträger des Datenordners.",
  "{archive} has entries that overlap each other, as in a ZIP bomb.":
    "{archive} hat Einträge, die einander überlappen, wie in einer ZIP-Bombe.",
  "Do not use this archive; ask where it came from for another one.":
    "Benutzen Sie dieses Archiv nicht; bitten Sie dort, woher es kam, um ein anderes.",
  "entry {index} of {entryCount}":
    "Eintrag {index:number} von {entryCount:number}",
  "entry {index} of {entryCount} (after {after})":
    "Eintrag {index:number} von {entryCount:number} (nach {after})",
  "strong encryption": "starke Verschlüsselung",
  "it holds more entries than the {entryCount} its end record promises":
    "es hat mehr Einträge als die {entryCount:number}, die der Endeintrag verspricht",
  "its directory does not end where its end record says":
    "das Verzeichnis endet nicht, wo der Endeintrag es sagt",
  "its packed data does not end where the directory says":
    "die gepackten Daten enden nicht, wo das Verzeichnis es sagt",
  "the archive ends within its local header":
    "das Archiv endet mitten in seinem Kopf",
  "it unpacks to more than the {size} bytes it should have":
    "entpackt ist es größer als die {size:number} {size:Byte|Bytes}, die es haben soll",
  "its CRC-32 is wrong, so the data is damaged":
    "die CRC-32 ist falsch, die Daten sind also beschädigt",
  "the content": "der Inhalt",
  "it has no end record": "es hat keinen Endeintrag",
  "there is no ZIP64 end record where its locator says":
    "es gibt keinen ZIP64-Endeintrag, wo er stehen soll",
  "has no name": "hat keinen Namen",
  "has control characters in its name": "hat Steuerzeichen in seinem Namen",
  "has the path of a network share as its name":
    "hat den Pfad einer Netzwerkfreigabe als Namen",
  "has an absolute path as its name": "hat einen absoluten Pfad als Namen",
  "has a path with a drive letter as its name":
    "hat einen Pfad mit Laufwerksbuchstaben als Namen",
  "has a path that leads out of its folder (..)":
    "hat einen Pfad, der aus seinem Ordner hinausführt (..)",
  "has an empty folder name in its path":
    "hat einen leeren Ordnernamen in seinem Pfad",
  "backslashes in its name were read as separators":
    "Rückstriche im Namen wurden als Trenner gelesen",
  "“.” in its path was left out": "„.“ im Pfad wurde weggelassen",
  "the directory points outside of the archive":
    "das Verzeichnis zeigt aus dem Archiv hinaus",
  "its data would reach beyond the archive's data":
    "die Daten würden über die des Archivs hinausreichen",
  "it unpacks to {length} bytes instead of {size}":
    "entpackt sind es {length:number} statt {size:number} {size:Byte|Bytes}",
  "{bytesWritten} bytes follow the end of its packed data":
    "nach dem Ende der gepackten Daten {bytesWritten:folgt|folgen} {bytesWritten:number} {bytesWritten:Byte|Bytes}",
  "its packed data is cut off": "die gepackten Daten sind abgeschnitten",
  "its packed data is damaged ({code})":
    "die gepackten Daten sind beschädigt ({code})",
  "its local header says that its sizes follow its data, the directory does not":
    "laut seinem Kopf folgen die Größen den Daten, laut Verzeichnis nicht",
  "the directory says that its sizes follow its data, its local header does not":
    "laut Verzeichnis folgen die Größen den Daten, laut seinem Kopf nicht",
  "its local header marks its name as UTF-8, the directory does not":
    "sein Kopf kennzeichnet den Namen als UTF-8, das Verzeichnis nicht",
  "the directory marks its name as UTF-8, its local header does not":
    "das Verzeichnis kennzeichnet den Namen als UTF-8, sein Kopf nicht",
  "its local header is cut off": "sein Kopf ist abgeschnitten",
  "there is no local header where the directory points":
    "wohin das Verzeichnis zeigt, steht kein Kopf",
  "its local header says that it is encrypted":
    "laut seinem Kopf ist es verschlüsselt",
  "its local header says method {method}, the directory {method2}":
    "laut seinem Kopf ist das Verfahren {method}, laut Verzeichnis {method2}",
  "its local header gives it another name ({name})":
    "sein Kopf gibt ihm einen anderen Namen ({name})",
  "its local header and the directory give different CRC-32 values":
    "sein Kopf und das Verzeichnis nennen verschiedene CRC-32",
  "its local header says {size} bytes, the directory {size2}":
    "laut seinem Kopf {size:ist|sind} es {size:number} {size:Byte|Bytes}, laut Verzeichnis {size2:number}",
  "its local header says {compressedSize} packed bytes, the directory {compressedSize2}":
    "laut seinem Kopf {compressedSize:ist|sind} es gepackt {compressedSize:number} {compressedSize:Byte|Bytes}, laut Verzeichnis {compressedSize2:number}",
  "its sizes do not follow its data as its header says":
    "seine Größen folgen den Daten nicht, wie sein Kopf es sagt",
  "its CRC-32 is {found} instead of {expected}, so it is damaged":
    "seine CRC-32 ist {found} statt {expected}, es ist also beschädigt",
  "the archive ends within its data": "das Archiv endet mitten in seinen Daten",
  "it has {length} bytes instead of {size}":
    "es hat {length:number} statt {size:number} {size:Byte|Bytes}",
  "it has {size} bytes instead of {size2}; the archive is cut off":
    "es hat {size:number} statt {size2:number} {size2:Byte|Bytes}; das Archiv ist abgeschnitten",
  "a symbolic link": "ein Verweis",
  "a device": "ein Gerät",
  "a pipe": "eine Pipe",
  "a socket": "ein Socket",
  "is encrypted": "ist verschlüsselt",
  "is compressed with method {method}; only stored and deflated entries can be read":
    "ist mit dem Verfahren {method} gepackt; nur ungepackte und mit Deflate gepackte Einträge sind lesbar",
  "it asks for version {value} of ZIP, though its content needs no later one than 4.5":
    "es verlangt Version {value} von ZIP, obwohl sein Inhalt keine spätere als 4.5 braucht",
  "the locator of its ZIP64 end record speaks of {disks} disks":
    "der Verweis auf den ZIP64-Endeintrag spricht von {disks:number} {disks:Datenträger|Datenträgern}",
  "its ZIP64 end record says that it ends at byte {end}, but its locator begins at byte {locator}":
    "der ZIP64-Endeintrag endet nach eigener Angabe bei Byte {end:number}, der Verweis auf ihn beginnt aber bei Byte {locator:number}",
  "its {name} says that it is disk {disk} of an archive whose directory begins on disk {start}":
    "laut {name:phrase} ist es Datenträger {disk} eines Archivs, dessen Verzeichnis auf Datenträger {start} beginnt",
  "its {name} promises {count} {count:entry|entries}, of which {here} {here:is|are} on this disk":
    "laut {name:phrase} {count:ist|sind} es {count:number} {count:Eintrag|Einträge}, davon {here:number} auf diesem Datenträger",
  "its {name} puts the directory at bytes {offset} to {end}, but the directory ends at byte {position}":
    "laut {name:phrase} liegt das Verzeichnis bei Byte {offset:number} bis {end:number}, es endet aber bei Byte {position:number}",
  "the {field} is {value} in its end record and {other} in the ZIP64 form of it":
    "{field:phrase} ist im Endeintrag {value:number} und im ZIP64-Endeintrag {other:number}",
  "end record": "Endeintrag",
  "ZIP64 end record": "ZIP64-Endeintrag",
  "number of its disk": "die Nummer des Datenträgers",
  "disk of the directory": "der Datenträger des Verzeichnisses",
  "number of entries on this disk":
    "die Zahl der Einträge auf diesem Datenträger",
  "number of entries": "die Zahl der Einträge",
  "size of the directory": "die Größe des Verzeichnisses",
  "offset of the directory": "die Lage des Verzeichnisses",
  "is stored, yet its two sizes differ ({compressedSize} and {uncompressedSize} bytes)":
    "ist ungepackt, und doch sind seine beiden Größen verschieden ({compressedSize:number} und {uncompressedSize:number} {uncompressedSize:Byte|Bytes})",
  "has no possible size": "hat keine mögliche Größe",
  "would unpack {compressedSize} bytes to {uncompressedSize}, more than the {deflateRatio} times that are possible":
    "würde {compressedSize:number} {compressedSize:Byte|Bytes} zu {uncompressedSize:number} entpacken, mehr als das {deflateRatio:number}-Fache, das möglich ist",
  "is a folder, yet has content": "ist ein Ordner und hat doch Inhalt",
  "cannot be trusted: {fault}": "ist nicht vertrauenswürdig: {fault:words}",
  "is in the archive twice": "ist zweimal im Archiv",
  "cannot be told from {other} on many systems":
    "ist auf vielen Systemen nicht von {other} zu unterscheiden",
  "its compression is broken": "die Kompression ist schadhaft",
};
