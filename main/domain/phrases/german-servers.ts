import type { Phrases } from "./phrase-book.ts";

/** What is said of servers that exports are delivered to. */
export const germanServers: Phrases = {
  "The connection of {name} may not be encrypted.":
    "Die Verbindung darf nicht verschlüsselt sein: {name:words}.",
  "{total} bytes are too much to attach to an e-mail, and there is no link to {name}.":
    "{total:bytes} sind zu viel für den Anhang einer E-Mail, und zu {name} gibt es keinen Link.",
  "Allow larger attachments, or publish the files for download as well.":
    "Erlauben Sie größere Anhänge, oder stellen Sie die Dateien auch zum Herunterladen bereit.",
  "The fingerprint of a certificate can be given for smtps:// only.":
    "Der Fingerabdruck eines Zertifikats kann nur für smtps:// angegeben werden.",
  "An e-mail target with a login needs a password.":
    "Ein E-Mail-Ziel mit Anmeldename braucht ein Passwort.",
  "The mail server refused {recipient}.":
    "Der Mailserver hat {recipient} abgewiesen.",
  "{server} answers.": "{server} antwortet.",
  "{server} answers and takes the login.":
    "{server} antwortet und nimmt die Anmeldung an.",
  "The certificate of the server for {name} is not trusted.":
    "Dem Zertifikat des Servers wird nicht vertraut: {name:words}.",
  "The server for {name} refused the login.":
    "Der Server hat die Anmeldung abgewiesen: {name:words}.",
  "The server for {name} offers no encryption.":
    "Der Server bietet keine Verschlüsselung: {name:words}.",
  "Use a server that encrypts, or allow that mail is sent unencrypted.":
    "Nehmen Sie einen Server, der verschlüsselt, oder erlauben Sie, dass E-Mails unverschlüsselt gesendet werden.",
  "The server for {name} is not known.":
    "Der Server ist nicht bekannt: {name:words}.",
  "The server for {name} cannot be reached.":
    "Der Server ist nicht zu erreichen: {name:words}.",
  "The connection to the server for {name} was lost.":
    "Die Verbindung zum Server ging verloren: {name:words}.",
  "The server for {name} cannot take the mail at the moment ({reply}).":
    "Der Server kann die E-Mail gerade nicht annehmen ({reply}): {name:words}.",
  "The server for {name} refused the mail ({reply}).":
    "Der Server hat die E-Mail abgewiesen ({reply}): {name:words}.",
  "Check the addresses, and how large a mail may be there.":
    "Prüfen Sie die Adressen, und wie groß eine E-Mail dort sein darf.",
  "The password has a line break.": "Im Passwort ist ein Zeilenumbruch.",
  "{name} does not speak FTP.": "{name} spricht kein FTP.",
  "{name} cannot be reached.": "{name} ist nicht zu erreichen.",
  "{name} refused the login.": "{name} hat die Anmeldung abgewiesen.",
  "{name} refused the connection.": "{name} hat die Verbindung abgewiesen.",
  "The connection to {name} was lost.":
    "Die Verbindung zu {name} ging verloren.",
  "{name} is busy.": "{name:word} ist beschäftigt.",
  "{name} is full.": "{name} ist voll.",
  "The login has a control character.":
    "Im Anmeldenamen ist ein Steuerzeichen.",
  "There is no folder {directory} on {name} that this login may use.":
    "Auf {name} gibt es keinen Ordner {directory}, den dieser Anmeldename benutzen darf.",
  "{at} on {name} cannot be looked at.":
    "{at} auf {name} kann nicht angesehen werden.",
  "The folder {at} cannot be made on {name}.":
    "Der Ordner {at} kann auf {name} nicht angelegt werden.",
  "{at} cannot be written on {name}.":
    "{at} kann auf {name} nicht geschrieben werden.",
  "{to} cannot be given its name on {name}.":
    "{to} kann auf {name} nicht seinen Namen bekommen.",
  "{at} cannot be removed from {name}.":
    "{at} kann von {name} nicht entfernt werden.",
  "{at} cannot be read from {name}.":
    "{at} kann von {name} nicht gelesen werden.",
  "The destination must be rsync://host/module/path, host::module/path, host:path or the absolute path of a folder.":
    "Wohin es geht, muss rsync://Rechner/Modul/Pfad, Rechner::Modul/Pfad, Rechner:Pfad oder der ganze Pfad eines Ordners sein.",
  "A file was sent to {name} and removed again.":
    "An {name} wurde eine Datei gesendet und wieder entfernt.",
  "Install rsync 3.1 or newer (on Debian and Ubuntu: apt install rsync; on macOS: brew install rsync).":
    "Installieren Sie rsync 3.1 oder neuer (auf Debian und Ubuntu: apt install rsync; auf macOS: brew install rsync).",
  "There is no program rsync on this machine.":
    "Das Programm rsync gibt es auf diesem Rechner nicht.",
  "The host key of {name} is not one that is trusted.":
    "Dem Schlüssel des Rechners {name} wird nicht vertraut.",
  "Check that it is the right server; then log in once with ssh, or allow that the first key is trusted.":
    "Prüfen Sie, ob es der richtige Server ist; melden Sie sich dann einmal mit ssh an, oder erlauben Sie, dem ersten Schlüssel zu vertrauen.",
  "{name} refused what was sent.": "{name} hat abgewiesen, was gesendet wurde.",
  "{name} refused the access key ({told}).":
    "{name} hat den Zugriffsschlüssel abgewiesen ({told}).",
  "{name} cannot do it at the moment ({told}).":
    "{name} kann das gerade nicht tun ({told}).",
  "{name} refuses requests from a machine whose clock is wrong.":
    "{name} weist Anfragen eines Rechners ab, dessen Uhr falsch geht.",
  "Set the clock of this machine.": "Stellen Sie die Uhr dieses Rechners.",
  "{name} is in another region.": "{name} ist in einer anderen Region.",
  "Set the region of the bucket.": "Stellen Sie die Region des Buckets ein.",
  "{name} refused what was asked ({told}).":
    "{name} hat abgewiesen, was verlangt wurde ({told}).",
  "The connection to {name} is not encrypted: the files can be read on the way.":
    "Die Verbindung zu {name} ist nicht verschlüsselt: Die Dateien können unterwegs gelesen werden.",
  "An S3 target needs the secret access key.":
    "Ein S3-Ziel braucht den geheimen Zugriffsschlüssel.",
  "An object was written to {summary} and removed again.":
    "In {summary} wurde ein Objekt geschrieben und wieder entfernt.",
  "{name} does not take files in parts.":
    "{name} nimmt Dateien nicht in Stücken.",
  "{name} does not let uploads be aborted: parts of {file} that are not needed stay there.":
    "{name} erlaubt es nicht, begonnenes Hochladen abzubrechen: Stücke von {file}, die niemand braucht, bleiben dort.",
  "The host key of {name} is not one that is trusted: it is {key}.":
    "Dem Schlüssel des Rechners {name} wird nicht vertraut: Er ist {key:words}.",
  "{name} does not answer.": "{name} antwortet nicht.",
  "No common way to speak to {name} was found.":
    "Mit {name} gibt es kein gemeinsames Verfahren der Verschlüsselung.",
  "{name} does not offer SFTP to this login.":
    "{name} bietet diesem Anmeldenamen kein SFTP.",
  "The private key cannot be read; its passphrase may be missing or wrong.":
    "Der private Schlüssel ist nicht zu lesen; vielleicht fehlt seine Passphrase oder sie ist falsch.",
  "An SFTP target needs a password or a private key.":
    "Ein SFTP-Ziel braucht ein Passwort oder einen privaten Schlüssel.",
  "The host key of {name} was not known and is trusted from now on: {fingerprint}.":
    "Der Schlüssel des Rechners {name} war nicht bekannt, und ihm wird von nun an vertraut: {fingerprint}.",
  "There is no folder {at} on {name}.":
    "Auf {name} gibt es keinen Ordner {at}.",
  "{name} does not say what it can do.": "{name} sagt nicht, was es kann.",
  "{name} does not say how much room there is.":
    "{name} sagt nicht, wie viel Platz dort ist.",
  "the rsync on this machine is too old":
    "das rsync auf diesem Rechner ist zu alt",
  "there is no program rsync on this machine":
    "das Programm rsync gibt es auf diesem Rechner nicht",
  "{count} {count:recipient|recipients}":
    "{count:number} {count:Empfänger|Empfänger}",
  "e-mail to {count} {count:recipient|recipients}":
    "E-Mail an {count:number} {count:Empfänger|Empfänger}",
  "e-mail to {first} by {server}": "E-Mail an {first} über {server}",
  "e-mail to {first} and {length} more by {server}":
    "E-Mail an {first} und {length:number} weitere über {server}",
  "e-mail by {server}": "E-Mail über {server}",
  "The mail server refused {count} {count:recipient|recipients}.":
    "Der Mailserver hat {count:number} {count:Empfänger|Empfänger} abgewiesen.",
  unknown: "unbekannt",
  path: "der Pfad",
  directory: "das Verzeichnis",
};
