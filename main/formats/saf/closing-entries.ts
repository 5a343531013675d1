import { createReadStream, createWriteStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Bitstream, ObjectRef } from "../../domain/catalog.ts";
import type { Entry } from "../../domain/package-entry.ts";
import {
  manifestName,
  reportName,
  sidecarVersion,
  structureName,
  toMetadataDocument,
  toPolicyDocument,
  type StructureDocument,
} from "../../domain/saf-sidecar.ts";
import type { PackageFacts } from "../format.ts";
import { safeName } from "./names.ts";
import { bitstreamFacts } from "./sidecar.ts";

/** What follows the items in the root folder: logos, `collection.json`, `report.json`, then the manifest over all (saf.md section 23). */
export async function* closingEntries(
  facts: PackageFacts,
): AsyncGenerator<Entry> {
  const at = (name: string) => ({
    path: `${facts.root}/${name}`,
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
    ...at(structureName),
    source: {
      kind: "bytes",
      bytes: Buffer.from(`${JSON.stringify(structure(facts), null, 1)}\n`),
    },
  };
  const report = join(facts.workFolder, reportName);
  await pipeline(reportText(facts), createWriteStream(report));
  yield {
    ...at(reportName),
    mimeType: "application/json",
    source: { kind: "file", file: report },
  };
  yield {
    ...at(manifestName),
    mimeType: "text/plain",
    source: { kind: "file", file: facts.manifestFile },
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

/** The report as JSON text, problem by problem. */
async function* reportText(facts: PackageFacts): AsyncGenerator<string> {
  const head = {
    holdall: sidecarVersion,
    type: "report",
    title: facts.title,
    format: "DSpace Simple Archive Format",
    mode: facts.options.migrate ? "migrate" : "exact",
    withBitstreams: facts.options.bitstreams,
    ...(facts.volume === null ? {} : { volume: facts.volume }),
    items: { planned: facts.itemsPlanned, packed: facts.items },
    files: {
      planned: facts.filesPlanned,
      packed: facts.files,
      bytes: facts.bytes,
    },
    withdrawnItemsLeftOut: facts.withdrawnLeftOut,
    unfinishedItemsLeftOut: facts.unfinishedLeftOut,
    ...(facts.items === 0
      ? {
          note: "There was no item to pack; the package holds the description of its collections only.",
        }
      : {}),
  };
  yield `${JSON.stringify(head, null, 1).slice(0, -2)},\n "problems": [`;
  let first = true;
  for await (const line of linesOf(facts.problemsFile)) {
    yield `${first ? "" : ","}\n  ${line}`;
    first = false;
  }
  yield first ? "]\n}\n" : "\n ]\n}\n";
}

/** Lines that are not empty. Only line feeds end them: JSON may hold every other separator as it is. */
async function* linesOf(file: string): AsyncGenerator<string> {
  let rest = "";
  for await (const text of createReadStream(file, { encoding: "utf8" })) {
    const lines = `${rest}${String(text)}`.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line !== "") yield line;
  }
  if (rest !== "") yield rest;
}
