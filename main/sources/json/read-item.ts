import { Compile } from "typebox/compile";
import { AppError } from "../../domain/errors.ts";
import {
  itemsName,
  jsonItem,
  type JsonItem,
} from "../../domain/json-package.ts";
import type { Problem, Report } from "../../domain/run.ts";
import {
  fromMetadataDocument,
  fromVersionDocument,
  toPolicyDocument,
} from "../../domain/saf-sidecar.ts";
import { onDemand } from "../../domain/on-demand.ts";
import { expectedContent, isConsistent } from "../described-content.ts";
import type { PackageFiles } from "../package-files.ts";
import { parseJson } from "../parse-json.ts";
import { relativePath } from "../relative-path.ts";
import type {
  RefusedItem,
  SourceBitstream,
  SourceItem,
  SourceRelationship,
} from "../source.ts";

const validator = onDemand(() => Compile(jsonItem));

type ItemReport = (
  problem: Pick<Problem, "severity" | "code" | "message" | "action">,
) => void;
type BitstreamDocument = JsonItem["bundles"][number]["bitstreams"][number];

/**
 * Reads one element of the list of items. What is wrong with it is reported; what cannot be mended makes it a refused
 * item.
 * @param number of the element, from 1
 */
export function readItem(
  element: Uint8Array,
  number: number,
  files: PackageFiles,
  report: Report,
): SourceItem | RefusedItem {
  let key = `item:${String(number)}`;
  const tell: ItemReport = (problem) => {
    report({ ...problem, object: key, file: itemsName });
  };
  const refuse = (code: string, message: string): RefusedItem => {
    tell({ severity: "error", code, message, action: "The item was refused." });
    return { refused: true, key };
  };
  let document: unknown;
  try {
    document = parseJson(element, `Item ${String(number)} of ${itemsName}`);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return refuse(error.code, error.message);
  }
  if (!validator().Check(document) || !isConsistent(document))
    return refuse(
      "item.invalid",
      "It is not as this version of the product writes items.",
    );
  key = document.folder;
  const missing: string[] = [];
  const item = toItem(document, files, missing, tell);
  if (missing.length > 0)
    return refuse(
      "file.missing",
      `The package does not hold the file ${missing.join(", ")}.`,
    );
  return item;
}

function toItem(
  document: JsonItem,
  files: PackageFiles,
  missing: string[],
  tell: ItemReport,
): SourceItem {
  let absent = 0;
  const bundles = document.bundles.map((bundle) => ({
    ...(bundle.uuid === undefined ? {} : { uuid: bundle.uuid }),
    name: bundle.name,
    metadata: fromMetadataDocument(bundle.metadata),
    policies: bundle.policies.map(toPolicyDocument),
    bitstreams: bundle.bitstreams.flatMap((bitstream) => {
      const { file } = bitstream;
      if (file === null) {
        absent += 1;
        return [];
      }
      const path = relativePath(file);
      const content = path.safe ? files.file(path.path) : undefined;
      if (content === undefined) {
        missing.push(file);
        return [];
      }
      return toBitstream(bitstream, content);
    }),
  }));
  if (absent > 0)
    tell({
      severity: "warning",
      code: "bitstream.not-in-package",
      message: `The item had ${String(absent)} more ${absent === 1 ? "file" : "files"} whose bytes are not in the package.`,
      action: "The item was read without them.",
    });
  const { owningCollection, mappedCollections } = document;
  return {
    key: document.folder,
    ...(document.uuid === undefined ? {} : { uuid: document.uuid }),
    ...(document.handle === null ? {} : { handle: document.handle }),
    collections: [owningCollection, ...mappedCollections].map(
      ({ uuid }) => uuid,
    ),
    inArchive: document.inArchive,
    withdrawn: document.withdrawn,
    discoverable: document.discoverable,
    lastModified: Date.parse(document.lastModified),
    submitter: document.submitter,
    metadata: fromMetadataDocument(document.metadata),
    bundles,
    policies: document.policies.map(toPolicyDocument),
    relationships: document.relationships.flatMap(toRelationship),
    ...(document.version === undefined
      ? {}
      : { version: fromVersionDocument(document.version) }),
  };
}

function toBitstream(
  document: BitstreamDocument,
  content: SourceBitstream["content"],
): SourceBitstream {
  return {
    ...(document.uuid === undefined ? {} : { uuid: document.uuid }),
    name: document.name,
    description: document.description,
    source: document.source,
    mimeType: document.mimeType,
    content,
    sequence: document.sequence,
    primary: document.primary,
    metadata: fromMetadataDocument(document.metadata),
    policies: document.policies.map(toPolicyDocument),
    expected: expectedContent(document),
  };
}

/** Each link within the package is told by both of its items, and taken from the left one. */
function toRelationship({
  type,
  side,
  uuid,
  folder,
  leftPlace,
  rightPlace,
}: JsonItem["relationships"][number]): SourceRelationship[] {
  if (folder !== null && side !== "left") return [];
  return [
    {
      type,
      target: folder === null ? uuid : `folderName:${folder}`,
      places: { left: leftPlace, right: rightPlace },
    },
  ];
}
