import type { CreatedItem } from "../../main/store/item-writer.ts";
import { openTestCatalog } from "./catalog.ts";
import { makeHostileItems, type HostileItem } from "./hostile-items.ts";
import { makeHostileStructure } from "./hostile-structure.ts";

export interface HostileCatalog {
  readonly community: number;
  readonly collection: number;
  readonly secondCollection: number;
  readonly emptyCollection: number;
  readonly items: Readonly<Record<HostileItem, CreatedItem>>;
}

/** Fills a data folder with everything that makes packages difficult. */
export async function makeHostileCatalog(
  dataDir: string,
): Promise<HostileCatalog> {
  const catalog = openTestCatalog(dataDir);
  try {
    const structure = await makeHostileStructure(catalog);
    const items = await makeHostileItems(
      catalog,
      structure.collection,
      structure.secondCollection,
    );
    return { ...structure, items };
  } finally {
    catalog.close();
  }
}
