import type { Bitstream, CollectionRef, Item } from "../domain/catalog.ts";
import { fieldName, type MetadataValue } from "../domain/metadata.ts";
import {
  sidecarVersion,
  toMetadataDocument,
  toPolicyDocument,
  toVersionDocument,
  type ItemSidecar,
} from "../domain/saf-sidecar.ts";
import type { FormatContext } from "./format.ts";

/** What decides how an item is described. */
export interface DocumentContext extends Pick<
  FormatContext,
  "folderOf" | "handlePrefix"
> {
  readonly options: Pick<FormatContext["options"], "migrate">;
}

/**
 * Everything there is to say of an item, as a document: SAF's sidecar, and an element of JSON packages.
 * @param metadata the values that are in the package (fewer than the item's when migrating)
 * @param files name in the package of each bitstream that is packed, by id
 */
export function itemDocument(
  item: Item,
  metadata: readonly MetadataValue[],
  files: ReadonlyMap<number, string>,
  context: DocumentContext,
): ItemSidecar {
  const identity = (uuid: string): { uuid?: string } =>
    context.options.migrate ? {} : { uuid };
  return {
    holdall: sidecarVersion,
    type: "item",
    ...identity(item.uuid),
    handle: context.options.migrate ? null : item.handle,
    name:
      metadata.find((value) => fieldName(value) === "dc.title")?.value ?? null,
    lastModified: new Date(item.lastModified).toISOString(),
    inArchive: item.inArchive,
    discoverable: item.discoverable,
    withdrawn: item.withdrawn,
    submitter: item.submitter,
    owningCollection: reference(item.owningCollection),
    mappedCollections: item.mappedCollections.map(reference),
    metadata: toMetadataDocument(metadata),
    policies: item.policies.map(toPolicyDocument),
    bundles: item.bundles.map((bundle) => ({
      ...identity(bundle.uuid),
      name: bundle.name,
      metadata: toMetadataDocument(bundle.metadata),
      policies: bundle.policies.map(toPolicyDocument),
      bitstreams: bundle.bitstreams.map((bitstream) => ({
        ...identity(bitstream.uuid),
        file: files.get(bitstream.id) ?? null,
        ...bitstreamFacts(bitstream),
        description: bitstream.description,
        source: bitstream.source,
        sequence: bitstream.sequence,
        primary: bitstream.primary,
        metadata: toMetadataDocument(bitstream.metadata),
        policies: bitstream.policies.map(toPolicyDocument),
      })),
    })),
    relationships: context.options.migrate
      ? []
      : item.relationships.map((relationship) => ({
          type: relationship.type,
          side: relationship.side,
          uuid: relationship.other.uuid,
          handle: relationship.other.handle,
          folder: context.folderOf(relationship.other.id),
          leftPlace: relationship.leftPlace,
          rightPlace: relationship.rightPlace,
        })),
    ...(item.version === undefined || context.options.migrate
      ? {}
      : { version: toVersionDocument(item.version) }),
  };
}

/** Name, type, size and checksums of a bitstream as the sidecars write them. */
export function bitstreamFacts(bitstream: Bitstream) {
  return {
    name: bitstream.name,
    mimeType: bitstream.mimeType,
    format: bitstream.formatName,
    sizeBytes: bitstream.size,
    checksums: {
      sha256: bitstream.sha256,
      md5: bitstream.md5,
      crc32: bitstream.crc32.toString(16).padStart(8, "0"),
    },
  };
}

function reference(collection: CollectionRef) {
  return {
    uuid: collection.uuid,
    handle: collection.handle,
    name: collection.name,
  };
}
