import type { Database } from "better-sqlite3";
import type { ReadScope } from "../core/access.ts";
import type {
  ContainerRecord,
  MetadataMap,
  ObjectPorts,
  RecordKind,
  Records,
  Slice,
} from "../core/objects.ts";
import { createItemRecords } from "./item-records.ts";
import { createMetadataReader } from "./metadata-reader.ts";
import {
  administeredCommunities,
  allowed,
  listedItem,
  readable,
  scopeParameters,
} from "./read-scope.ts";

export type BrowseReader = ReturnType<typeof createBrowseReader>;

interface ContainerRow {
  readonly id: number;
  readonly uuid: string;
  readonly handle: string | null;
  readonly name: string;
}

/** Counts that are kept; each belongs to one revision of the catalog. */
const keptCounts = 10_000;

/** Reads objects one by one and in lists, with their own metadata only. */
export function createBrowseReader(
  database: Database,
  revision: () => number,
): Omit<
  ObjectPorts,
  "find" | "items" | "itemPage" | "fileOf" | "template" | "templateOf"
> {
  const metadataOf = createMetadataReader(database);
  const items = createItemRecords(database);
  const containerRows = (table: "community" | "collection") =>
    database.prepare<[number], ContainerRow>(
      `SELECT c.id, o.uuid, h.handle, c.name FROM ${table} c JOIN object o ON o.id = c.id
       LEFT JOIN handle h ON h.object_id = c.id WHERE c.id = +?`,
    );
  const communityRows = containerRows("community");
  const collectionRows = containerRows("collection");
  const bundleRows = database.prepare<
    [number],
    { id: number; uuid: string; name: string }
  >(
    `SELECT b.id, o.uuid, b.name FROM bundle b JOIN object o ON o.id = b.id WHERE b.id = +?`,
  );
  const bitstreamRows = database.prepare<
    [number],
    {
      id: number;
      uuid: string;
      name: string | null;
      description: string | null;
      source: string | null;
      bundleName: string | null;
      size: number;
      md5: Buffer;
      sha256: Buffer;
      mimeType: string;
      sequence: number;
      lastModified: number | null;
    }
  >(
    `SELECT b.id, o.uuid, b.name, b.description, b.source, u.name AS bundleName, b.size, b.md5, b.sha256,
       coalesce(b.mime_type, f.mime_type) AS mimeType, b.sequence, i.last_modified AS lastModified
     FROM bitstream b JOIN object o ON o.id = b.id JOIN bitstream_format f ON f.id = b.format_id
     LEFT JOIN bundle u ON u.id = b.bundle_id LEFT JOIN item i ON i.id = u.item_id WHERE b.id = +?`,
  );

  const countIn = database
    .prepare<{ ids: string }, number>(
      `SELECT (SELECT coalesce(sum(items), 0) FROM collection WHERE id IN (SELECT value FROM json_each(@ids)))
         - (SELECT count(*) FROM item WHERE collection_id IN (SELECT value FROM json_each(@ids))
            AND (in_archive = 0 OR withdrawn = 1))`,
    )
    .pluck();
  const below = database
    .prepare<[number], number>(
      `WITH RECURSIVE tree(id) AS (SELECT ? UNION SELECT c.id FROM community c JOIN tree t ON c.parent_id = t.id)
       SELECT DISTINCT collection_id FROM collection_community WHERE community_id IN (SELECT id FROM tree)`,
    )
    .pluck();
  const counts = new Map<number, number>();
  let countsOf = -1;
  const archivedItems = (kind: "community" | "collection", id: number) => {
    const now = revision();
    if (countsOf !== now || counts.size > keptCounts) counts.clear();
    countsOf = now;
    let count = counts.get(id);
    if (count === undefined) {
      const ids = kind === "collection" ? [id] : below.all(id);
      count = countIn.get({ ids: JSON.stringify(ids) }) ?? 0;
      counts.set(id, count);
    }
    return count;
  };

  const containers =
    (kind: "community" | "collection") =>
    (id: number): ContainerRecord | null => {
      const row = (kind === "community" ? communityRows : collectionRows).get(
        id,
      );
      return row === undefined
        ? null
        : {
            ...row,
            kind,
            metadata: metadataOf(id),
            archivedItems: archivedItems(kind, id),
          };
    };
  const readers: {
    readonly [Kind in RecordKind]: (id: number) => Records[Kind] | null;
  } = {
    community: containers("community"),
    collection: containers("collection"),
    item: items.one,
    bundle(id) {
      const row = bundleRows.get(id);
      return row === undefined
        ? null
        : {
            ...row,
            kind: "bundle",
            metadata: withOwn(metadataOf(id), { "dc.title": row.name }),
          };
    },
    bitstream(id) {
      const row = bitstreamRows.get(id);
      if (row === undefined) return null;
      const { description, source, ...others } = row;
      return {
        ...others,
        kind: "bitstream",
        name: row.name ?? "",
        bundleName: row.bundleName ?? "",
        md5: row.md5.toString("hex"),
        sha256: row.sha256.toString("hex"),
        metadata: withOwn(metadataOf(id), {
          "dc.title": row.name,
          "dc.description": description,
          "dc.source": source,
        }),
      };
    },
  };
  /** One state of the catalog for all that is read, and one lock. */
  const inOneRead = database.transaction((read: () => void) => {
    read();
  });

  /** What a list is of: ids by name. */
  type Own = Readonly<Record<string, number>>;
  /** A list: its ids in order, and how long it is. */
  const list = (from: string, where: string, id: string, key: string) => {
    const page = (way: "ASC" | "DESC") =>
      database
        .prepare<[object], number>(
          `SELECT ${id} FROM ${from} WHERE ${where} ORDER BY ${key} ${way}, ${id} ${way} LIMIT @limit OFFSET @skip`,
        )
        .pluck();
    const up = page("ASC");
    const down = page("DESC");
    const count = database
      .prepare<[object], number>(`SELECT count(*) FROM ${from} WHERE ${where}`)
      .pluck();
    return (own: Own, slice: Slice, scope: ReadScope | null) => {
      const parameters = { ...scopeParameters(scope), ...own };
      const { skip, limit } = slice;
      return {
        ids: (slice.descending ? down : up).all({
          ...parameters,
          skip,
          limit,
        }),
        total: count.get(parameters) ?? 0,
      };
    };
  };
  const readableCollection = `(${readable("c.id")} OR c.id IN (SELECT value FROM json_each(@administered)))`;
  const readableCommunity = `(${readable("c.id")}
    OR c.id IN (WITH RECURSIVE ${administeredCommunities} SELECT id FROM administered))`;
  const communities = {
    any: list("community c", readableCommunity, "c.id", "c.sort_name"),
    none: list(
      "community c",
      `c.parent_id IS NULL AND ${readableCommunity}`,
      "c.id",
      "c.sort_name",
    ),
    below: list(
      "community c",
      `c.parent_id = @parent AND ${readableCommunity}`,
      "c.id",
      "c.sort_name",
    ),
  };
  const collections = {
    all: list("collection c", readableCollection, "c.id", "c.sort_name"),
    in: list(
      "collection c",
      `c.id IN (SELECT collection_id FROM collection_community WHERE community_id = @community) AND ${readableCollection}`,
      "c.id",
      "c.sort_name",
    ),
    mapped: list(
      "collection c",
      `c.id IN (SELECT collection_id FROM collection_item WHERE item_id = @item AND +owning = 0) AND ${readableCollection}`,
      "c.id",
      "c.sort_name",
    ),
  };
  const mappedItems = list(
    "item i",
    `i.id IN (SELECT item_id FROM collection_item WHERE collection_id = @collection AND owning = 0) AND ${listedItem}`,
    "i.id",
    "i.sort_title",
  );
  const ownOrAdministered = `(${readable("b.id")} OR ${allowed("b.id", "'ADMIN'")})`;
  const bundles = list(
    "bundle b",
    // Bundles are as readable as their items where no policy of their own says otherwise.
    `b.item_id = @item AND (${ownOrAdministered} OR (${allowed("b.item_id", "'READ'")}
       AND NOT EXISTS (SELECT 1 FROM resource_policy p WHERE p.object_id = b.id AND p.action = 'READ')))`,
    "b.id",
    "b.position",
  );
  const bitstreams = list(
    "bitstream b",
    `b.bundle_id = @bundle AND ${ownOrAdministered}`,
    "b.id",
    "b.position",
  );
  const number = (sql: string) =>
    database.prepare<[number], number | null>(sql).pluck();
  const parents: Readonly<Record<RecordKind, ReturnType<typeof number>>> = {
    community: number("SELECT parent_id FROM community WHERE id = ?"),
    collection: number(
      "SELECT community_id FROM collection_community WHERE collection_id = ? ORDER BY community_id LIMIT 1",
    ),
    item: number("SELECT collection_id FROM item WHERE id = ?"),
    bundle: number("SELECT item_id FROM bundle WHERE id = ?"),
    bitstream: number("SELECT bundle_id FROM bitstream WHERE id = ?"),
  };
  const logos = {
    community: number("SELECT logo_id FROM community WHERE id = ?"),
    collection: number("SELECT logo_id FROM collection WHERE id = ?"),
  };
  const primary = number("SELECT primary_id FROM bundle WHERE id = ?");
  const license = database
    .prepare<[number], string | null>(
      "SELECT license FROM collection WHERE id = ?",
    )
    .pluck();

  return {
    records<Kind extends RecordKind>(
      kind: Kind,
      ids: readonly number[],
    ): readonly Records[Kind][] {
      const found: Records[Kind][] = [];
      const read = () => {
        for (const id of ids) {
          const record = readers[kind](id);
          if (record !== null) found.push(record);
        }
      };
      if (database.inTransaction) read();
      else inOneRead(read);
      return found;
    },
    communities: (parent, slice, scope) =>
      typeof parent === "number"
        ? communities.below({ parent }, slice, scope)
        : communities[parent]({}, slice, scope),
    collections: (community, slice, scope) =>
      community === null
        ? collections.all({}, slice, scope)
        : collections.in({ community }, slice, scope),
    mappedCollections: (item, slice, scope) =>
      collections.mapped({ item }, slice, scope),
    mappedItems: (collection, slice, scope) =>
      mappedItems({ collection }, slice, scope),
    bundles: (item, slice, scope) => bundles({ item }, slice, scope),
    bitstreams: (bundle, slice, scope) => bitstreams({ bundle }, slice, scope),
    parent: (kind, id) => parents[kind].get(id) ?? null,
    logo: (kind, id) => logos[kind].get(id) ?? null,
    primary: (bundle) => primary.get(bundle) ?? null,
    license: (collection) => license.get(collection) ?? null,
  };
}

/** Adds what is kept in columns of its own to the metadata. */
function withOwn(
  metadata: MetadataMap,
  own: Readonly<Record<string, string | null>>,
): MetadataMap {
  const added = Object.entries(own).flatMap(([name, value]) =>
    value === null || name in metadata
      ? []
      : [
          [
            name,
            [
              {
                value,
                language: null,
                authority: null,
                confidence: -1,
                place: 0,
              },
            ],
          ] as const,
        ],
  );
  return Object.fromEntries(
    [...Object.entries(metadata), ...added].sort(([a], [b]) =>
      a < b ? -1 : 1,
    ),
  );
}
