import type { Bitstream, Item } from "../../domain/catalog.ts";
import { fieldName, type MetadataValue } from "../../domain/metadata.ts";
import type { Entry } from "../../domain/package-entry.ts";
import type { Problem } from "../../domain/run.ts";
import {
  itemSidecarName,
  toSafText,
  trimBlanks,
} from "../../domain/saf-sidecar.ts";
import type { FormatContext, Omission, PlannedItem } from "../format.ts";
import { itemText } from "../item-text.ts";
import { packedMetadata } from "../packed-metadata.ts";
import {
  contentsLine,
  isRestricted,
  lineText,
  soleReader,
} from "./contents.ts";
import { metadataFiles } from "./dublin-core.ts";

/** The entries of one item: control files, sidecar, then its bitstreams (saf.md section 23). */
export function itemEntries(
  item: Item,
  planned: PlannedItem,
  omitted: ReadonlyMap<number, Omission>,
  context: FormatContext,
): { entries: Entry[]; problems: Problem[] } {
  const problems: Problem[] = [];
  const { options } = context;
  const metadata = packedMetadata(item.metadata, context);
  const folder = planned.folder.slice(context.root.length + 1);
  const note = (
    severity: Problem["severity"],
    code: string,
    object: string,
    message: string,
    action: string,
  ) => {
    problems.push({
      severity,
      code,
      object: inOneLine(`${folder}${object === "" ? "" : `/${object}`}`),
      message: inOneLine(message),
      action: inOneLine(action),
    });
  };

  const packed = planned.files.filter(
    (file) => !omitted.has(file.bitstream.id),
  );
  const names = new Map(
    planned.files.map((file) => [
      file.bitstream.id,
      file.path.slice(planned.folder.length + 1),
    ]),
  );
  const files = new Map(
    packed.map((file) => [
      file.bitstream.id,
      names.get(file.bitstream.id) ?? "",
    ]),
  );

  for (const file of planned.files) {
    const omission = omitted.get(file.bitstream.id);
    if (omission !== undefined) {
      const name = names.get(file.bitstream.id) ?? file.bitstream.uuid;
      note(
        omission.severity,
        omission.code,
        name,
        omission.message,
        "The file was left out; the rest of the item is packed.",
      );
    }
  }
  noteValues(metadata, note);
  noteFiles(packed, files, note);
  if (item.withdrawn || !item.discoverable) {
    note(
      "note",
      "state.in-sidecar",
      "",
      `SAF cannot say that the item is ${item.withdrawn ? "withdrawn" : "not discoverable"}.`,
      "It is kept in the sidecar.",
    );
  }
  if (isRestricted(item.policies)) {
    note(
      "note",
      "policy.in-sidecar",
      "",
      "SAF cannot hold the item's access policies.",
      "They are kept in the sidecar.",
    );
  }

  const entries: Entry[] = [];
  const add = (name: string, text: string) => {
    entries.push({
      path: `${planned.folder}/${name}`,
      mtime: item.lastModified,
      source: { kind: "bytes", bytes: Buffer.from(text) },
    });
  };
  for (const file of metadataFiles(metadata)) add(file.name, file.text);
  add("contents", contentsText(item, files));
  const collections = [item.owningCollection, ...item.mappedCollections];
  add(
    "collections",
    collections
      .map((collection) => `${collection.handle ?? collection.uuid}\n`)
      .join(""),
  );
  if (!options.migrate && item.handle !== null)
    add("handle", `${item.handle}\n`);
  const relationships = relationshipLines(item, metadata, context, note);
  if (relationships !== "") add("relationships", relationships);
  add(itemSidecarName, `${itemText(item, metadata, files, context)}\n`);
  for (const file of packed) {
    const { sha256, size, crc32, mimeType } = file.bitstream;
    entries.push({
      path: file.path,
      mtime: item.lastModified,
      mimeType,
      source: { kind: "bitstream", sha256, size, crc32 },
    });
  }
  return { entries, problems };
}

type Note = (
  severity: Problem["severity"],
  code: string,
  object: string,
  message: string,
  action: string,
) => void;

/** Problems are kept one a line, and some readers of lines end them at the separators that JSON leaves as they are. */
function inOneLine(text: string): string {
  return text.replace(/[\u2028\u2029]/g, (separator) =>
    separator === "\u2028" ? "\\u2028" : "\\u2029",
  );
}

function contentsText(item: Item, files: ReadonlyMap<number, string>): string {
  let text = "";
  for (const bundle of item.bundles) {
    for (const bitstream of bundle.bitstreams) {
      const file = files.get(bitstream.id);
      if (file !== undefined)
        text += `${contentsLine(file, bundle.name, bitstream)}\n`;
    }
  }
  return text;
}

/**
 * `relationships` names each link once, from its left side, and by folder, since handles and uuids of this server mean
 * nothing on another (saf.md section 22, row 8).
 */
function relationshipLines(
  item: Item,
  metadata: readonly MetadataValue[],
  context: FormatContext,
  note: Note,
): string {
  if (item.relationships.length === 0) return "";
  const isEntity = metadata.some(
    (value) => fieldName(value) === "dspace.entity.type",
  );
  let lines = "";
  for (const { side, type, other } of item.relationships) {
    const folder = context.folderOf(other.id);
    if (folder !== null && isEntity) {
      if (side === "left") lines += `relation.${type} folderName:${folder}\n`;
      continue;
    }
    const lost = context.options.migrate;
    note(
      lost ? "warning" : "note",
      lost ? "relationship.left-out" : "relationship.in-sidecar",
      "",
      `The relationship ${type} leads to ${other.handle ?? other.uuid}, ${isEntity ? "which is not in this package" : "but the item has no entity type"}.`,
      lost ? "It was left out." : "It is kept in the sidecar.",
    );
  }
  return lines;
}

function noteValues(metadata: readonly MetadataValue[], note: Note): void {
  for (const value of metadata) {
    if (value.schema === "relation") {
      note(
        "note",
        "value.relation",
        fieldName(value),
        "Importers take values of the schema relation for links to other items.",
        "It was left out of the XML and is kept in the sidecar.",
      );
      continue;
    }
    const text = toSafText(value.value);
    if (text === value.value) continue;
    if (text === "") {
      note(
        "note",
        "value.empty",
        fieldName(value),
        "The value is empty.",
        "It was left out of the XML and is kept in the sidecar.",
      );
    } else if (text !== trimBlanks(value.value)) {
      note(
        "warning",
        "value.characters",
        fieldName(value),
        "The value has characters that XML cannot hold.",
        "They were left out of the XML; the original is kept in the sidecar.",
      );
    }
  }
}

function noteFiles(
  packed: readonly { readonly bitstream: Bitstream }[],
  files: ReadonlyMap<number, string>,
  note: Note,
): void {
  for (const { bitstream } of packed) {
    const file = files.get(bitstream.id) ?? "";
    if (file !== bitstream.name) {
      note(
        "note",
        "name.changed",
        file,
        bitstream.name === null
          ? "The bitstream has no name."
          : `The name ${JSON.stringify(bitstream.name)} is not safe or not unique.`,
        `It is packed as ${file}; the original is kept in the sidecar.`,
      );
    }
    if (
      bitstream.description !== null &&
      lineText(bitstream.description) !== bitstream.description
    ) {
      note(
        "note",
        "description.changed",
        file,
        "The description has line breaks, tabs or outer blanks.",
        "They were replaced by blanks; the original is kept in the sidecar.",
      );
    }
    if (isRestricted(bitstream.policies) && soleReader(bitstream) === null) {
      note(
        "note",
        "policy.in-sidecar",
        file,
        "SAF cannot hold all access policies of the file.",
        "They are kept in the sidecar.",
      );
    }
  }
}
