import type { Database } from "better-sqlite3";
import type { ReadScope } from "../core/access.ts";
import type {
  BitstreamRecord,
  BundleRecord,
  ContainerRecord,
  FieldValue,
  ItemRecord,
  MetadataMap,
  ObjectPorts,
  RecordKind,
  Records,
  Slice,
} from "../core/objects.ts";
import {
  allowed,
  listedItem,
  readable,
  scopeParameters,
} from "./read-scope.ts";

export type BrowseReader = ReturnType<typeof createBrowseReader>;

type ValueRow = [
  object: number,
  field: number,
  place: number,
  language: string | null,
  authority: string | null,
  confidence: number,
  value: string,
];

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
): Omit<ObjectPorts, "find" | "items" | "fileOf" | "template" | "templateOf"> {
  const values = database
    .prepare<[string], ValueRow>(
      `SELECT object_id, field_id, place, language, authority, confidence, value FROM metadata_value
       WHERE object_id IN (SELECT value FROM json_each(?)) ORDER BY object_id, field_id, place`,
    )
    .raw();
  const fieldName = database
    .prepare<[number], string>(
      `SELECT s.prefix || '.' || f.element || CASE f.qualifier WHEN '' THEN '' ELSE '.' || f.qualifier END
       FROM metadata_field f JOIN metadata_schema s ON s.id = f.schema_id WHERE f.id = ?`,
    )
    .pluck();
  const names = new Map<number, string>();
  const nameOf = (field: number): string => {
    let name = names.get(field);
    if (name === undefined) {
      name = fieldName.get(field) ?? "";
      names.set(field, name);
    }
    return name;
  };

  const metadataOf = (ids: string): Map<number, MetadataMap> => {
    const found = new Map<number, [string, FieldValue[]][]>();
    let lastObject = -1;
    let lastField = -1;
    let fields: [string, FieldValue[]][] = [];
    let list: FieldValue[] = [];
    for (const [
      object,
      field,
      place,
      language,
      authority,
      confidence,
      value,
    ] of values.all(ids)) {
      if (object !== lastObject) {
        fields = [];
        found.set(object, fields);
        lastObject = object;
        lastField = -1;
      }
      if (field !== lastField) {
        list = [];
        fields.push([nameOf(field), list]);
        lastField = field;
      }
      list.push({ value, language, authority, confidence, place });
    }
    const sorted = new Map<number, MetadataMap>();
    for (const [object, all] of found)
      sorted.set(
        object,
        Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1))),
      );
    return sorted;
  };

  const among = (column: string) =>
    `${column} IN (SELECT value FROM json_each(?))`;
  const containerRows = (table: "community" | "collection") =>
    database.prepare<[string], ContainerRow>(
      `SELECT c.id, o.uuid, h.handle, c.name FROM ${table} c JOIN object o ON o.id = c.id
       LEFT JOIN handle h ON h.object_id = c.id WHERE ${among("c.id")}`,
    );
  const communityRows = containerRows("community");
  const collectionRows = containerRows("collection");
  const itemRows = database.prepare<
    [string],
    Omit<
      ItemRecord,
      "kind" | "metadata" | "inArchive" | "discoverable" | "withdrawn"
    > & {
      inArchive: number;
      discoverable: number;
      withdrawn: number;
    }
  >(
    `SELECT i.id, o.uuid, h.handle, i.in_archive AS inArchive, i.discoverable, i.withdrawn,
       i.last_modified AS lastModified
     FROM item i JOIN object o ON o.id = i.id LEFT JOIN handle h ON h.object_id = i.id WHERE ${among("i.id")}`,
  );
  const bundleRows = database.prepare<
    [string],
    { id: number; uuid: string; name: string }
  >(
    `SELECT b.id, o.uuid, b.name FROM bundle b JOIN object o ON o.id = b.id WHERE ${among("b.id")}`,
  );
  const bitstreamRows = database.prepare<
    [string],
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
     LEFT JOIN bundle u ON u.id = b.bundle_id LEFT JOIN item i ON i.id = u.item_id WHERE ${among("b.id")}`,
  );

  const countIn = database
    .prepare<{ ids: string }, number>(
      `SELECT (SELECT count(*) FROM collection_item WHERE collection_id IN (SELECT value FROM json_each(@ids)))
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
    (ids: string): ContainerRecord[] => {
      const metadata = metadataOf(ids);
      return (kind === "community" ? communityRows : collectionRows)
        .all(ids)
        .map((row) => ({
          ...row,
          kind,
          metadata: metadata.get(row.id) ?? {},
          archivedItems: archivedItems(kind, row.id),
        }));
    };
  const readers: {
    readonly [Kind in RecordKind]: (ids: string) => readonly Records[Kind][];
  } = {
    community: containers("community"),
    collection: containers("collection"),
    item(ids) {
      const metadata = metadataOf(ids);
      return itemRows.all(ids).map((row) => ({
        ...row,
        kind: "item",
        inArchive: row.inArchive === 1,
        discoverable: row.discoverable === 1,
        withdrawn: row.withdrawn === 1,
        metadata: metadata.get(row.id) ?? {},
      }));
    },
    bundle(ids) {
      const metadata = metadataOf(ids);
      return bundleRows.all(ids).map((row): BundleRecord => ({
        ...row,
        kind: "bundle",
        metadata: withOwn(metadata.get(row.id) ?? {}, { "dc.title": row.name }),
      }));
    },
    bitstream(ids) {
      const metadata = metadataOf(ids);
      return bitstreamRows
        .all(ids)
        .map(({ description, source, ...row }): BitstreamRecord => ({
          ...row,
          kind: "bitstream",
          name: row.name ?? "",
          bundleName: row.bundleName ?? "",
          md5: row.md5.toString("hex"),
          sha256: row.sha256.toString("hex"),
          metadata: withOwn(metadata.get(row.id) ?? {}, {
            "dc.title": row.name,
            "dc.description": description,
            "dc.source": source,
          }),
        }));
    },
  };

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
  const readableCommunity = `(${readable("c.id")} OR ${allowed("c.id", "'ADMIN'")})`;
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
      `c.id IN (SELECT collection_id FROM collection_item WHERE item_id = @item AND owning = 0) AND ${readableCollection}`,
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
  const bundles = list("bundle b", "b.item_id = @item", "b.id", "b.position");
  const bitstreams = list(
    "bitstream b",
    "b.bundle_id = @bundle",
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
      const found = new Map(
        readers[kind](JSON.stringify(ids)).map((record) => [record.id, record]),
      );
      return ids.flatMap((id) => found.get(id) ?? []);
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
    bundles: (item, slice) => bundles({ item }, slice, null),
    bitstreams: (bundle, slice) => bitstreams({ bundle }, slice, null),
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
