import { Compile } from "typebox/compile";
import { readContentSync } from "../archives/read-content.ts";
import type { ContentRef } from "../domain/content-ref.ts";
import { AppError } from "../domain/errors.ts";
import type { Report } from "../domain/run.ts";
import {
  fromMetadataDocument,
  structureDocument,
  toPolicyDocument,
  type StructureDocument,
} from "../domain/saf-sidecar.ts";
import { onDemand } from "../domain/on-demand.ts";
import type { SourceBitstream, SourceStructure } from "./source.ts";
import { controlFileLimits } from "./control-file-limits.ts";
import { parseJson } from "./parse-json.ts";
import { expectedContent, isUuid } from "./described-content.ts";

const validator = onDemand(() => Compile(structureDocument));

/**
 * The communities and collections that our own packages describe beside the items; null for other packages.
 * @param files what is in the package
 * @param path where the description would be; logos are beside it
 */
export function readStructure(
  files: { file(path: string): ContentRef | undefined },
  path: string,
  report: Report,
): SourceStructure | null {
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  const ref = files.file(path);
  if (ref === undefined) return null;
  const ignore = (message: string): null => {
    report({
      severity: "warning",
      code: "structure.damaged",
      object: path,
      file: path,
      message,
      action: "Communities and collections are not restored from it.",
    });
    return null;
  };
  let document: unknown;
  try {
    document = parseJson(
      readContentSync(ref, controlFileLimits.structure),
      path,
    );
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return ignore(error.message);
  }
  if (!isOurs(document)) return null;
  if (!validator().Check(document) || !hasUuids(document)) {
    return ignore(
      "The description of the collections is damaged or of another version.",
    );
  }

  const logo = (
    place: string,
    described: StructureDocument["collections"][number]["logo"],
  ): { logo?: SourceBitstream } => {
    if (described === null) return {};
    const content = /[/\\]/u.test(described.file)
      ? undefined
      : files.file(`${folder}${described.file}`);
    if (content === undefined) {
      report({
        severity: "warning",
        code: "logo.missing",
        object: place,
        file: path,
        message: `The logo ${described.file} is not in the package.`,
        action: "It is restored without its logo.",
      });
      return {};
    }
    return {
      logo: {
        uuid: described.uuid,
        name: described.name,
        description: described.description,
        source: described.source,
        mimeType: described.mimeType,
        content,
        primary: false,
        metadata: fromMetadataDocument(described.metadata),
        policies: described.policies.map(toPolicyDocument),
        expected: expectedContent(described),
      },
    };
  };
  return {
    communities: document.communities.map((community) => ({
      name: community.name,
      uuid: community.uuid,
      handle: community.handle,
      parent: community.parent,
      metadata: fromMetadataDocument(community.metadata),
      ...logo(community.name, community.logo),
      policies: community.policies.map(toPolicyDocument),
    })),
    collections: document.collections.map((collection) => ({
      name: collection.name,
      uuid: collection.uuid,
      handle: collection.handle,
      parents: collection.parents,
      metadata: fromMetadataDocument(collection.metadata),
      ...logo(collection.name, collection.logo),
      license: collection.license,
      template:
        collection.template === null
          ? null
          : fromMetadataDocument(collection.template),
      policies: collection.policies.map(toPolicyDocument),
    })),
    groups: document.groups,
  };
}

/** Other programs may well have a file of that name. */
function isOurs(document: unknown): boolean {
  return (
    document === undefined ||
    (typeof document === "object" && document !== null && "holdall" in document)
  );
}

function hasUuids(document: StructureDocument): boolean {
  return [...document.communities, ...document.collections].every(
    ({ uuid, logo }) => isUuid(uuid) && (logo === null || isUuid(logo.uuid)),
  );
}
