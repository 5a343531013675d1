import { readContentSync } from "../../archives/read-content.ts";
import type { ContentRef } from "../../domain/content-ref.ts";
import { AppError } from "../../domain/errors.ts";
import { fieldName, type MetadataDraft } from "../../domain/metadata.ts";
import type { Report } from "../../domain/run.ts";
import {
  fromVersionDocument,
  itemSidecarName,
  toPolicyDocument,
  type ItemSidecar,
} from "../../domain/saf-sidecar.ts";
import type { RefusedItem, SourceItem, SourceRelationship } from "../source.ts";
import { controlFileLimits, mostValues } from "../control-file-limits.ts";
import { decodeList } from "./decode-text.ts";
import { ItemRefusal, type ItemReport } from "./item-refusal.ts";
import { parseMetadataXml } from "./parse-metadata-xml.ts";
import { readContents } from "./read-contents.ts";
import {
  distinctRelationships,
  readCollections,
  readHandle,
  readRelationships,
} from "./read-references.ts";
import { readSidecar } from "./read-sidecar.ts";
import { restoreBundles } from "./restore-bundles.ts";
import { restoreMetadata } from "./restore-metadata.ts";
import { isMetadataName, type FolderFiles } from "./tree.ts";

export interface ItemPlace {
  /** Name of the item for ever. */
  readonly key: string;
  /** Folder of the item within the package, for messages; "" is the package itself. */
  readonly folder: string;
  /** What turns the folder name of a neighbour into its key. */
  readonly folderPrefix: string;
}

/**
 * Reads one item folder (saf.md section 20). Everything that is wrong with it is reported; what cannot be mended
 * makes it a refused item.
 */
export function readItem(
  place: ItemPlace,
  open: () => FolderFiles,
  assetstore: string | undefined,
  report: Report,
): SourceItem | RefusedItem {
  const at = (name: string): string =>
    place.folder === "" ? name : `${place.folder}/${name}`;
  const itemReport: ItemReport = (note) => {
    report({
      ...note,
      object: place.key,
      ...(note.file === undefined ? {} : { file: at(note.file) }),
    });
  };
  try {
    return takeItem(place, open(), assetstore, itemReport);
  } catch (error) {
    const refusal = refusalOf(error);
    const { file, line, remedy } = refusal;
    report({
      severity: "error",
      code: refusal.code,
      object: place.key,
      ...(file === undefined ? {} : { file: at(file) }),
      ...(line === undefined ? {} : { line }),
      message: refusal.message,
      action: `The item was refused.${remedy === undefined ? "" : ` ${remedy}`}`,
    });
    return { refused: true, key: place.key };
  }
}

/** An expected failure of one item's files as its refusal; anything else goes on its way. */
function refusalOf(error: unknown): ItemRefusal["refusal"] {
  if (error instanceof ItemRefusal) return error.refusal;
  if (
    error instanceof AppError &&
    /^(archive|file|input)\./u.test(error.code)
  ) {
    return {
      code: error.code,
      message: error.message,
      ...(error.remedy === undefined ? {} : { remedy: error.remedy }),
    };
  }
  throw error;
}

function takeItem(
  place: ItemPlace,
  folder: FolderFiles,
  assetstore: string | undefined,
  report: ItemReport,
): SourceItem {
  const sidecar = openSidecar(folder, report);
  const { values, relations } = readMetadata(folder, report);
  const metadata =
    sidecar === null ? values : restoreMetadata(values, sidecar.metadata);
  const listed = readContents(
    listText(folder, "contents", report),
    folder,
    assetstore,
    [itemSidecarName],
    report,
  );
  const handle = listText(folder, "handle", report);
  const collections = listText(folder, "collections", report);
  const links = listText(folder, "relationships", report);
  const kept = handle === null ? undefined : readHandle(handle, report);
  return {
    key: place.key,
    ...(sidecar?.uuid === undefined ? {} : { uuid: sidecar.uuid }),
    ...(kept === undefined ? {} : { handle: kept }),
    collections:
      collections === null
        ? sidecarCollections(sidecar)
        : readCollections(collections, report),
    inArchive: sidecar?.inArchive ?? true,
    withdrawn: sidecar?.withdrawn ?? false,
    discoverable: sidecar?.discoverable ?? true,
    ...(sidecar === null
      ? {}
      : { lastModified: Date.parse(sidecar.lastModified) }),
    submitter: sidecar?.submitter ?? null,
    metadata,
    bundles: restoreBundles(listed, sidecar, report),
    policies: sidecar === null ? [] : sidecar.policies.map(toPolicyDocument),
    relationships: distinctRelationships([
      ...relations,
      ...(links === null
        ? []
        : withPlaces(
            readRelationships(links, place.folderPrefix, report),
            sidecar,
            place.folderPrefix,
          )),
      ...sidecarLinks(sidecar, metadata, place.folderPrefix),
    ]),
    ...(sidecar?.version === undefined
      ? {}
      : { version: fromVersionDocument(sidecar.version) }),
  };
}

function openSidecar(
  folder: FolderFiles,
  report: ItemReport,
): ItemSidecar | null {
  const ref = folder.files.get(itemSidecarName);
  if (ref === undefined) return null;
  const bytes = readFile(ref, itemSidecarName, "sidecar");
  try {
    return readSidecar(bytes, report);
  } catch (error) {
    throw new ItemRefusal({ ...refusalOf(error), file: itemSidecarName });
  }
}

function readMetadata(
  folder: FolderFiles,
  report: ItemReport,
): { values: MetadataDraft[]; relations: SourceRelationship[] } {
  if (!folder.files.has("dublin_core.xml")) {
    throw new ItemRefusal({
      code: "item.no-dublin-core",
      file: "dublin_core.xml",
      message: folder.unsafe.has("dublin_core.xml")
        ? "The file dublin_core.xml is not a regular file."
        : "The file dublin_core.xml is missing.",
      remedy: "Every item needs one, even if it has no values.",
    });
  }
  const names = [...folder.files.keys()].filter(
    (name) => !name.includes("/") && isMetadataName(name),
  );
  const values: MetadataDraft[] = [];
  const relations: SourceRelationship[] = [];
  for (const name of ["dublin_core.xml", ...names.sort()]) {
    const ref = folder.files.get(name);
    if (ref === undefined) continue;
    const parsed = parseMetadataXml(readFile(ref, name, "metadata"), name);
    for (const note of parsed.notes) report(note);
    // Not spread into the arguments of one call: an item may have more values than a call may have arguments.
    for (const value of parsed.values) values.push(value);
    for (const relation of parsed.relations) relations.push(relation);
    if (values.length + relations.length > mostValues) {
      throw new ItemRefusal({
        code: "xml.too-large",
        file: name,
        message: `The item has more than ${mostValues} values.`,
      });
    }
  }
  return { values, relations };
}

/** Text of a control file that is a list of lines; null when there is none. */
function listText(
  folder: FolderFiles,
  name: "contents" | "handle" | "collections" | "relationships",
  report: ItemReport,
): string | null {
  const unsafe = folder.unsafe.get(name);
  if (unsafe !== undefined) {
    throw new ItemRefusal({
      code: "name.unsafe",
      file: name,
      message: `The file ${name} is refused: ${unsafe}.`,
    });
  }
  const ref = folder.files.get(name);
  if (ref === undefined) return null;
  const decoded = decodeList(readFile(ref, name, name));
  if (!("text" in decoded)) {
    throw new ItemRefusal({ ...decoded, code: "text.encoding", file: name });
  }
  if (decoded.guessed !== undefined) {
    report({
      severity: "warning",
      code: "text.encoding",
      file: name,
      message: decoded.guessed,
      action: "It was read as Windows-1252.",
    });
  }
  return decoded.text;
}

/** Content of a control file; a failure names the file. */
function readFile(
  ref: ContentRef,
  name: string,
  kind: keyof typeof controlFileLimits,
): Uint8Array {
  try {
    return readContentSync(ref, controlFileLimits[kind]);
  } catch (error) {
    const refusal = refusalOf(error);
    throw new ItemRefusal({ ...refusal, file: name });
  }
}

function sidecarCollections(sidecar: ItemSidecar | null): string[] {
  if (sidecar === null) return [];
  return [sidecar.owningCollection, ...sidecar.mappedCollections].map(
    (collection) => collection.uuid,
  );
}

/** Links that `relationships` cannot hold: to items outside the package, and of items that are no entities. */
function sidecarLinks(
  sidecar: ItemSidecar | null,
  metadata: readonly MetadataDraft[],
  folderPrefix: string,
): SourceRelationship[] {
  if (sidecar === null) return [];
  const isEntity = metadata.some(
    (value) => fieldName(value) === "dspace.entity.type",
  );
  const links: SourceRelationship[] = [];
  for (const relationship of sidecar.relationships) {
    const { type, side, uuid, folder } = relationship;
    const places = placesOf(relationship);
    if (folder === null) links.push({ type, target: uuid, places });
    else if (side === "left" && !isEntity) {
      const target = `folderName:${folderPrefix}${folder}`;
      links.push({ type, target, places });
    }
  }
  return links;
}

type SidecarRelationship = ItemSidecar["relationships"][number];

function placesOf({ leftPlace, rightPlace }: SidecarRelationship) {
  return { left: leftPlace, right: rightPlace };
}

/** Gives the links of `relationships` the places that the sidecar knows of them. */
function withPlaces(
  links: readonly SourceRelationship[],
  sidecar: ItemSidecar | null,
  folderPrefix: string,
): SourceRelationship[] {
  const known = new Map<string, SidecarRelationship>();
  for (const one of sidecar?.relationships ?? []) {
    if (one.side !== "left" || one.folder === null) continue;
    const key = `${one.type}\0folderName:${folderPrefix}${one.folder}`;
    if (!known.has(key)) known.set(key, one);
  }
  return links.map((link) => {
    const found = known.get(`${link.type}\0${link.target}`);
    return found === undefined ? link : { ...link, places: placesOf(found) };
  });
}
