import type { Phrases } from "./phrase-book.ts";

/** What is said of targets in general, and folders. */
export const germanTargets: Phrases = {
  "The connection to {summary} works.":
    "Die Verbindung funktioniert: {summary:words}.",
  "A {id} target has no secret of the name {unknown}.":
    "Ein Ziel der Art {id} hat kein Geheimnis namens {unknown}.",
  "The work with {target} was cancelled.":
    "Die Arbeit wurde abgebrochen: {target:words}.",
  "Only {size} of {expected} bytes of {name} arrived in {folder}.":
    "Nur {size:number} von {expected:number} {expected:Byte|Bytes} von {name} {size:ist|sind} in {folder} angekommen.",
  "A file was written to {name} and removed again.":
    "In {name} wurde eine Datei geschrieben und wieder entfernt.",
  "{free} bytes are free there.": "Dort sind {free:bytes} frei.",
  "{name} has fallen silent.": "{name} ist verstummt.",
  "{path} is no longer what was packed.":
    "{path} ist nicht mehr, was gepackt wurde.",
  "The certificate of {name} is not the one that is known: its fingerprint is {fingerprint}.":
    "Das Zertifikat von {name} ist nicht das bekannte: Sein Fingerabdruck ist {fingerprint:words}.",
  "The settings of the {transport} target are not right: {fault}.":
    "Die Einstellungen des Ziels ({transport}) stimmen nicht: {fault}.",
  "The server must be an address such as {protocol}//example.org ({list}).":
    "Der Server muss eine Adresse wie {protocol}//example.org sein ({list:words}).",
  "The address of the server must not hold a login or a password; they have settings of their own.":
    "In der Adresse des Servers dürfen weder Anmeldename noch Passwort stehen; dafür gibt es eigene Einstellungen.",
  "The address of the server must end with its path.":
    "Die Adresse des Servers muss mit ihrem Pfad enden.",
  "The address of the server must end with its host or port; the {path} is a setting of its own.":
    "Die Adresse des Servers muss mit Name oder Port enden; {path:words} ist eine Einstellung für sich.",
  "The connection to {name} is not encrypted: the password and the files can be read on the way.":
    "Die Verbindung zu {name} ist nicht verschlüsselt: Passwort und Dateien können unterwegs gelesen werden.",
  "The directory must not contain `..` or control characters.":
    "Im Ordner dürfen weder `..` noch Steuerzeichen stehen.",
  "A file cannot be delivered under the name {name}.":
    "Unter dem Namen {name} kann keine Datei geliefert werden.",
  "Two files are to be delivered under the name {name}.":
    "Zwei Dateien sollen unter dem Namen {name} geliefert werden.",
  "Try again later.": "Versuchen Sie es später noch einmal.",
  "Deliver under another name, or allow that existing files are replaced.":
    "Liefern Sie unter einem anderen Namen, oder erlauben Sie, dass Vorhandenes ersetzt wird.",
  "Free some space there, or choose another target.":
    "Schaffen Sie dort Platz, oder wählen Sie ein anderes Ziel.",
  "Deliver it again; if it happens again, check the disk and the network of the target.":
    "Liefern Sie es noch einmal; wenn es wieder geschieht, prüfen Sie Datenträger und Netz des Ziels.",
  "Check the network; the delivery goes on where it stopped.":
    "Prüfen Sie das Netz; die Lieferung geht dort weiter, wo sie unterbrochen wurde.",
  "Check the login and the password or key.":
    "Prüfen Sie den Anmeldenamen und das Passwort oder den Schlüssel.",
  "Check that it is the right server; if so, keep its fingerprint with the target.":
    "Prüfen Sie, ob es der richtige Server ist; tragen Sie dann seinen Fingerabdruck beim Ziel ein.",
  "Check the folder and what the login may do there.":
    "Prüfen Sie den Ordner, und was dieser Anmeldename dort darf.",
  "Correct the settings of the target.":
    "Berichtigen Sie die Einstellungen des Ziels.",
  "{target} cannot be reached ({code}).":
    "Nicht zu erreichen: {target:words} ({code}).",
  "The connection to {target} was lost ({code}).":
    "Die Verbindung ging verloren: {target:words} ({code}).",
  "The certificate of {target} is not trusted ({code}).":
    "Dem Zertifikat wird nicht vertraut: {target:words} ({code}).",
  "{target} does not speak TLS as it should ({code}).":
    "Kein TLS, wie es sein soll: {target:words} ({code}).",
  "There is already a file {name} in {target}.":
    "In {target:words} gibt es schon eine Datei {name}.",
  "{name} did not arrive in {target} as it was sent.":
    "{name} ist in {target:words} nicht so angekommen, wie es gesendet wurde.",
  "{target} has {free} bytes free; {needed} are needed.":
    "Frei sind {free:bytes}, gebraucht werden {needed:bytes}: {target:words}.",
  "Files for download stay on this machine; nothing is needed.":
    "Dateien zum Herunterladen bleiben auf diesem Rechner; nichts wird gebraucht.",
  "The path must be the absolute path of a folder for files.":
    "Der Pfad muss der ganze Pfad eines Ordners für Dateien sein.",
  "{root} is full ({code}).": "{root} ist voll ({code}).",
  "{root} cannot be used at the moment ({code}).":
    "{root} ist gerade nicht benutzbar ({code}).",
  "There is no folder {root}.": "Einen Ordner {root} gibt es nicht.",
  "{root} cannot be written to ({code}).":
    "In {root} kann nicht geschrieben werden ({code}).",
  "{root} is not a folder.": "{root} ist kein Ordner.",
};
