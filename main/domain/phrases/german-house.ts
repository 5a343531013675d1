import type { Phrases } from "./phrase-book.ts";

/** What is said of doors, accounts, the data folder and searching. */
export const germanHouse: Phrases = {
  "The data folder {dataDir} cannot be used.":
    "Der Datenordner {dataDir} kann nicht benutzt werden.",
  "Check that it is a folder you may write to, or choose another one with --data-dir or HOLDALL_DATA_DIR.":
    "Prüfen Sie, ob es ein Ordner ist, in den Sie schreiben dürfen, oder wählen Sie mit --data-dir oder HOLDALL_DATA_DIR einen anderen.",
  "The body is too large.": "Die Anfrage ist zu groß.",
  "A body of this media type is not understood here.":
    "Diese Art von Inhalt wird hier nicht verstanden.",
  "The request took too long.": "Die Anfrage hat zu lange gedauert.",
  "The request cannot be understood.": "Die Anfrage ist nicht zu verstehen.",
  "Something went wrong inside Holdall. The log has the details under {id}.":
    "In Holdall ist etwas schiefgegangen. Einzelheiten stehen im Protokoll unter {id}.",
  "This server does not answer to that name.":
    "Auf diesen Namen hört dieser Server nicht.",
  "Use its own address, or set HOLDALL_PUBLIC_URL to the one it is known by.":
    "Benutzen Sie seine eigene Adresse, oder setzen Sie HOLDALL_PUBLIC_URL auf die, unter der er bekannt ist.",
  "Pages of that origin may not use this server.":
    "Seiten dieser Herkunft dürfen diesen Server nicht benutzen.",
  "Add the origin to HOLDALL_ALLOWED_ORIGINS to let them.":
    "Nehmen Sie die Herkunft in HOLDALL_ALLOWED_ORIGINS auf, um es ihnen zu erlauben.",
  "Nobody waits for the answer any more.":
    "Auf die Antwort wartet niemand mehr.",
  "The body cannot be unpacked.":
    "Was gesendet wurde, lässt sich nicht entpacken.",
  "The body is not JSON.": "Was gesendet wurde, ist kein JSON.",
  "The file has changed.": "Die Datei ist eine andere geworden.",
  "The file has {size} {size:byte|bytes}.":
    "Die Datei hat {size:number} {size:Byte|Bytes}.",
  "The file is not as long as the catalog says.":
    "Die Datei ist nicht so lang, wie der Katalog sagt.",
  "`holdall doctor` names what is damaged.":
    "„Jetzt prüfen“ in den Einstellungen (`holdall doctor`) nennt, was beschädigt ist.",
  "{method} is not possible here.": "{method} ist hier nicht möglich.",
  "There is nothing here.": "Hier ist nichts.",
  "The port {port} of {host} is taken by another program.":
    "Den Port {port} von {host} hat ein anderes Programm.",
  "Choose another one with --port, or 0 for any free one.":
    "Wählen Sie mit --port einen anderen, oder 0 für irgendeinen freien.",
  "The port {port} of {host} cannot be used.":
    "Der Port {port} von {host} kann nicht benutzt werden.",
  "Choose another --port (above 1024) or --host.":
    "Wählen Sie einen anderen --port (über 1024) oder --host.",
  "An export is of what was found or of the basket, only one of them.":
    "Exportiert wird entweder, was gefunden wurde, oder der Korb, nicht beides.",
  "The sample collection is not part of this installation.":
    "Die Beispielsammlung gehört nicht zu dieser Installation.",
  "The input of {name} is not right.":
    "Was für {name} eingegeben wurde, stimmt nicht.",
  "Only the desktop application can hand a file to this machine's desktop.":
    "Nur die Desktop-Anwendung kann eine Datei auf dem Schreibtisch dieses Rechners ablegen.",
  "Download it instead.": "Laden Sie sie stattdessen herunter.",
  "Only the desktop application can show a file of this machine.":
    "Nur die Desktop-Anwendung kann eine Datei dieses Rechners zeigen.",
  "There is no object {object}.": "Ein Objekt {object} gibt es nicht.",
  "Authentication is required.": "Dafür müssen Sie angemeldet sein.",
  "Sign in first.": "Melden Sie sich zuerst an.",
  "Access is denied.": "Das ist Ihnen nicht erlaubt.",
  "Ask an administrator for the right to do this.":
    "Bitten Sie die Verwaltung um das Recht dazu.",
  "There is no account for {email}.": "Für {email} gibt es kein Konto.",
  "`holdall user list` shows the accounts.":
    "Die Konten zeigt `holdall user list`.",
  "{email} is not an e-mail address.": "{email} ist keine E-Mail-Adresse.",
  "There is no API key that begins with {prefix}.":
    "Es gibt keinen API-Schlüssel, der mit {prefix} beginnt.",
  "`holdall apikey list` shows the keys.":
    "Die Schlüssel zeigt `holdall apikey list`.",
  "A password needs at least {shortestPassword} characters.":
    "Ein Passwort braucht mindestens {shortestPassword} Zeichen.",
  "There is no community, collection or item {object}.":
    "Einen Bereich, eine Sammlung oder ein Objekt {object} gibt es nicht.",
  "A basket has room for {mostEntries} things.":
    "Im Korb ist Platz für {mostEntries:number} {mostEntries:Eintrag|Einträge}.",
  "Put in the search that finds them, or their collection.":
    "Legen Sie die Suche hinein, die sie findet, oder ihre Sammlung.",
  "The basket is empty.": "Im Korb ist nichts.",
  "Nobody could administer the site any more.":
    "Niemand könnte Holdall dann mehr verwalten.",
  "Make somebody else an administrator first.":
    "Nehmen Sie zuerst jemand anders in die Verwaltung auf.",
  "There were too many attempts to sign in.":
    "Es gab zu viele Versuche, sich anzumelden.",
  "Try again in a second.": "Versuchen Sie es in einer Sekunde noch einmal.",
  "Try again in {seconds} seconds.":
    "Versuchen Sie es in {seconds:number} {seconds:Sekunde|Sekunden} noch einmal.",
  "The e-mail address or the password is wrong.":
    "Die E-Mail-Adresse oder das Passwort stimmt nicht.",
  "Quiet hours that end when they begin are none.":
    "Eine Ruhezeit, die endet, wenn sie beginnt, ist keine.",
  "Switch them off instead.": "Schalten Sie sie stattdessen aus.",
  '"{time}" is no time of day.': "„{time}“ ist keine Uhrzeit.",
  "Write it as 22:00.": "Schreiben Sie sie wie 22:00.",
  'There is a saved search called "{name}" already.':
    "Eine gespeicherte Suche namens „{name}“ gibt es schon.",
  "Give it another name.": "Geben Sie ihr einen anderen Namen.",
  "There is no saved search {id}.":
    "Eine gespeicherte Suche {id} gibt es nicht.",
  "Nobody can keep more than {mostSearches} searches.":
    "Niemand kann mehr als {mostSearches:number} {mostSearches:Suche|Suchen} behalten.",
  "Delete some of them.": "Löschen Sie einige davon.",
  "The code was wrong too often.": "Der Code war zu oft falsch.",
  "Start the server again; it shows a new one.":
    "Starten Sie den Server neu; er zeigt einen neuen.",
  "The code is wrong.": "Der Code ist falsch.",
  "It is what `holdall serve` printed when it started.":
    "Es ist der, den `holdall serve` beim Start gezeigt hat.",
  "There is an administrator already.": "Es gibt schon eine Verwaltung.",
  "Sign in, or ask the administrator for an account.":
    "Melden Sie sich an, oder bitten Sie die Verwaltung um ein Konto.",
  "There is no mail server.": "Es gibt keinen Mailserver.",
  "Ask an administrator to set one, in the settings or with holdall mail set.":
    "Bitten Sie die Verwaltung, einen einzustellen, in den Einstellungen oder mit holdall mail set.",
  "Nobody has said where releases are told of.":
    "Niemand hat gesagt, wo neue Versionen stehen.",
  "Give the address of a list of releases first.":
    "Nennen Sie zuerst die Adresse einer Liste von Versionen.",
  "The address is none of an encrypted page.":
    "Die Adresse gehört zu keiner verschlüsselten Seite.",
  "The address must not hold a password.":
    "In der Adresse darf kein Passwort stehen.",
  "Give one that everybody may ask.":
    "Nennen Sie eine, die alle abrufen dürfen.",
  "These are too many files.": "Das sind zu viele Dateien.",
  "{name} was sent twice.": "{name} wurde zweimal gesendet.",
  "A file has a name that cannot be used.":
    "Der Name einer Datei kann nicht benutzt werden.",
  "Rename the file and send it again.":
    "Benennen Sie die Datei um und senden Sie sie noch einmal.",
  "The disk of the data folder is full.":
    "Der Datenträger des Datenordners ist voll.",
  "Free some space on that disk, then send the files again.":
    "Schaffen Sie Platz auf diesem Datenträger und senden Sie die Dateien dann noch einmal.",
  "There is no such upload (any more).":
    "Diese gesendeten Dateien gibt es nicht (mehr).",
  "Send the files again.": "Senden Sie die Dateien noch einmal.",
  "The address is none of the web.": "Das ist keine Adresse des Webs.",
  "Give the secret by itself; each message is signed with it.":
    "Geben Sie das Geheimnis für sich an; jede Nachricht wird damit signiert.",
  "The address is not encrypted.": "Die Adresse ist nicht verschlüsselt.",
  "Use https, or say that http is fine.":
    "Nehmen Sie https, oder sagen Sie, dass http genügt.",
  "Only Holdall's own window may ask.":
    "Fragen darf nur das Fenster von Holdall selbst.",
  "There is no such command.": "Einen solchen Befehl gibt es nicht.",
  "Files of this kind are not opened from here: they might be programs.":
    "Dateien dieser Art werden von hier aus nicht geöffnet: Es könnten Programme sein.",
  "Save the file, and open it yourself.":
    "Speichern Sie die Datei und öffnen Sie sie selbst.",
  "The disk is full: {path} could not be written.":
    "Der Datenträger ist voll: {path} konnte nicht geschrieben werden.",
  "Free some space on that disk or choose another folder, then run it again.":
    "Schaffen Sie Platz auf diesem Datenträger oder wählen Sie einen anderen Ordner; starten Sie dann noch einmal.",
  "{path} would become larger than files may be there.":
    "{path} würde größer, als Dateien dort sein dürfen.",
  "Cut the export into volumes, or choose a disk that takes larger files.":
    "Teilen Sie den Export, oder wählen Sie einen Datenträger, der größere Dateien nimmt.",
  "The folder of {path} does not exist (any more).":
    "Den Ordner von {path} gibt es nicht (mehr).",
  "Make the folder or choose another one, then run it again.":
    "Legen Sie den Ordner an oder wählen Sie einen anderen; starten Sie dann noch einmal.",
  "{path} cannot be read ({code}).":
    "{path} kann nicht gelesen werden ({code}).",
  "{path} cannot be written ({code}).":
    "{path} kann nicht geschrieben werden ({code}).",
  "{folder} cannot be written.": "In {folder} kann nicht geschrieben werden.",
  "Check that the disk has room and may be written to.":
    "Prüfen Sie, ob auf dem Datenträger Platz ist und ob er beschrieben werden darf.",
  "Check the permissions of the file and its folder.":
    "Prüfen Sie die Zugriffsrechte der Datei und ihres Ordners.",
  "The filter {name} has no operator that is known.":
    "Der Filter {name} hat keinen bekannten Vergleich.",
  "Use one of {list}.": "Möglich sind {list}.",
  "There is no filter {name}.": "Einen Filter {name} gibt es nicht.",
  "The filter {name} has no word to look for.":
    "Im Filter {name} ist kein Wort, nach dem zu suchen wäre.",
  "The query cannot be understood: {reason}.":
    "Die Suche ist nicht zu verstehen: {reason:words}.",
  'Put double quotes around words as they are: "a: b".':
    'Setzen Sie Wörter, die wörtlich gemeint sind, in Anführungszeichen: "a: b".',
  "There is an account for {email} already.":
    "Für {email} gibt es schon ein Konto.",
  "Use `holdall user passwd` to give it another password.":
    "Ein anderes Passwort gibt ihm `holdall user passwd`.",
  "The catalog {file} was written by a newer version of Holdall (schema {version}; this one knows {catalogVersion}).":
    "Der Katalog {file} ist von einer neueren Version von Holdall (Schema {version}; diese kennt {catalogVersion}).",
  "The catalog {file} was written by a different version of Holdall (schema {version}; this one knows {catalogVersion}).":
    "Der Katalog {file} ist von einer anderen Version von Holdall (Schema {version}; diese kennt {catalogVersion}).",
  "Update Holdall, or choose another data folder.":
    "Aktualisieren Sie Holdall, oder wählen Sie einen anderen Datenordner.",
  "{file} is a database, but no catalog of Holdall; it was left as it is.":
    "{file} ist eine Datenbank, aber kein Katalog von Holdall; sie blieb, wie sie ist.",
  "Choose another data folder, or move that file away.":
    "Wählen Sie einen anderen Datenordner, oder räumen Sie diese Datei weg.",
  "The catalog {file} was made by an unreleased build of Holdall whose tables are others, or was not copied whole; it was left as it is.":
    "Der Katalog {file} ist von einem Stand von Holdall, der nie erschienen ist und andere Tabellen hat, oder wurde nicht ganz kopiert; er blieb, wie er ist.",
  "Choose another data folder, or move catalog.sqlite away and import its packages again.":
    "Wählen Sie einen anderen Datenordner, oder räumen Sie catalog.sqlite weg und importieren Sie die Pakete noch einmal.",
  "The catalog {file} is damaged: {message}.":
    "Der Katalog {file} ist beschädigt: {message}.",
  "Restore catalog.sqlite from a backup; the files in store/ are not affected.":
    "Stellen Sie catalog.sqlite aus einer Sicherung wieder her; die Dateien in store/ sind nicht betroffen.",
  "The catalog {file} is in use by another program.":
    "Den Katalog {file} benutzt gerade ein anderes Programm.",
  "Try again when the other program has finished.":
    "Versuchen Sie es wieder, wenn das andere Programm fertig ist.",
  "The catalog {file} cannot be opened.":
    "Der Katalog {file} kann nicht geöffnet werden.",
  "Check that the data folder exists and may be written to.":
    "Prüfen Sie, ob es den Datenordner gibt und ob hineingeschrieben werden darf.",
  "{file} cannot be read or written ({code}).":
    "{file} kann nicht gelesen oder geschrieben werden ({code}).",
  "Look whether its disk is full, or failing.":
    "Sehen Sie nach, ob der Datenträger voll oder schadhaft ist.",
  "Free some space on that disk.": "Schaffen Sie Platz auf diesem Datenträger.",
  "The system keychain did not give back what was put in.":
    "Der Schlüsselbund des Systems gab nicht zurück, was hineingelegt wurde.",
  "The system keychain cannot be used ({reason}).":
    "Der Schlüsselbund des Systems ist nicht benutzbar ({reason:words}).",
  "There is no such run.": "Einen solchen Lauf gibt es nicht.",
  "Commands take application/json.":
    "Befehle werden als application/json geschickt.",
  "There is no such file.": "Eine solche Datei gibt es nicht.",
  "The input is not right.": "Die Eingabe stimmt nicht.",
  "The first administrator can only be made on the machine itself.":
    "Das erste Konto der Verwaltung kann nur auf dem Rechner selbst angelegt werden.",
  "Use `holdall user add EMAIL --admin` there.":
    "Benutzen Sie dort `holdall user add EMAIL --admin`.",
  "The upload was interrupted.": "Das Senden wurde unterbrochen.",
  "X-File-Name must be the name of the file, percent-encoded.":
    "X-File-Name muss der Name der Datei sein, prozentkodiert.",
  "The form cannot be read.": "Das Formular ist nicht zu lesen.",
  "it is too long": "sie ist zu lang",
  "it is nested too deeply": "sie ist zu tief verschachtelt",
  "a bracket is open": "eine Klammer ist offen",
  "nothing follows {name}:": "auf {name}: folgt nichts",
  "a range needs a field": "ein Bereich braucht ein Feld",
  "a term is missing": "es fehlt ein Begriff",
  "a bracket is closed twice": "eine Klammer wird zweimal geschlossen",
  "a quotation mark is open": "ein Anführungszeichen ist offen",
  "a term has neither letter nor digit":
    "ein Begriff hat weder Buchstaben noch Ziffern",
  "there is no Secret Service on this machine":
    "auf diesem Rechner gibt es keinen Secret Service",
  "It begins with https://": "Sie beginnt mit https://",
};
