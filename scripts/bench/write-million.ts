import { join } from "node:path";
import { mkdirSync } from "node:fs";
import type { Content, ItemDraft } from "../../main/domain/catalog.ts";
import type { MetadataDraft } from "../../main/domain/metadata.ts";
import { createBitstreamStore } from "../../main/store/bitstream-store.ts";
import { createCatalog } from "../../main/store/catalog.ts";
import { openAccess } from "../../main/store/container-store.ts";

/** Different small files; the items share them, so that the disk is not what is measured. */
const differentFiles = 997;
const firstDay = Date.UTC(2020, 0, 1);

function value(
  element: string,
  qualifier: string | null,
  text: string,
): MetadataDraft {
  return { schema: "dc", element, qualifier, language: null, value: text };
}

function draftOf(
  number: number,
  collection: number,
  content: Content,
): ItemDraft {
  return {
    handle: `123456789/${1_000_000 + number}`,
    owningCollection: collection,
    mappedCollections: [],
    inArchive: true,
    withdrawn: false,
    discoverable: true,
    lastModified: firstDay + number * 1000,
    submitter: null,
    metadata: [
      value("title", null, `Observation ${number} of a series`),
      value("contributor", "author", `Author, Number ${number % 1000}`),
      value("date", "issued", String(1900 + (number % 120))),
    ],
    policies: [],
    bundles: [
      {
        name: "ORIGINAL",
        metadata: [],
        policies: [],
        bitstreams: [
          {
            name: `observation-${number}.txt`,
            description: null,
            source: null,
            content,
            primary: true,
            metadata: [],
            policies: [],
          },
        ],
      },
    ],
  };
}

/**
 * Fills an empty data folder with one collection, `million`, of so many small items.
 * An item becomes six entries of a package: five of its own and one file.
 */
export async function writeMillion(
  dataFolder: string,
  items: number,
): Promise<void> {
  const storeFolder = join(dataFolder, "store");
  mkdirSync(storeFolder, { recursive: true });
  const stored = await createBitstreamStore(storeFolder).ingestMany(
    Array.from({ length: Math.min(items, differentFiles) }, (_, number) => ({
      kind: "bytes" as const,
      bytes: Buffer.from(`observation;${number};${number * 7919}\n`),
    })),
  );
  const contents = stored.map((one) => {
    if (!one.ok) throw new Error(one.error.message);
    return one.content;
  });
  const catalog = createCatalog(join(dataFolder, "catalog.sqlite"));
  try {
    const community = catalog.containers.createCommunity({
      parent: null,
      name: "Benchmark",
      metadata: [],
      policies: [],
    });
    const collection = catalog.containers.createCollection({
      parents: [community.id],
      name: "million",
      metadata: [],
      policies: openAccess,
      license: null,
      template: null,
    });
    for (let number = 0; number < items; number += 1) {
      const content = contents[number % contents.length];
      if (content !== undefined)
        catalog.items.create(draftOf(number, collection.id, content));
    }
  } finally {
    catalog.close();
  }
}
