import type { Bitstream, ObjectRef } from "../domain/catalog.ts";
import type { Entry } from "../domain/package-entry.ts";
import {
  sidecarVersion,
  toMetadataDocument,
  toPolicyDocument,
  type StructureDocument,
} from "../domain/saf-sidecar.ts";
import { safeName } from "./flat-names.ts";
import type { PackageFacts } from "./format.ts";
import { bitstreamFacts } from "./bitstream-facts.ts";

/**
 * The communities and collections of a package in its root folder: their logos, then the document that describes them.
 * @param name name of the document
 */
export function* structureEntries(
  facts: PackageFacts,
  name: string,
): Generator<Entry> {
  const at = (file: string) => ({
    path: `${facts.root}/${file}`,
    mtime: facts.lastModified,
  });
  for (const { logo } of [...facts.communities, ...facts.collections]) {
    if (logo === null) continue;
    const { sha256, size, crc32, mimeType } = logo;
    yield {
      ...at(logoName(logo)),
      mimeType,
      source: { kind: "bitstream", sha256, size, crc32 },
    };
  }
  yield {
    ...at(name),
    mimeType: "application/json",
    source: {
      kind: "bytes",
      bytes: Buffer.from(`${JSON.stringify(structure(facts), null, 1)}\n`),
    },
  };
}

function logoName(logo: Bitstream): string {
  return `logo-${logo.uuid}-${safeName(logo.name ?? "logo")}`;
}

function structure(facts: PackageFacts): StructureDocument {
  const logo = (bitstream: Bitstream | null) =>
    bitstream === null
      ? null
      : {
          uuid: bitstream.uuid,
          file: logoName(bitstream),
          description: bitstream.description,
          source: bitstream.source,
          ...bitstreamFacts(bitstream),
          metadata: toMetadataDocument(bitstream.metadata),
          policies: bitstream.policies.map(toPolicyDocument),
        };
  const positions = new Map(
    facts.communities.map((community, position) => [community.uuid, position]),
  );
  const place = ({ uuid }: ObjectRef) => positions.get(uuid) ?? Infinity;
  const groups = new Set<string>();
  for (const { policies } of [...facts.communities, ...facts.collections]) {
    for (const { group } of policies) if (group !== null) groups.add(group);
  }
  return {
    holdall: sidecarVersion,
    type: "structure",
    title: facts.title,
    communities: facts.communities.map((community) => ({
      uuid: community.uuid,
      handle: community.handle,
      name: community.name,
      parent: community.parent?.uuid ?? null,
      metadata: toMetadataDocument(community.metadata),
      logo: logo(community.logo),
      policies: community.policies.map(toPolicyDocument),
    })),
    collections: facts.collections.map((collection) => ({
      uuid: collection.uuid,
      handle: collection.handle,
      name: collection.name,
      // In the order of the communities above, which does not depend on when they were made.
      parents: [...collection.parents]
        .sort((a, b) => place(a) - place(b))
        .map((parent) => parent.uuid),
      metadata: toMetadataDocument(collection.metadata),
      logo: logo(collection.logo),
      license: collection.license,
      template:
        collection.template === null
          ? null
          : toMetadataDocument(collection.template),
      policies: collection.policies.map(toPolicyDocument),
    })),
    groups: [...groups].sort(),
  };
}
