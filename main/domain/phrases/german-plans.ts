import type { Phrases } from "./phrase-book.ts";

/** What is said of saved exports, runs, deliveries and what was checked. */
export const germanPlans: Phrases = {
  "Its owner may not export any more.":
    "Wem er gehört, darf nicht mehr exportieren.",
  "The run before was still going.": "Der Lauf davor war noch nicht zu Ende.",
  '"{name}" keeps the last archive.': "„{name}“ behält das letzte Archiv.",
  '"{name}" keeps the last {keepLast} archives.':
    "„{name}“ behält die letzten {keepLast:number} {keepLast:Archiv|Archive}.",
  '"{name}" keeps archives for {keepDays} {keepDays:day|days}.':
    "„{name}“ behält Archive {keepDays:number} {keepDays:Tag|Tage} lang.",
  "Its archive was removed: those that are made for clients of RSpace are kept for 48 hours.":
    "Sein Archiv wurde entfernt: Was für Clients von RSpace gemacht wird, bleibt 48 Stunden.",
  "There is no kind of target {id}.": "Ein Ziel der Art {id} gibt es nicht.",
  "There are {list}.": "Es gibt {list}.",
  "The saved export has no {transport} target {id}.":
    "Der gespeicherte Export hat kein Ziel {id} der Art {transport}.",
  "There is no saved export {id}.":
    "Einen gespeicherten Export {id} gibt es nicht.",
  "Somebody else has changed this saved export meanwhile.":
    "Jemand anders hat diesen gespeicherten Export inzwischen geändert.",
  "Look at it again.": "Sehen Sie ihn sich noch einmal an.",
  '"{name}" is being exported already.': "„{name}“ wird schon exportiert.",
  "Wait until it ends, or stop it.":
    "Warten Sie, bis es zu Ende ist, oder brechen Sie es ab.",
  "There is no run {run} of a saved export.":
    "Einen Lauf {run} eines gespeicherten Exports gibt es nicht.",
  "That target is not there (any more) or takes nothing of this run, or the archive is on its way there already.":
    "Dieses Ziel gibt es nicht (mehr), oder es nimmt nichts von diesem Lauf, oder das Archiv ist schon auf dem Weg dorthin.",
  "There is no delivery {id}.": "Eine Lieferung {id} gibt es nicht.",
  "Only a delivery that has failed, to a target that is still there, can be tried again.":
    "Nur eine fehlgeschlagene Lieferung an ein Ziel, das es noch gibt, kann noch einmal versucht werden.",
  "The {title} target did not answer within {longestTest} seconds.":
    "Das Ziel ({title:words}) hat innerhalb von {longestTest:number} {longestTest:Sekunde|Sekunden} nicht geantwortet.",
  "Check the address, and that the server is running and can be reached from here.":
    "Prüfen Sie die Adresse, und ob der Server läuft und von hier zu erreichen ist.",
  "Restore catalog.sqlite from a backup; exports made earlier can be imported again.":
    "Stellen Sie catalog.sqlite aus einer Sicherung wieder her; frühere Exporte können wieder importiert werden.",
  "The catalog is sound.": "Der Katalog ist in Ordnung.",
  "It is {names}.": "Es ist {names:words}.",
  "Import the package it came from again, or put the undamaged file back under this name.":
    "Importieren Sie das Paket, aus dem sie kam, noch einmal, oder legen Sie die unbeschädigte Datei unter diesem Namen zurück.",
  "A file in the store belongs to nothing in the catalog.":
    "Eine Datei im Speicher gehört zu nichts im Katalog.",
  "{unknown} files in the store belong to nothing in the catalog.":
    "{unknown:number} {unknown:Datei|Dateien} im Speicher gehören zu nichts im Katalog.",
  "They do no harm; `holdall doctor --clean` removes them.":
    "Sie schaden nicht; „Aufräumen“ in den Einstellungen (`holdall doctor --clean`) entfernt sie.",
  "Every bitstream is there and undamaged.":
    "Jede Datei ist da und unbeschädigt.",
  "The system keychain can be used.":
    "Der Schlüsselbund des Systems ist benutzbar.",
  "Session tokens are kept in memory only; start a Secret Service (for instance gnome-keyring) to keep them.":
    "Sitzungen bleiben nur im Arbeitsspeicher; starten Sie einen Secret Service (zum Beispiel gnome-keyring), um sie zu behalten.",
  "Only {gigabytes} GB are free on the disk of the data folder.":
    "Auf dem Datenträger des Datenordners sind nur {gigabytes:number} GB frei.",
  "Free some space before the next import or export.":
    "Schaffen Sie vor dem nächsten Import oder Export Platz.",
  "{gigabytes} GB are free on the disk of the data folder.":
    "Auf dem Datenträger des Datenordners sind {gigabytes:number} GB frei.",
  "Exports cannot be delivered by {title}: {what}.":
    "Exporte können nicht über {title:words} geliefert werden: {what:words}.",
  "Exports can be delivered to every kind of target.":
    "Exporte können an jede Art von Ziel geliefert werden.",
  "{path} belongs to no run (any more).":
    "{path} gehört zu keinem Lauf (mehr).",
  "It does no harm; `holdall doctor --clean` removes it.":
    "Das schadet nicht; „Aufräumen“ in den Einstellungen (`holdall doctor --clean`) entfernt es.",
  "The run is waiting.": "Der Lauf wartet.",
  "The run is unfinished.": "Der Lauf ist nicht zu Ende.",
  "The next `holdall export` or `holdall import` takes it up again, unless it is running elsewhere.":
    "Der nächste `holdall export` oder `holdall import` nimmt ihn wieder auf, es sei denn, er läuft anderswo.",
  "No run is unfinished.": "Jeder Lauf ist zu Ende.",
  'An archive of "{definition}" could not be delivered to {summary}.':
    "Ein Archiv von „{definition}“ konnte nicht geliefert werden: {summary:words}.",
  '{count} archives of "{definition}" could not be delivered to {summary}.':
    "{count:number} {count:Archiv|Archive} von „{definition}“ konnten nicht geliefert werden: {summary:words}.",
  "Mend the target, then try the deliveries again.":
    "Bringen Sie das Ziel in Ordnung und versuchen Sie dann die Lieferungen noch einmal.",
  '"{definition}" can be delivered to {summary}.':
    "„{definition}“ kann geliefert werden: {summary:words}.",
  '"{name}" has a schedule, but will never be due again.':
    "„{name}“ hat einen Zeitplan, wird aber nie wieder fällig.",
  "`holdall schedule list` shows when it runs next.":
    "Wann er wieder läuft, zeigt `holdall schedule list`.",
  "Every scheduled export has run when it was due last.":
    "Jeder geplante Export ist gelaufen, als er zuletzt fällig war.",
  "Only bags have a payload.":
    "Nur Bags haben einen Inhalt in einem anderen Format.",
  "Choose the format bagit, or leave the payload out.":
    "Wählen Sie das Format BagIt, oder lassen Sie den Inhalt weg.",
  "The run was not an export.": "Der Lauf war kein Export.",
  'There is no {noun} "{id}".': "{noun:words} „{id}“ gibt es nicht.",
  "Use one of: {list}.": "Möglich sind: {list}.",
  "An export has a target, items or a query, only one of them.":
    "Exportiert wird entweder ein Ziel, einzelne Objekte oder eine Suche, nur eines davon.",
  "The query has no word to search for.":
    "In der Suche ist kein Wort, nach dem zu suchen wäre.",
  "There is no {kind} {target}.": "{kind:phrase} {target} gibt es nicht.",
  "{reference} is a {kind}; several objects can be exported together only when all of them are items.":
    "{reference} ist {kind:words}; mehreres zusammen lässt sich nur exportieren, wenn es lauter Objekte sind.",
  "There are several tables in {path}, and any of them could be meant.":
    "In {path} sind mehrere Tabellen, und jede davon könnte gemeint sein.",
  "Import one of them, or one after the other.":
    "Importieren Sie eine davon, oder eine nach der anderen.",
  "{path} is not something that can be imported.":
    "{path} ist nichts, was importiert werden kann.",
  "Give a SAF package or one that Holdall has written (a folder, a ZIP or a tar archive), or a CSV file that lies beside its files.":
    "Nennen Sie ein SAF-Paket oder eines, das Holdall geschrieben hat (Ordner, ZIP oder TAR), oder eine CSV-Datei, die neben ihren Dateien liegt.",
  "{into} is an item, not a collection.":
    "{into} ist ein Objekt, keine Sammlung.",
  "{into} is a community, not a collection.":
    "{into} ist ein Bereich, keine Sammlung.",
  "Give a collection, or the name of one to create.":
    "Nennen Sie eine Sammlung oder den Namen einer neuen.",
  "There is no collection {into}.": "Eine Sammlung {into} gibt es nicht.",
  "`holdall list collections` shows what there is; a name that is no identifier creates a collection.":
    "Was es gibt, zeigt `holdall list collections`; ein Name, der keine Kennung ist, legt eine Sammlung an.",
  "There is no source {id}.": "Eine Quelle {id} gibt es nicht.",
  "A source that is remembered is a file or folder of this machine.":
    "Als Quelle merkt sich Holdall eine Datei oder einen Ordner dieses Rechners.",
  "Give its whole path.": "Nennen Sie ihren ganzen Pfad.",
  'There is a source "{name}" already.': "Eine Quelle „{name}“ gibt es schon.",
  "Choose another name.": "Wählen Sie einen anderen Namen.",
  "The archive of this export is not there (any more).":
    "Das Archiv dieses Exports ist nicht (mehr) da.",
  "Export it again.": "Exportieren Sie noch einmal.",
  "There is no such volume.": "Einen solchen Teil gibt es nicht.",
  "The package has no such file.": "Eine solche Datei ist nicht im Paket.",
  "The run has not ended yet.": "Der Lauf ist noch nicht zu Ende.",
  "Wait for its end, or cancel it first.":
    "Warten Sie sein Ende ab, oder brechen Sie ihn zuerst ab.",
  "Nothing was left out of this export that could be made up for.":
    "In diesem Export fehlt nichts, was nachgeholt werden könnte.",
  "Run {id} has made nothing that could be compared.":
    "Der Lauf {id} hat nichts gemacht, was verglichen werden könnte.",
  'There are {count} collections named "{name}".':
    "Es gibt {count:number} {count:Sammlung|Sammlungen} namens „{name}“.",
  'There are {count} communities named "{name}".':
    "Es gibt {count:number} {count:Bereich|Bereiche} namens „{name}“.",
  "Use a uuid instead: {list}.": "Nennen Sie stattdessen eine UUID: {list}.",
  'There is no community, collection or item "{reference}".':
    "Einen Bereich, eine Sammlung oder ein Objekt „{reference}“ gibt es nicht.",
  "`holdall list collections` shows what there is.":
    "Was es gibt, zeigt `holdall list collections`.",
  'There is no community "{reference}".':
    "Einen Bereich „{reference}“ gibt es nicht.",
  "`holdall list communities` shows what there is.":
    "Was es gibt, zeigt `holdall list communities`.",
  "It is being rehearsed.": "Der Import wird gerade geprobt.",
  "Wait for its end, or stop it first.":
    "Warten Sie, bis es zu Ende ist, oder brechen Sie es zuerst ab.",
  "A package for migration leaves out which items it holds, so nothing can be compared.":
    "Ein Paket für einen anderen Server sagt nicht, welche Objekte darin sind; es lässt sich also nichts vergleichen.",
  "Export it without migration.":
    "Exportieren Sie nicht für einen anderen Server.",
  "There is no file {path}.": "Eine Datei {path} gibt es nicht.",
  "The rehearsal was stopped.": "Die Probe wurde abgebrochen.",
  "The package of this run is not being read.":
    "Das Paket dieses Laufs wird gerade nicht gelesen.",
  "There is no run {id}.": "Einen Lauf {id} gibt es nicht.",
  "Nothing had changed, so this export made no archive.":
    "Nichts hatte sich geändert, also hat dieser Export kein Archiv gemacht.",
  "This export is a folder and not packed, so there is no archive of it.":
    "Dieser Export ist ein Ordner und nicht gepackt, also gibt es kein Archiv davon.",
  "Take its files one by one, or export it again as an archive.":
    "Nehmen Sie seine Dateien einzeln, oder exportieren Sie noch einmal als Archiv.",
  "The archive of this export was removed on {when}, as its saved export says.":
    "Das Archiv dieses Exports wurde am {when:date} entfernt, wie sein gespeicherter Export es vorsieht.",
  "There is no time zone {timeZone}.":
    "Eine Zeitzone {timeZone} gibt es nicht.",
  "Time zones have names such as Europe/Berlin.":
    "Zeitzonen haben Namen wie Europe/Berlin.",
  '"{pattern}" is not a schedule.': "„{pattern}“ ist kein Zeitplan.",
  "A cron expression has five parts: minute, hour, day of month, month, day of week.":
    "Ein Cron-Ausdruck hat fünf Teile: Minute, Stunde, Tag des Monats, Monat, Wochentag.",
  '"{definition}" cannot be delivered to {summary}: {message}':
    "„{definition}“ kann nicht geliefert werden ({summary:words}): {message:words}",
  '"{name}" did not run when it was due last: {lastProblem}':
    "„{name}“ lief nicht, als er zuletzt fällig war: {lastProblem:words}",
  "Its archive was removed: {reason}":
    "Sein Archiv wurde entfernt: {reason:words}",
  "It could not be delivered:": "Es konnte nicht geliefert werden:",
  "The export has not finished yet.": "Der Export ist noch nicht zu Ende.",
  "Ask again in a moment.": "Versuchen Sie es gleich noch einmal.",
};
