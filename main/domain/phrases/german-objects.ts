import { germanTitles } from "../own-titles.ts";
import type { Phrases } from "./phrase-book.ts";

/** What is said of what is in the catalog. */
export const germanObjects: Phrases = {
  "There is no community {community}.":
    "Einen Bereich {community} gibt es nicht.",
  "There is no type of entity {entityType}.":
    "Einen Objekttyp {entityType} gibt es nicht.",
  "No file was sent.": "Es wurde keine Datei gesendet.",
  "At most {mostRemoved} bitstreams are removed at once.":
    "Höchstens {mostRemoved:number} {mostRemoved:Datei wird|Dateien werden} auf einmal gelöscht.",
  "There is no item {handle}.": "Ein Objekt {handle} gibt es nicht.",
  "{size} bytes have arrived, {size2} were announced.":
    "{size:number} {size:Byte ist|Bytes sind} angekommen, {size2:number} {size2:war|waren} angekündigt.",
  "The {algorithm} of what has arrived is {own}.":
    "{algorithm} dessen, was angekommen ist, ist {own}.",
  "A bundle has a name.": "Ein Bündel hat einen Namen.",
  "The item has a bundle {name} already.":
    "Das Objekt hat schon ein Bündel {name}.",
  "The bundle has no bitstream {uuid}.": "Das Bündel hat keine Datei {uuid}.",
  "The template of a collection has no bundles.":
    "Die Vorlage einer Sammlung hat keine Bündel.",
  "The bundle has a primary bitstream already.":
    "Das Bündel hat schon eine Hauptdatei.",
  "The bundle has no primary bitstream.": "Das Bündel hat keine Hauptdatei.",
  "Somebody else has changed the licence meanwhile.":
    "Jemand anders hat die Lizenz inzwischen geändert.",
  "Look at theirs, and save once more.":
    "Sehen Sie sich die andere an und speichern Sie noch einmal.",
  "A collection is made in a community: name it as `parent`.":
    "Eine Sammlung wird in einem Bereich angelegt: Nennen Sie ihn als `parent`.",
  "The {kind} has this group already.":
    "{kind:words}: Diese Gruppe gibt es schon.",
  "There is no such group here.": "Eine solche Gruppe gibt es hier nicht.",
  "There is no community or collection {id}.":
    "Einen Bereich oder eine Sammlung {id} gibt es nicht.",
  "Make it first.": "Legen Sie sie zuerst an.",
  "A community has administrators only.":
    "Ein Bereich hat nur eine Verwaltung.",
  "A logo is not one of the files of an item.":
    "Ein Logo ist keine der Dateien eines Objekts.",
  "Somebody else has changed this file meanwhile.":
    "Jemand anders hat diese Datei inzwischen geändert.",
  "Somebody has put files into this bundle meanwhile.":
    "Jemand hat inzwischen Dateien in dieses Bündel getan.",
  "Delete it with its files.": "Löschen Sie es mit seinen Dateien.",
  "Look at it, and save once more.":
    "Sehen Sie sie sich an und speichern Sie noch einmal.",
  "There is no format {format}.": "Ein Format {format} gibt es nicht.",
  "A file stays with its item.": "Eine Datei bleibt bei ihrem Objekt.",
  "There is no bitstream {id}.": "Eine Datei {id} gibt es nicht.",
  "There is no such group.": "Eine solche Gruppe gibt es nicht.",
  "The group {name} is permanent.": "Die Gruppe {name} bleibt immer.",
  "The group {name} belongs to a community or collection.":
    "Die Gruppe {name} gehört zu einem Bereich oder einer Sammlung.",
  "A group has a name.": "Eine Gruppe hat einen Namen.",
  "A group cannot be in itself.": "Eine Gruppe kann nicht in sich selbst sein.",
  "Not everybody can be an administrator.":
    "Es können nicht alle zur Verwaltung gehören.",
  "This is not possible with the template of a collection.":
    "Mit der Vorlage einer Sammlung ist das nicht möglich.",
  "A collection that owns an item has no need of a mapping.":
    "Eine Sammlung, der ein Objekt gehört, braucht keine Zuordnung.",
  "An item is made in a collection: name it as `owningCollection`.":
    "Ein Objekt wird in einer Sammlung angelegt: Nennen Sie sie als `owningCollection`.",
  "The collection owns the item already.":
    "Das Objekt gehört der Sammlung schon.",
  "{op} is not possible at {path}.": "{op} ist bei {path} nicht möglich.",
  "{path} is true or false.": "{path} ist wahr oder falsch.",
  "The collection has a template already.":
    "Die Sammlung hat schon eine Vorlage.",
  "`after` is not the `next` of a page in this order.":
    "`after` ist nicht das `next` einer Seite in dieser Reihenfolge.",
  "The {kind} has no logo.": "{kind:words}: Ein Logo gibt es nicht.",
  "The {kind} has a logo already.": "{kind:words}: Ein Logo gibt es schon.",
  "Delete it first.": "Löschen Sie es zuerst.",
  "At most {mostFiles} files are added at once.":
    "Höchstens {mostFiles:number} {mostFiles:Datei wird|Dateien werden} auf einmal hinzugefügt.",
  "Add them in several steps, or import them.":
    "Fügen Sie sie in mehreren Schritten hinzu, oder importieren Sie sie.",
  "The item has no bundle {bundle}.": "Das Objekt hat kein Bündel {bundle}.",
  "One file is needed.": "Es braucht genau eine Datei.",
  "There is no policy {id}.": "Ein Recht {id} gibt es nicht.",
  "It is for nobody any more.": "Es gilt für niemanden mehr.",
  "There is no object {object} that has policies.":
    "Ein Objekt {object}, an dem es Rechte gibt, gibt es nicht.",
  "The object has more than {most} policies.":
    "An dem Objekt gibt es mehr als {most:number} {most:Recht|Rechte}.",
  "Change them one by one through the API.":
    "Ändern Sie sie einzeln über die API.",
  "Choose somebody else: they may have been removed meanwhile.":
    "Wählen Sie jemand anderen: Vielleicht gibt es ihn inzwischen nicht mehr.",
  "Together the objects have more than {mostTogether} policies.":
    "An den Objekten gibt es zusammen mehr als {mostTogether:number} {mostTogether:Recht|Rechte}.",
  "Ask for fewer objects at once.":
    "Fragen Sie nach weniger Objekten auf einmal.",
  "Somebody else has changed these rights meanwhile.":
    "Jemand anders hat diese Rechte inzwischen geändert.",
  "Look at both, and save what is to be kept.":
    "Sehen Sie sich beide an und speichern Sie, was bleiben soll.",
  "There are values of {name}.": "Es gibt Werte von {name}.",
  "Remove or move them first.": "Löschen oder verschieben Sie sie zuerst.",
  "There is no such metadata schema.":
    "Ein solches Metadatenschema gibt es nicht.",
  "The item has no relationship {id}.": "Das Objekt hat keine Beziehung {id}.",
  "Look at it, and replace it once more.":
    "Sehen Sie sie sich an und ersetzen Sie sie noch einmal.",
  "What was in this file before is not kept any more.":
    "Was vorher in dieser Datei war, ist nicht mehr aufbewahrt.",
  "Replace it by a copy from elsewhere.":
    "Ersetzen Sie sie durch eine Kopie von anderswo.",
  "An item cannot be related to itself.":
    "Ein Objekt kann keine Beziehung zu sich selbst haben.",
  "There is no such kind of relationship.":
    "Eine solche Art von Beziehung gibt es nicht.",
  "The two items are related so already.":
    "Diese Beziehung haben die beiden Objekte schon.",
  "{title} has as many of these as it can have.":
    "{title} hat so viele davon, wie es haben kann.",
  "Somebody else has changed the metadata meanwhile.":
    "Jemand anders hat die Metadaten inzwischen geändert.",
  "An export of yours has not ended yet; start the next one after it.":
    "Ein Export von Ihnen ist noch nicht zu Ende; starten Sie den nächsten danach.",
  "{file} is damaged: its SHA-256 is {digest} instead of {sha256}.":
    "{file} ist beschädigt: SHA-256 ist {digest} statt {sha256}.",
  "{file} has {size} bytes instead of {expected}.":
    "{file} hat {size:number} statt {expected:number} {expected:Byte|Bytes}.",
  "{path} is in the bitstream store, but not a file of it.":
    "{path} liegt im Dateispeicher, ist aber keine Datei davon.",
  "{path} is in the bitstream store, but nothing refers to it.":
    "{path} liegt im Dateispeicher, aber nichts verweist darauf.",
  'There is a saved export called "{name}" already.':
    "Einen gespeicherten Export namens „{name}“ gibt es schon.",
  "There is an account with the {name} {value} already.":
    "Ein Konto mit {name:words} {value} gibt es schon.",
  "There is a group {name} already.": "Eine Gruppe {name} gibt es schon.",
  "A metadata field without schema or element cannot be stored.":
    "Ein Metadatenfeld ohne Schema oder Element kann nicht gespeichert werden.",
  "The collection of the item is not there any more.":
    "Die Sammlung des Objekts gibt es nicht mehr.",
  "The metadata field {field} is not in the registry.":
    "Das Metadatenfeld {field} ist nicht verzeichnet.",
  "Add it to the registry first.": "Nehmen Sie es zuerst ins Verzeichnis auf.",
  "The uuid {uuid} belongs to another object ({kind}) of this catalog.":
    "Die UUID {uuid} gehört einem anderen Objekt dieses Katalogs ({kind:words}).",
  "Import with new identifiers to make a copy, or leave it out.":
    "Importieren Sie mit neuen Kennungen, um eine Kopie anzulegen, oder lassen Sie es weg.",
  "The handle {wanted} belongs to another {object}.":
    "Das Handle {wanted} gehört schon etwas anderem ({object:words}).",
  "Free some space on that disk, then send the file again.":
    "Schaffen Sie Platz auf diesem Datenträger und senden Sie die Datei dann noch einmal.",
  "The registry has {what} already.": "Im Verzeichnis steht schon {what}.",
  "The whole catalog": germanTitles.all,
  "{length} {length:item|items}": "{length:number} {length:Objekt|Objekte}",
  "an item": "ein Objekt",
  "a community": "ein Bereich",
  "a collection": "eine Sammlung",
  item: "Objekt",
  items: "Objekte",
  community: "Bereich",
  collection: "Sammlung",
  bundle: "Bündel",
  bitstream: "Datei",
  object: "Objekt",
  site: "Holdall",
  format: "Format",
  packer: "Packer",
  account: "Konto",
  group: "Gruppe",
  "relationship type": "Beziehungsart",
  relationship: "Beziehung",
  "metadata schema": "Metadatenschema",
  "metadata field": "Metadatenfeld",
  "bitstream format": "Dateiformat",
  password: "Passwort",
  "{name} of item {uuid}": "{name:words} von Objekt {uuid}",
  "(no name)": "(ohne Namen)",
  "{op} of {path} is not offered.": "{op} von {path} gibt es hier nicht.",
};
