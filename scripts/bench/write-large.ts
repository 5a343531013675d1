import { randomFillSync } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { createBitstreamStore } from "../../main/store/bitstream-store.ts";
import { createCatalog } from "../../main/store/catalog.ts";
import { openAccess } from "../../main/store/container-store.ts";

/** Bytes of a file. */
const fileSize = 32 * 2 ** 20;

/**
 * Fills an empty data folder with one collection of files that do not shrink.
 * @param mebibytes size of all of them, about
 * @returns uuid of the collection
 */
export async function writeLarge(
  dataFolder: string,
  mebibytes: number,
): Promise<string> {
  const storeFolder = join(dataFolder, "store");
  mkdirSync(storeFolder, { recursive: true });
  const store = createBitstreamStore(storeFolder);
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
      name: "large",
      metadata: [],
      policies: openAccess,
      license: null,
      template: null,
    });
    const files = Math.max(1, Math.round((mebibytes * 2 ** 20) / fileSize));
    const bytes = Buffer.allocUnsafeSlow(
      Math.min(fileSize, mebibytes * 2 ** 20),
    );
    for (let number = 0; number < files; number += 1) {
      randomFillSync(bytes);
      const [stored] = await store.ingestMany([
        { kind: "bytes" as const, bytes },
      ]);
      if (stored?.ok !== true)
        throw new Error(stored?.error.message ?? "Nothing was stored.");
      catalog.items.create({
        owningCollection: collection.id,
        mappedCollections: [],
        inArchive: true,
        withdrawn: false,
        discoverable: true,
        lastModified: Date.UTC(2020, 0, 1),
        submitter: null,
        metadata: [
          {
            schema: "dc",
            element: "title",
            qualifier: null,
            language: null,
            value: `Recording ${String(number)}`,
          },
        ],
        policies: [],
        bundles: [
          {
            name: "ORIGINAL",
            metadata: [],
            policies: [],
            bitstreams: [
              {
                name: `recording-${String(number)}.bin`,
                description: null,
                source: null,
                content: stored.content,
                primary: true,
                metadata: [],
                policies: [],
              },
            ],
          },
        ],
      });
    }
    return collection.uuid;
  } finally {
    catalog.close();
  }
}
