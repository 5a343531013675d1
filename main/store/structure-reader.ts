import type { Database } from "better-sqlite3";
import type {
  Bitstream,
  Collection,
  Community,
  MetadataOwner,
} from "../domain/catalog.ts";
import type { ItemReader } from "./item-reader.ts";

export type StructureReader = ReturnType<typeof createStructureReader>;

/** Reads communities and collections with everything that belongs to them except their items. */
export function createStructureReader(database: Database, items: ItemReader) {
  const readCommunity = database.prepare<
    [number],
    {
      uuid: string;
      handle: string | null;
      name: string;
      parent: number | null;
      parentUuid: string | null;
      logo: number | null;
    }
  >(
    `SELECT o.uuid, h.handle, c.name, c.parent_id AS parent, po.uuid AS parentUuid, c.logo_id AS logo
     FROM community c JOIN object o ON o.id = c.id LEFT JOIN handle h ON h.object_id = c.id
     LEFT JOIN object po ON po.id = c.parent_id WHERE c.id = ?`,
  );
  const readCollection = database.prepare<
    [number],
    {
      uuid: string;
      handle: string | null;
      name: string;
      logo: number | null;
      license: string | null;
      template: number | null;
    }
  >(
    `SELECT o.uuid, h.handle, c.name, c.logo_id AS logo, c.license, c.template_id AS template
     FROM collection c JOIN object o ON o.id = c.id LEFT JOIN handle h ON h.object_id = c.id WHERE c.id = ?`,
  );
  const readParents = database.prepare<[number], { id: number; uuid: string }>(
    `SELECT cc.community_id AS id, o.uuid FROM collection_community cc JOIN object o ON o.id = cc.community_id
     WHERE cc.collection_id = ? ORDER BY cc.community_id`,
  );
  const logoOf = (id: number | null): Bitstream | null =>
    id === null ? null : items.bitstream(id);

  return {
    community(
      id: number,
    ): (Community & MetadataOwner & { logo: Bitstream | null }) | null {
      const row = readCommunity.get(id);
      if (row === undefined) return null;
      return {
        id,
        uuid: row.uuid,
        handle: row.handle,
        name: row.name,
        parent:
          row.parent === null || row.parentUuid === null
            ? null
            : { id: row.parent, uuid: row.parentUuid },
        metadata: items.metadata(id),
        policies: items.policies(id),
        logo: logoOf(row.logo),
      };
    },
    collection(id: number):
      | (Collection &
          MetadataOwner & {
            logo: Bitstream | null;
            license: string | null;
            template: MetadataOwner["metadata"] | null;
          })
      | null {
      const row = readCollection.get(id);
      if (row === undefined) return null;
      return {
        id,
        uuid: row.uuid,
        handle: row.handle,
        name: row.name,
        parents: readParents.all(id),
        metadata: items.metadata(id),
        policies: items.policies(id),
        logo: logoOf(row.logo),
        license: row.license,
        template: row.template === null ? null : items.metadata(row.template),
      };
    },
  };
}
