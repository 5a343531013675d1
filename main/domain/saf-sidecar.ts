import { Type, type Static, type TSchema } from "typebox";
import {
  policyActions,
  type Item,
  type ItemVersion,
  type Policy,
  type PolicyAction,
} from "./catalog.ts";
import {
  fieldName,
  type MetadataDraft,
  type MetadataValue,
} from "./metadata.ts";

/** File name of the sidecar in each item folder (saf.md section 23). */
export const itemSidecarName = "_holdall-item.json";
/** File name of the description of communities and collections in the root folder (saf.md section 23). */
export const structureName = "collection.json";
export const manifestName = "manifest-sha256.txt";
export const reportName = "report.json";
/** What has changed since the package this one goes on from, with a tombstone for each item that is gone. */
export const changesName = "changes.json";

/** Version of the sidecar shapes below; a reader goes on without a sidecar of another version. */
export const sidecarVersion = 1;

const nullable = <T extends TSchema>(schema: T) =>
  Type.Union([schema, Type.Null()]);

const metadataDocument = Type.Record(
  Type.String(),
  Type.Array(
    Type.Object({
      value: Type.String(),
      language: nullable(Type.String()),
      authority: nullable(Type.String()),
      confidence: Type.Integer(),
      place: Type.Integer({ minimum: 0 }),
    }),
  ),
);
/** Metadata in the form of DSpace's REST API: field name to its values in order. */
export type MetadataDocument = Static<typeof metadataDocument>;

const policyDocument = Type.Object({
  action: Type.Unsafe<PolicyAction>(
    Type.Union(policyActions.map((action) => Type.Literal(action))),
  ),
  group: nullable(Type.String()),
  account: nullable(Type.String()),
  name: nullable(Type.String()),
  description: nullable(Type.String()),
  type: nullable(Type.String()),
  startDate: nullable(Type.String()),
  endDate: nullable(Type.String()),
});

const checksums = Type.Object({
  sha256: Type.String({ pattern: "^[0-9a-f]{64}$" }),
  md5: Type.String({ pattern: "^[0-9a-f]{32}$" }),
  /** Eight hexadecimal digits. */
  crc32: Type.String({ pattern: "^[0-9a-f]{8}$" }),
});

/** The fields in the order in which they are written, as in all shapes here: what is in this order is checked sooner. */
const bitstreamDocument = Type.Object({
  uuid: Type.Optional(Type.String()),
  /** Name of the file beside the sidecar as `contents` lists it; null when the package does not hold the bytes. */
  file: nullable(Type.String()),
  /** The original name, whatever it is; null when it has none. */
  name: nullable(Type.String()),
  mimeType: Type.String(),
  format: Type.String(),
  sizeBytes: Type.Integer({ minimum: 0 }),
  checksums,
  description: nullable(Type.String()),
  source: nullable(Type.String()),
  sequence: Type.Integer(),
  primary: Type.Boolean(),
  metadata: metadataDocument,
  policies: Type.Array(policyDocument),
});

const collectionReference = Type.Object({
  uuid: Type.String(),
  handle: nullable(Type.String()),
  name: Type.String(),
});

/** Which version of a work an item is. */
const versionDocument = Type.Object({
  history: Type.String({ minLength: 1 }),
  number: Type.Integer({ minimum: 1 }),
  summary: nullable(Type.String()),
  date: nullable(Type.String()),
  /** uuid of the current version when it is another item; for people. */
  replacedBy: nullable(Type.String()),
});
type VersionDocument = Static<typeof versionDocument>;

/** What SAF cannot hold of an item, beside its control files. */
export const itemSidecar = Type.Object({
  holdall: Type.Literal(sidecarVersion),
  type: Type.Literal("item"),
  /** Absent in a package made for migration, as are the uuids of bitstreams and bundles. */
  uuid: Type.Optional(Type.String()),
  handle: nullable(Type.String()),
  /** Title; for people. */
  name: nullable(Type.String()),
  lastModified: Type.String(),
  inArchive: Type.Boolean(),
  discoverable: Type.Boolean(),
  withdrawn: Type.Boolean(),
  submitter: nullable(Type.String()),
  owningCollection: collectionReference,
  mappedCollections: Type.Array(collectionReference),
  metadata: metadataDocument,
  policies: Type.Array(policyDocument),
  bundles: Type.Array(
    Type.Object({
      uuid: Type.Optional(Type.String()),
      name: Type.String(),
      metadata: metadataDocument,
      policies: Type.Array(policyDocument),
      bitstreams: Type.Array(bitstreamDocument),
    }),
  ),
  relationships: Type.Array(
    Type.Object({
      type: Type.String(),
      side: Type.Union([Type.Literal("left"), Type.Literal("right")]),
      uuid: Type.String(),
      handle: nullable(Type.String()),
      /** Folder of the other item in this package; null when it is not in it. */
      folder: nullable(Type.String()),
      leftPlace: Type.Integer(),
      rightPlace: Type.Integer(),
    }),
  ),
  /** Absent when the item has only ever been what it is. */
  version: Type.Optional(versionDocument),
});
export type ItemSidecar = Static<typeof itemSidecar>;

const logoDocument = Type.Object({
  uuid: Type.String(),
  /** Name of the file in the root folder. */
  file: Type.String(),
  name: nullable(Type.String()),
  description: nullable(Type.String()),
  source: nullable(Type.String()),
  mimeType: Type.String(),
  format: Type.String(),
  sizeBytes: Type.Integer({ minimum: 0 }),
  checksums,
  metadata: metadataDocument,
  policies: Type.Array(policyDocument),
});

/** Communities and collections of a package, from the top down. */
export const structureDocument = Type.Object({
  holdall: Type.Literal(sidecarVersion),
  type: Type.Literal("structure"),
  title: Type.String(),
  communities: Type.Array(
    Type.Object({
      uuid: Type.String(),
      handle: nullable(Type.String()),
      name: Type.String(),
      parent: nullable(Type.String()),
      metadata: metadataDocument,
      logo: nullable(logoDocument),
      policies: Type.Array(policyDocument),
    }),
  ),
  collections: Type.Array(
    Type.Object({
      uuid: Type.String(),
      handle: nullable(Type.String()),
      name: Type.String(),
      parents: Type.Array(Type.String()),
      metadata: metadataDocument,
      logo: nullable(logoDocument),
      license: nullable(Type.String()),
      template: nullable(metadataDocument),
      policies: Type.Array(policyDocument),
    }),
  ),
  groups: Type.Array(Type.String()),
});
export type StructureDocument = Static<typeof structureDocument>;

/** Metadata values as a document, fields sorted by name so that the same values always give the same text. */
export function toMetadataDocument(
  values: readonly MetadataValue[],
): MetadataDocument {
  const document: MetadataDocument = {};
  const names: string[] = [];
  let sorted = true;
  for (const field of values) {
    const name = fieldName(field);
    const { value, language, authority, confidence, place } = field;
    const entry = { value, language, authority, confidence, place };
    const list = document[name];
    if (list !== undefined) {
      list.push(entry);
      continue;
    }
    sorted &&= name > (names.at(-1) ?? "");
    names.push(name);
    document[name] = [entry];
  }
  if (sorted) return document;
  names.sort();
  return Object.fromEntries(names.map((name) => [name, document[name] ?? []]));
}

/** The reverse of {@link toMetadataDocument}. Keys that are not field names (no schema) are left out. */
export function fromMetadataDocument(
  document: MetadataDocument,
): MetadataDraft[] {
  const drafts: MetadataDraft[] = [];
  for (const [name, values] of Object.entries(document)) {
    const [schema, element, qualifier, ...rest] = name.split(".");
    if (schema === undefined || element === undefined || rest.length > 0)
      continue;
    for (const value of values) {
      drafts.push({
        schema,
        element,
        qualifier: qualifier ?? null,
        language: value.language,
        value: value.value,
        authority: value.authority,
        confidence: value.confidence,
      });
    }
  }
  return drafts;
}

/** The version of an item as a document. */
export function toVersionDocument(
  version: NonNullable<Item["version"]>,
): VersionDocument {
  const { history, number, summary, createdAt, replacedBy } = version;
  return {
    history,
    number,
    summary,
    date: createdAt === null ? null : new Date(createdAt).toISOString(),
    replacedBy: replacedBy?.uuid ?? null,
  };
}

/** The reverse of {@link toVersionDocument}; a date that is none is left out. */
export function fromVersionDocument(document: VersionDocument): ItemVersion {
  const { history, number, summary, date } = document;
  const createdAt = date === null ? Number.NaN : Date.parse(date);
  return {
    history,
    number,
    summary,
    createdAt: Number.isFinite(createdAt) ? createdAt : null,
  };
}

/** A policy with nothing but its own fields, in a fixed order. */
export function toPolicyDocument(policy: Policy): Policy {
  return {
    action: policy.action,
    group: policy.group,
    account: policy.account,
    name: policy.name,
    description: policy.description,
    type: policy.type,
    startDate: policy.startDate,
    endDate: policy.endDate,
  };
}

/** Characters that XML 1.0 may not carry: controls, lone surrogates and two noncharacters. */
const suspicious = /[\p{Cc}\p{Cs}\ufffe\uffff]/u;
const allSuspicious = new RegExp(suspicious, "gu");
/** The same and whole characters beyond U+FFFF; found sooner, and nearly all values have neither. */
const perhapsSuspicious =
  /[\u0000-\u001f\u007f-\u009f\ud800-\udfff\ufffe\uffff]/;

/**
 * What a metadata value becomes in an XML of a SAF package and what an importer reads from it: characters that XML 1.0
 * forbids are dropped (form feeds and vertical tabs become blanks, lone surrogates U+FFFD), outer blanks are cut off as
 * DSpace's importer does (saf.md sections 20 and 22, rows 2, 5, 6). An empty result means that the value is not written.
 */
export function toSafText(value: string): string {
  if (!perhapsSuspicious.test(value) || !suspicious.test(value))
    return trimBlanks(value);
  return trimBlanks(
    value.replace(allSuspicious, (character) => {
      const code = character.charCodeAt(0);
      if (
        code === 0x09 ||
        code === 0x0a ||
        code === 0x0d ||
        (code >= 0x7f && code <= 0x9f)
      ) {
        return character;
      }
      if (code === 0x0b || code === 0x0c) return " ";
      return code >= 0xd800 && code <= 0xdfff ? "\ufffd" : "";
    }),
  );
}

/** Cuts off what Java's `String.trim` does: every outer character up to U+0020. */
export function trimBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text.charCodeAt(start) <= 0x20) start++;
  while (end > start && text.charCodeAt(end - 1) <= 0x20) end--;
  return text.slice(start, end);
}
