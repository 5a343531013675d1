import type { Database } from "better-sqlite3";
import type { Content } from "../domain/catalog.ts";

export type SummaryReader = ReturnType<typeof createSummaryReader>;

export interface CatalogSummary {
  readonly communities: number;
  readonly collections: number;
  readonly items: number;
  readonly bitstreams: number;
  /** Sum of the sizes of all bitstreams. */
  readonly bytes: number;
}

export interface ItemSummary {
  readonly id: number;
  readonly uuid: string;
  readonly handle: string | null;
  readonly title: string;
  readonly collection: string;
  readonly withdrawn: number;
}

/** Counts and lists for people. */
export function createSummaryReader(database: Database) {
  const counts = database.prepare<[], CatalogSummary>(
    // Of a million items nothing is counted: collections know what they hold. Pictures of containers are in no bundle.
    `SELECT (SELECT count(*) FROM community) AS communities, c.collections, c.items,
       c.files + p.files AS bitstreams, c.bytes + p.bytes AS bytes
     FROM (SELECT count(*) AS collections, coalesce(sum(owned), 0) AS items, coalesce(sum(files), 0) AS files,
             coalesce(sum(bytes), 0) AS bytes FROM collection) c,
          (SELECT count(*) AS files, coalesce(sum(size), 0) AS bytes FROM bitstream WHERE bundle_id IS NULL) p`,
  );
  const items = database.prepare<unknown[], ItemSummary>(
    `SELECT i.id, o.uuid, h.handle, i.title, c.name AS collection, i.withdrawn
     FROM item i JOIN object o ON o.id = i.id JOIN collection c ON c.id = i.collection_id
     LEFT JOIN handle h ON h.object_id = i.id ORDER BY i.id`,
  );
  const contents = database.prepare<
    [],
    { sha256: Buffer; md5: Buffer; crc32: number; size: number }
  >(
    "SELECT sha256, md5, crc32, size FROM bitstream GROUP BY sha256 ORDER BY sha256",
  );
  const referenced = database
    .prepare<[Buffer], number>(
      "SELECT 1 FROM bitstream WHERE sha256 = ? LIMIT 1",
    )
    .pluck();
  const namesOf = database.prepare<
    [Buffer],
    { name: string | null; uuid: string }
  >(
    `SELECT b.name, o.uuid FROM bitstream b LEFT JOIN bundle u ON u.id = b.bundle_id
     JOIN object o ON o.id = coalesce(u.item_id, b.id) WHERE b.sha256 = ? LIMIT 5`,
  );

  const itemById = database.prepare<
    [number],
    { handle: string | null; uuid: string; title: string; withdrawn: number }
  >(
    `SELECT h.handle, o.uuid, i.title, i.withdrawn FROM item i JOIN object o ON o.id = i.id
     LEFT JOIN handle h ON h.object_id = i.id WHERE i.id = ?`,
  );

  return {
    item(id: number): {
      handle: string | null;
      uuid: string;
      title: string;
      withdrawn: boolean;
    } | null {
      const found = itemById.get(id);
      return found === undefined
        ? null
        : { ...found, withdrawn: found.withdrawn === 1 };
    },
    counts(): CatalogSummary {
      return (
        counts.get() ?? {
          communities: 0,
          collections: 0,
          items: 0,
          bitstreams: 0,
          bytes: 0,
        }
      );
    },
    items: (): Iterable<ItemSummary> => items.iterate(),
    /** Every different content the bitstream store must hold, by SHA-256. */
    *contents(): Iterable<Content> {
      for (const { sha256, md5, crc32, size } of contents.iterate()) {
        yield {
          sha256: sha256.toString("hex"),
          md5: md5.toString("hex"),
          crc32,
          size,
        };
      }
    },
    isReferenced: (sha256: string): boolean =>
      referenced.get(Buffer.from(sha256, "hex")) === 1,
    /** Bitstreams (with the uuid of their item) that have this content, a few. */
    bitstreamsWith: (sha256: string): { name: string | null; uuid: string }[] =>
      namesOf.all(Buffer.from(sha256, "hex")),
    /** What SQLite finds wrong with its own file; empty when it is sound. */
    integrityFaults(): string[] {
      const rows = database.pragma("integrity_check(20)") as {
        integrity_check: string;
      }[];
      const broken = database.pragma("foreign_key_check") as {
        table: string;
        rowid: number | null;
      }[];
      return [
        ...rows
          .map((row) => row.integrity_check)
          .filter((message) => message !== "ok"),
        ...broken
          .slice(0, 20)
          .map(
            (row) =>
              `row ${String(row.rowid)} of ${row.table} refers to an object that does not exist`,
          ),
      ];
    },
  };
}
