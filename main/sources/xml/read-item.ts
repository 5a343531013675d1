import { readContentSync } from "../../archives/read-content.ts";
import { AppError } from "../../domain/errors.ts";
import type { Report } from "../../domain/run.ts";
import type {
  RefusedItem,
  SourceBitstream,
  SourceItem,
  SourceRelationship,
} from "../source.ts";
import {
  child,
  inside,
  optional,
  optionalUuid,
  readElementTree,
  refuse,
  required,
  truth,
  wholeNumber,
  type XmlElement,
} from "./element-tree.ts";
import type { PackageFiles } from "./package-files.ts";
import {
  isInside,
  readBitstream,
  readMetadata,
  readPolicies,
} from "./read-parts.ts";

/** 800,000 values take about as much. */
const mostBytes = 192 * 1024 * 1024;

/** Reads one item. Everything that is wrong with it is reported; what cannot be mended makes it a refused item. */
export function readItem(
  folder: string,
  files: PackageFiles,
  report: Report,
): SourceItem | RefusedItem {
  const file = `${folder}/item.xml`;
  try {
    const ref = files.file(file) ?? refuse("It is not there.");
    const root = readElementTree(readContentSync(ref, mostBytes), "item");
    return toItem(root, folder, files, report);
  } catch (error) {
    if (
      !(error instanceof AppError) ||
      !/^(archive|file|input)\./u.test(error.code)
    )
      throw error;
    report({
      severity: "error",
      code: error.code === "input.invalid" ? "xml.invalid" : error.code,
      object: folder,
      file,
      message: error.message,
      action: "The item was refused.",
    });
    return { refused: true, key: folder };
  }
}

function toItem(
  root: XmlElement,
  folder: string,
  files: PackageFiles,
  report: Report,
): SourceItem {
  const state = child(root, "state") ?? refuse("It does not say its state.");
  const owner =
    child(root, "owningCollection") ??
    refuse("It does not say its collection.");
  const lastModified = Date.parse(required(state, "lastModified"));
  if (!Number.isFinite(lastModified)) refuse("Its date is none.");
  const uuid = optionalUuid(root);
  const handle = optional(root, "handle");
  return {
    key: folder,
    ...(uuid === undefined ? {} : { uuid }),
    ...(handle === null ? {} : { handle }),
    collections: [
      owner,
      ...inside(root, "mappedCollections", "collection"),
    ].map((collection) => required(collection, "uuid")),
    inArchive: truth(state, "archived"),
    withdrawn: truth(state, "withdrawn"),
    discoverable: truth(state, "discoverable"),
    lastModified,
    submitter: optional(state, "submitter"),
    metadata: readMetadata(root),
    policies: readPolicies(root),
    bundles: readBundles(root, folder, files, report),
    ...readVersion(root),
    relationships: readRelationships(root),
  };
}

function readVersion(root: XmlElement): Pick<SourceItem, "version"> {
  const version = child(root, "version");
  if (version === undefined) return {};
  const date = Date.parse(optional(version, "date") ?? "");
  return {
    version: {
      history: required(version, "history"),
      number: wholeNumber(version, "number"),
      summary: optional(version, "summary"),
      createdAt: Number.isFinite(date) ? date : null,
    },
  };
}

function readBundles(
  root: XmlElement,
  folder: string,
  files: PackageFiles,
  report: Report,
): SourceItem["bundles"] {
  let absent = 0;
  const bundles = inside(root, "bundles", "bundle").map((bundle) => {
    const uuid = optionalUuid(bundle);
    const bitstreams: SourceBitstream[] = [];
    for (const element of bundle.children) {
      if (element.name !== "bitstream") continue;
      const path = optional(element, "path");
      if (path === null) {
        absent += 1;
        continue;
      }
      const content = isInside(path)
        ? files.file(`${folder}/${path}`)
        : undefined;
      if (content === undefined)
        refuse(`The file ${path} is not in the package.`);
      else bitstreams.push(readBitstream(element, content));
    }
    return {
      ...(uuid === undefined ? {} : { uuid }),
      name: required(bundle, "name"),
      bitstreams,
      metadata: readMetadata(bundle),
      policies: readPolicies(bundle),
    };
  });
  if (absent > 0) {
    report({
      severity: "warning",
      code: "bitstream.not-in-package",
      object: folder,
      file: `${folder}/item.xml`,
      message: `The item had ${String(absent)} more ${absent === 1 ? "file" : "files"} whose bytes are not in the package.`,
      action: "The item was read without them.",
    });
  }
  return bundles;
}

/** Each link once: from its left side where the package holds both items, else from the one that is there. */
function readRelationships(root: XmlElement): SourceRelationship[] {
  const links: SourceRelationship[] = [];
  for (const element of inside(root, "relationships", "relationship")) {
    const type = required(element, "type");
    const folder = optional(element, "folder");
    const places = {
      left: wholeNumber(element, "leftPlace"),
      right: wholeNumber(element, "rightPlace"),
    };
    if (folder === null)
      links.push({ type, target: required(element, "uuid"), places });
    else if (required(element, "side") === "left")
      links.push({ type, target: `folderName:${folder}`, places });
  }
  return links;
}
