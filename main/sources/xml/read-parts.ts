import {
  policyActions,
  type Content,
  type Policy,
} from "../../domain/catalog.ts";
import type { ContentRef } from "../../domain/content-ref.ts";
import type { MetadataDraft } from "../../domain/metadata.ts";
import type { SourceBitstream } from "../source.ts";
import {
  inside,
  optional,
  optionalUuid,
  refuse,
  required,
  truth,
  wholeNumber,
  type XmlElement,
} from "./element-tree.ts";

/** Metadata in their order. @throws AppError input.invalid */
export function readMetadata(
  owner: XmlElement,
  list = "metadata",
): MetadataDraft[] {
  return inside(owner, list, "value").map((value) => ({
    schema: required(value, "schema"),
    element: required(value, "element"),
    qualifier: optional(value, "qualifier"),
    language: optional(value, "language"),
    value: value.text,
    authority: optional(value, "authority"),
    confidence:
      value.attributes["confidence"] === undefined
        ? -1
        : wholeNumber(value, "confidence"),
  }));
}

/** @throws AppError input.invalid */
export function readPolicies(owner: XmlElement): Policy[] {
  return inside(owner, "policies", "policy").map((policy) => {
    const given = required(policy, "action");
    const action =
      policyActions.find((known) => known === given) ??
      refuse(`There is no action ${given}.`);
    return {
      action,
      group: optional(policy, "group"),
      account: optional(policy, "account"),
      name: optional(policy, "name"),
      description: optional(policy, "description"),
      type: optional(policy, "type"),
      startDate: optional(policy, "startDate"),
      endDate: optional(policy, "endDate"),
    };
  });
}

/** A file as its element describes it. @throws AppError input.invalid */
export function readBitstream(
  element: XmlElement,
  content: ContentRef,
): SourceBitstream {
  const uuid = optionalUuid(element);
  return {
    ...(uuid === undefined ? {} : { uuid }),
    name: optional(element, "name"),
    description: optional(element, "description"),
    source: optional(element, "source"),
    mimeType: required(element, "mimeType"),
    sequence: wholeNumber(element, "sequence"),
    primary: truth(element, "primary"),
    metadata: readMetadata(element),
    policies: readPolicies(element),
    content,
    expected: readExpected(element),
  };
}

/** Size and checksums it promises. */
function readExpected(element: XmlElement): Content {
  return {
    size: wholeNumber(element, "size"),
    sha256: required(element, "sha256"),
    md5: required(element, "md5"),
    crc32: Number.parseInt(required(element, "crc32"), 16),
  };
}

/** Whether a path stays inside the folder it is relative to. */
export function isInside(path: string): boolean {
  return path
    .split("/")
    .every((name) => name !== "" && name !== "." && name !== "..");
}
