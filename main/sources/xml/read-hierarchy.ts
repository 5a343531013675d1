import { readContentSync } from "../../archives/read-content.ts";
import { AppError } from "../../domain/errors.ts";
import type { Report } from "../../domain/run.ts";
import type { SourceBitstream, SourceStructure } from "../source.ts";
import {
  child,
  inside,
  optional,
  readElementTree,
  required,
  requiredUuid,
  type XmlElement,
} from "./element-tree.ts";
import type { PackageFiles } from "./package-files.ts";
import {
  isInside,
  readBitstream,
  readMetadata,
  readPolicies,
} from "./read-parts.ts";

const file = "hierarchy.xml";
const mostBytes = 128 * 1024 * 1024;

/** The communities and collections of a package; null, with a warning, when their description is damaged. */
export function readHierarchy(
  files: PackageFiles,
  report: Report,
): SourceStructure | null {
  const ref = files.file(file);
  try {
    if (ref === undefined)
      throw new AppError("input.invalid", "It is not there.");
    return toStructure(
      readElementTree(readContentSync(ref, mostBytes), "hierarchy"),
      files,
      report,
    );
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    report({
      severity: "warning",
      code: "structure.damaged",
      object: file,
      file,
      message: `The description of the collections cannot be used: ${error.message}`,
      action: "Communities and collections are not restored from it.",
    });
    return null;
  }
}

function toStructure(
  root: XmlElement,
  files: PackageFiles,
  report: Report,
): SourceStructure {
  const communities = inside(root, "communities", "community");
  const uuids = new Map(
    communities.map((one) => [required(one, "id"), requiredUuid(one)]),
  );
  const logo = (owner: XmlElement): { logo?: SourceBitstream } => {
    const described = child(owner, "logo");
    if (described === undefined) return {};
    const path = optional(described, "path");
    const content =
      path === null || !isInside(path) ? undefined : files.file(path);
    if (content !== undefined)
      return { logo: readBitstream(described, content) };
    report({
      severity: "warning",
      code: "logo.missing",
      object: required(owner, "name"),
      file,
      message: `The logo ${path ?? ""} is not in the package.`,
      action: "It is restored without its logo.",
    });
    return {};
  };
  const container = (element: XmlElement) => ({
    name: required(element, "name"),
    uuid: requiredUuid(element),
    handle: optional(element, "handle"),
    metadata: readMetadata(element),
    policies: readPolicies(element),
    ...logo(element),
  });
  return {
    communities: communities.map((element) => {
      const parent = optional(element, "parentId");
      return {
        ...container(element),
        parent: parent === null ? null : (uuids.get(parent) ?? null),
      };
    }),
    collections: inside(root, "collections", "collection").map((element) => ({
      ...container(element),
      parents: element.children
        .filter(({ name }) => name === "parent")
        .map(requiredUuid),
      license: child(element, "license")?.text ?? null,
      template:
        child(element, "template") === undefined
          ? null
          : readMetadata(element, "template"),
    })),
    groups: inside(root, "groups", "group").map((group) =>
      required(group, "name"),
    ),
  };
}
