import type { Phrases } from "./phrase-book.ts";

/** What is said of exports while they are made, and their packing. */
export const germanRuns: Phrases = {
  "{target} {reason}.": "{target} {reason:phrase}.",
  "Choose another path for the archive.":
    "Wählen Sie für das Archiv einen anderen Pfad.",
  "Check the address, and whether this machine may go there.":
    "Prüfen Sie die Adresse, und ob dieser Rechner dorthin darf.",
  "The list of releases is elsewhere, where we do not follow.":
    "Die Liste der Versionen steht anderswo, und dorthin wird nicht gefolgt.",
  "The list of releases cannot be had: the answer was {status}.":
    "Die Liste der Versionen ist nicht zu bekommen: Die Antwort war {status}.",
  "The list of releases cannot be reached.":
    "Die Liste der Versionen ist nicht zu erreichen.",
  "What is at this address is no list of releases.":
    "Unter dieser Adresse steht keine Liste von Versionen.",
  "Give the address of a list of releases.":
    "Nennen Sie die Adresse einer Liste von Versionen.",
  "The packer {id} has a size of its own for its files.":
    "Der Packer {id} gibt seinen Dateien selbst eine Größe.",
  "Choose another packer, or leave the size of volumes out.":
    "Wählen Sie einen anderen Packer, oder lassen Sie die Größe der Teile weg.",
  "The delivery was stopped.": "Die Lieferung wurde abgebrochen.",
  "{message} It is tried again in {seconds} s.":
    "{message:phrase} In {seconds:number} s wird es noch einmal versucht.",
  "The delivery ended without a result.": "Die Lieferung endete ohne Ergebnis.",
  "The target did not answer in time.":
    "Das Ziel hat nicht rechtzeitig geantwortet.",
  "What was left unfinished at the {transport} target could not be removed.":
    "Was am Ziel ({transport}) unfertig zurückblieb, konnte nicht entfernt werden.",
  "There are {items} items, and this export can have {mostItems} at the most.":
    "Es sind {items:number} {items:Objekt|Objekte}, und dieser Export kann höchstens {mostItems:number} haben.",
  "Ask for fewer.": "Verlangen Sie weniger.",
  "The item is neither archived nor withdrawn.":
    "Das Objekt ist weder archiviert noch zurückgezogen.",
  "The item and {count} more are neither archived nor withdrawn.":
    "Das Objekt und {count:number} {count:weiteres|weitere} sind weder archiviert noch zurückgezogen.",
  "Left out of the package: only what has been archived is exported.":
    "Nicht im Paket: Exportiert wird nur, was archiviert ist.",
  "The package was left as it is.": "Das Paket blieb, wie es ist.",
  "The volume holds {held} bytes instead of at most {most}: its one item is larger than that.":
    "Der Teil hat {held:number} statt höchstens {most:number} {most:Byte|Bytes}: Sein einziges Objekt ist größer.",
  "The volume holds {held} bytes instead of at most {most}: what it could not pack and had to name is larger than that.":
    "Der Teil hat {held:number} statt höchstens {most:number} {most:Byte|Bytes}: Was er nicht packen konnte und nennen musste, ist größer.",
  "It was written as it is.": "Er wurde so geschrieben.",
  "It is a volume of an earlier export to the same place.":
    "Es ist ein Teil eines früheren Exports an dieselbe Stelle.",
  "It was left as it is; it does not belong to this export.":
    "Er blieb, wie er ist; er gehört nicht zu diesem Export.",
  "There is no packer {packer}.": "Einen Packer {packer} gibt es nicht.",
  "What its earlier runs have packed is not remembered any more.":
    "Was seine früheren Läufe gepackt haben, ist nicht mehr bekannt.",
  "Everything was exported, as in the first run.":
    "Alles wurde exportiert, wie im ersten Lauf.",
  "Its earlier runs cannot be compared with later ones.":
    "Seine früheren Läufe können mit späteren nicht verglichen werden.",
  "The job ended without a result.": "Der Auftrag endete ohne Ergebnis.",
  "The run has no archive any more.": "Vom Lauf gibt es kein Archiv mehr.",
  "Run the saved export again.":
    "Starten Sie den gespeicherten Export noch einmal.",
  "The run has no files any more.": "Vom Lauf gibt es keine Dateien mehr.",
  "Run the export again.": "Starten Sie den Export noch einmal.",
  "The program is being closed.": "Das Programm wird geschlossen.",
  "Too many exports are being looked at.":
    "Für zu viele Exporte läuft gerade eine Vorausschau.",
  "It was stopped.": "Es wurde abgebrochen.",
  "Too many such questions wait for their answers.":
    "Zu viele solche Fragen warten auf ihre Antwort.",
  "Try again when some of them have been answered.":
    "Versuchen Sie es wieder, wenn einige davon beantwortet sind.",
  "The search “{query}” finds no item to export.":
    "Die Suche „{query}“ findet nichts, was zu exportieren wäre.",
  "The search “{query}” finds no item to export (left out: {list}).":
    "Die Suche „{query}“ findet nichts, was zu exportieren wäre (weggelassen: {list}).",
  "Search for something else, or take withdrawn items along.":
    "Suchen Sie nach etwas anderem, oder nehmen Sie Zurückgezogenes mit.",
  "Search for something else; every word must occur in an item.":
    "Suchen Sie nach etwas anderem; jedes Wort muss in einem Objekt vorkommen.",
  "Not everybody may read the file.": "Nicht alle dürfen die Datei lesen.",
  "The file is under an embargo until {opens}.":
    "Für die Datei gilt bis {opens:date} eine Sperrfrist.",
  "It was packed all the same, as it was asked for.":
    "Sie wurde trotzdem gepackt, weil es so verlangt war.",
  "The program ended before the run had.": "Das Programm endete vor dem Lauf.",
  "Start it again.": "Starten Sie ihn noch einmal.",
  "The program ended {times} times while this run was being processed, so it was given up.":
    "Das Programm endete {times:number}-mal, während dieser Lauf verarbeitet wurde; deshalb wurde er aufgegeben.",
  "Look at what it reads; the log in the data folder may say more.":
    "Sehen Sie sich an, was er liest; im Protokoll im Datenordner steht vielleicht mehr.",
  "The run {id} is not running here.": "Der Lauf {id} läuft hier nicht.",
  "The run {id} is not running here, or somebody else waits for it.":
    "Der Lauf {id} läuft hier nicht, oder jemand anders wartet auf ihn.",
  "The run {id} does not wait to go on.":
    "Der Lauf {id} wartet nicht darauf, weiterzugehen.",
  "It was due at {when}, when Holdall was not running; it is caught up now, once.":
    "Der Lauf war am {when:date} fällig, als Holdall nicht lief; er wird jetzt einmal nachgeholt.",
  "{missed} earlier {missed:time was|times were} passed over, because the run before was still going.":
    "{missed:number} {missed:früherer Zeitpunkt wurde|frühere Zeitpunkte wurden} ausgelassen, weil der Lauf davor noch nicht zu Ende war.",
  "the program ended while this run was being processed; it goes on":
    "das Programm endete, während dieser Lauf verarbeitet wurde; er geht weiter",
  "Nobody waits for it any more.": "Darauf wartet niemand mehr.",
  "Its name is too long.": "Der Name ist zu lang.",
  "{tar} has more than {mostEntries} entries.":
    "{tar} hat mehr als {mostEntries:number} {mostEntries:Eintrag|Einträge}.",
  "{tar} unpacks to over 200 times its size, as a bomb does; there is room for {freeBytes} bytes.":
    "{tar} wird entpackt mehr als 200-mal so groß, wie eine Bombe; Platz ist für {freeBytes:bytes}.",
  "There is no room to unpack {tar}: {freeBytes} bytes may be used.":
    "Um {tar} zu entpacken, fehlt der Platz: {freeBytes:bytes} dürfen belegt werden.",
  "Make room on the disk of the data folder.":
    "Schaffen Sie Platz auf dem Datenträger des Datenordners.",
  "It was not kept. The disk or the memory of this machine may be faulty; run the export again, and `holdall doctor`.":
    "Es wurde nicht behalten. Vielleicht ist der Datenträger oder der Arbeitsspeicher dieses Rechners schadhaft; starten Sie den Export noch einmal und prüfen Sie alles („Jetzt prüfen“ in den Einstellungen oder `holdall doctor`).",
  "Its content is not what the catalog says.":
    "Der Inhalt ist nicht, was der Katalog sagt.",
  "It has {itemsFound} {itemsFound:item|items}; {items} {items:was|were} planned.":
    "Darin {itemsFound:ist|sind} {itemsFound:number} {itemsFound:Objekt|Objekte}; geplant {items:war|waren} {items:number}.",
  "It was planned, but it is not in the archive.":
    "Es war geplant, ist aber nicht im Archiv.",
  "The package was written by Holdall, but its manifest is missing, so nothing tells whether the rest is complete.":
    "Das Paket ist von Holdall, aber sein Manifest fehlt; nichts sagt also, ob der Rest vollständig ist.",
  "It does not say which volume it is.":
    "Es sagt nicht, der wievielte Teil es ist.",
  "It is volume {number} of {of}, but others are of another number of volumes.":
    "Es ist Teil {number} von {of}, aber andere nennen eine andere Zahl von Teilen.",
  "It is volume {number} of {of}, and so is {other}.":
    "Es ist Teil {number} von {of}, und {other} ebenso.",
  "Volume {number} of {of} is missing.": "Teil {number} von {of} fehlt.",
  "It is in {archive}, and in a volume before it too.":
    "Es ist in {archive} und auch in einem Teil davor.",
  "Check the address, and what answers there.":
    "Prüfen Sie die Adresse, und was dort antwortet.",
  "The webhook cannot be reached, or does not answer.":
    "Der Webhook ist nicht zu erreichen oder antwortet nicht.",
  "The webhook sends us elsewhere, which we do not follow.":
    "Der Webhook schickt anderswohin, und dorthin wird nicht gefolgt.",
  "The webhook answers {status}.": "Der Webhook antwortet {status}.",
  "There is no webhook any more.": "Den Webhook gibt es nicht mehr.",
  "There is no webhook yet.": "Es gibt noch keinen Webhook.",
  "Set its address first.": "Stellen Sie zuerst seine Adresse ein.",
  "{path} was cut off while it was being written.":
    "{path} wurde abgeschnitten, während daran geschrieben wurde.",
  "Its file is missing in the bitstream store.":
    "Der Inhalt der Datei fehlt im Dateispeicher.",
  "Its file in the bitstream store cannot be read ({code}).":
    "Der Inhalt der Datei im Dateispeicher ist nicht zu lesen ({code}).",
  "Its file is {actual} bytes long, the catalog says {size}.":
    "Der Inhalt der Datei ist {actual:number} {actual:Byte|Bytes} lang, der Katalog sagt {size:number}.",
  "The content of its file has changed: its CRC-32 is {sum}, the catalog says {expected}.":
    "Der Inhalt der Datei hat sich geändert: Die CRC-32 ist {sum}, der Katalog sagt {expected}.",
  "{file} changed while it was being packed.":
    "{file} hat sich beim Packen geändert.",
  "Make sure that no other program writes to this file, then run it again.":
    "Sorgen Sie dafür, dass kein anderes Programm in diese Datei schreibt, und starten Sie dann noch einmal.",
  "{shown} cannot be the path of an entry.":
    "{shown} kann kein Pfad eines Eintrags sein.",
  "Two entries of one item would be called {path}.":
    "Zwei Einträge eines Objekts würden {path} heißen.",
  "{path} cannot grow any further: its disk does not hold files of that size.":
    "{path} kann nicht weiter wachsen: Der Datenträger nimmt keine so großen Dateien.",
  "Choose a folder on another disk (one formatted with FAT32 holds files below 4 GiB only), then run it again.":
    "Wählen Sie einen Ordner auf einem anderen Datenträger (mit FAT32 gehen nur Dateien unter 4 GiB) und starten Sie dann noch einmal.",
  "{path} is outside the package's root folder.":
    "{path} liegt außerhalb des obersten Ordners des Pakets.",
  "The package could not be imported again: {message}":
    "Das Paket konnte nicht wieder importiert werden: {message:words}",
  "The archive was written, but reading it again found {errors} {errors:difference|differences} from the plan: {list}":
    "Das Archiv wurde geschrieben, aber beim Wiederlesen wich es {errors:number}-mal vom Plan ab: {list:words}",
  "The path of an entry is too long for a ZIP file: {path}…":
    "Der Pfad eines Eintrags ist zu lang für eine ZIP-Datei: {path}…",
  "Delivered to {target}: {files}.": "Geliefert ({target:words}): {files}.",
  "planned {items} {items:item|items} with {files} {files:file|files}, {bytes} bytes":
    "geplant: {items:number} {items:Objekt|Objekte} mit {files:number} {files:Datei|Dateien}, {bytes:bytes}",
  "planned {items} {items:item|items} with {files} {files:file|files}, {bytes} bytes in {volumes} {volumes:volume|volumes}":
    "geplant: {items:number} {items:Objekt|Objekte} mit {files:number} {files:Datei|Dateien}, {bytes:bytes}, in {volumes:number} {volumes:Teil|Teilen}",
  "rehearsed: {same} of {items} {items:item|items} came back the same":
    "geprobt: {same:number} von {items:number} {items:Objekt|Objekten} unverändert zurück",
  "nothing has changed since {when}":
    "seit {when:date} hat sich nichts geändert",
  "going on after block {done} of {blocks}":
    "weiter nach Block {done:number} von {blocks:number}",
  "going on after block {done} of {blocks} of volume {number}":
    "weiter nach Block {done:number} von {blocks:number} von Teil {number}",
  "{withdrawn} withdrawn": "{withdrawn:number} zurückgezogen",
  "{unfinished} not archived": "{unfinished:number} nicht archiviert",
  "exists and is not a plain file":
    "gibt es schon, und es ist keine gewöhnliche Datei",
};
