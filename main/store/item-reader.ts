import type { Database } from "better-sqlite3";
import type {
  Bitstream,
  Bundle,
  CollectionRef,
  Item,
  Policy,
  PolicyAction,
  Relationship,
} from "../domain/catalog.ts";
import type { MetadataValue } from "../domain/metadata.ts";

export type ItemReader = ReturnType<typeof createItemReader>;

type ItemRow = [
  id: number,
  uuid: string,
  handle: string | null,
  collection: number,
  inArchive: number,
  withdrawn: number,
  discoverable: number,
  lastModified: number,
  submitter: string | null,
];
type ValueRow = [
  object: number,
  field: number,
  place: number,
  language: string | null,
  authority: string | null,
  confidence: number,
  value: string,
];
type BundleRow = [
  id: number,
  uuid: string,
  item: number,
  name: string,
  primary: number | null,
];
type BitstreamRow = [
  id: number,
  uuid: string,
  bundle: number,
  name: string | null,
  description: string | null,
  source: string | null,
  mime: string,
  format: string,
  size: number,
  sha256: Buffer,
  md5: Buffer,
  crc32: number,
  sequence: number,
];
type PolicyRow = [
  object: number,
  action: PolicyAction,
  group: string | null,
  account: string | null,
  name: string | null,
  description: string | null,
  type: string | null,
  start: string | null,
  end: string | null,
];
type VersionRow = [
  item: number,
  history: string,
  number: number,
  summary: string | null,
  createdAt: number | null,
  current: number | null,
  uuid: string | null,
  handle: string | null,
];
type RelationshipRow = [
  item: number,
  side: "left" | "right",
  type: string,
  other: number,
  uuid: string,
  handle: string | null,
  leftPlace: number,
  rightPlace: number,
];

const among = "IN (SELECT value FROM json_each(?))";
const none: readonly never[] = [];

/** Reads whole items, many at a time; the lists of ids must be short enough to be held (a block of a plan). */
export function createItemReader(database: Database) {
  const raw = <Row extends unknown[]>(sql: string) =>
    database.prepare<[string], Row>(sql).raw();
  const readItems = raw<ItemRow>(
    `SELECT i.id, i.uuid, i.handle, i.collection_id, i.in_archive, i.withdrawn, i.discoverable, i.last_modified,
       coalesce(a.email, i.submitter_email)
     FROM item i LEFT JOIN account a ON a.id = i.submitter_id WHERE i.id ${among}`,
  );
  const readValues = raw<ValueRow>(
    `SELECT object_id, field_id, place, language, authority, confidence, value FROM metadata_value
     WHERE object_id ${among} ORDER BY object_id, field_id, place`,
  );
  const readBundles = raw<BundleRow>(
    `SELECT b.id, o.uuid, b.item_id, b.name, b.primary_id FROM bundle b JOIN object o ON o.id = b.id
     WHERE b.item_id ${among} ORDER BY b.item_id, b.position, b.id`,
  );
  const readBitstreams = raw<BitstreamRow>(
    `SELECT b.id, o.uuid, b.bundle_id, b.name, b.description, b.source, coalesce(b.mime_type, f.mime_type), f.name,
       b.size, b.sha256, b.md5, b.crc32, b.sequence
     FROM bitstream b JOIN object o ON o.id = b.id JOIN bitstream_format f ON f.id = b.format_id
     WHERE b.bundle_id ${among} ORDER BY b.bundle_id, b.position, b.id`,
  );
  const readBitstream = raw<BitstreamRow>(
    `SELECT b.id, o.uuid, 0, b.name, b.description, b.source, coalesce(b.mime_type, f.mime_type), f.name,
       b.size, b.sha256, b.md5, b.crc32, b.sequence
     FROM bitstream b JOIN object o ON o.id = b.id JOIN bitstream_format f ON f.id = b.format_id
     WHERE b.id ${among}`,
  );
  const readPolicies = raw<PolicyRow>(
    `SELECT p.object_id, p.action, g.name, a.email, p.name, p.description, p.type, p.start_date, p.end_date
     FROM resource_policy p LEFT JOIN account_group g ON g.id = p.group_id LEFT JOIN account a ON a.id = p.account_id
     WHERE p.object_id ${among} ORDER BY p.object_id, p.id`,
  );
  const readMapped = raw<[item: number, collection: number]>(
    `SELECT item_id, collection_id FROM collection_item WHERE +owning = 0 AND item_id ${among}
     ORDER BY item_id, collection_id`,
  );
  const readRelationships = database
    .prepare<[string, string], RelationshipRow>(
      `SELECT r.left_id, 'left', t.leftward, r.right_id, o.uuid, h.handle, r.left_place, r.right_place
       FROM relationship r JOIN relationship_type t ON t.id = r.type_id JOIN object o ON o.id = r.right_id
       LEFT JOIN handle h ON h.object_id = r.right_id WHERE r.left_id ${among}
       UNION ALL
       SELECT r.right_id, 'right', t.rightward, r.left_id, o.uuid, h.handle, r.left_place, r.right_place
       FROM relationship r JOIN relationship_type t ON t.id = r.type_id JOIN object o ON o.id = r.left_id
       LEFT JOIN handle h ON h.object_id = r.left_id WHERE r.right_id ${among}
       ORDER BY 1, 2, 3, 7, 8, 4`,
    )
    .raw();
  const readVersions = raw<VersionRow>(
    `SELECT v.item_id, v.history, v.number, v.summary, v.created_at, c.item_id, o.uuid, h.handle
     FROM item_version v
     LEFT JOIN item_version c ON c.history = v.history
       AND c.number = (SELECT max(number) FROM item_version WHERE history = v.history) AND c.number > v.number
     LEFT JOIN object o ON o.id = c.item_id LEFT JOIN handle h ON h.object_id = c.item_id
     WHERE v.item_id ${among}`,
  );
  const hasVersions = database
    .prepare<[], number>("SELECT 1 FROM item_version LIMIT 1")
    .pluck();
  const hasRelationships = database
    .prepare<[], number>("SELECT 1 FROM relationship LIMIT 1")
    .pluck();
  const readField = database.prepare<
    [number],
    { schema: string; element: string; qualifier: string }
  >(
    `SELECT s.prefix AS schema, f.element, f.qualifier FROM metadata_field f
     JOIN metadata_schema s ON s.id = f.schema_id WHERE f.id = ?`,
  );
  const readCollection = database.prepare<[number], CollectionRef>(
    `SELECT c.id, o.uuid, h.handle, c.name FROM collection c JOIN object o ON o.id = c.id
     LEFT JOIN handle h ON h.object_id = c.id WHERE c.id = ?`,
  );

  const fields = new Map<
    number,
    { schema: string; element: string; qualifier: string | null }
  >();
  const field = (id: number) => {
    let found = fields.get(id);
    if (found === undefined) {
      const row = readField.get(id);
      if (row === undefined)
        throw new Error(`metadata field ${String(id)} is not registered`);
      found = {
        ...row,
        qualifier: row.qualifier === "" ? null : row.qualifier,
      };
      fields.set(id, found);
    }
    return found;
  };
  const collections = new Map<number, CollectionRef>();
  const collection = (id: number): CollectionRef => {
    let found = collections.get(id);
    if (found === undefined) {
      found = readCollection.get(id);
      if (found === undefined)
        throw new Error(`collection ${String(id)} does not exist`);
      if (collections.size > 10_000) collections.clear();
      collections.set(id, found);
    }
    return found;
  };

  const metadataOf = (ids: string): Map<number, MetadataValue[]> => {
    const values = new Map<number, MetadataValue[]>();
    for (const [
      object,
      fieldId,
      place,
      language,
      authority,
      confidence,
      value,
    ] of readValues.all(ids)) {
      const { schema, element, qualifier } = field(fieldId);
      push(values, object, {
        schema,
        element,
        qualifier,
        language,
        value,
        authority,
        confidence,
        place,
      });
    }
    return values;
  };
  const policiesOf = (ids: string): Map<number, Policy[]> => {
    const policies = new Map<number, Policy[]>();
    for (const [
      object,
      action,
      group,
      account,
      name,
      description,
      type,
      startDate,
      endDate,
    ] of readPolicies.all(ids)) {
      push(policies, object, {
        action,
        group,
        account,
        name,
        description,
        type,
        startDate,
        endDate,
      });
    }
    return policies;
  };
  const toBitstream = (
    row: BitstreamRow,
    primary: boolean,
    metadata: Map<number, MetadataValue[]>,
    policies: Map<number, Policy[]>,
  ): Bitstream => {
    const [
      id,
      uuid,
      ,
      name,
      description,
      source,
      mimeType,
      formatName,
      size,
      sha256,
      md5,
      crc32,
      sequence,
    ] = row;
    return {
      id,
      uuid,
      name,
      description,
      source,
      mimeType,
      formatName,
      size,
      sha256: sha256.toString("hex"),
      md5: md5.toString("hex"),
      crc32,
      sequence,
      primary,
      metadata: metadata.get(id) ?? none,
      policies: policies.get(id) ?? none,
    };
  };

  /**
   * Whole items in the order of `ids`; ids that are no items are left out.
   * @param withMetadata false leaves metadata, policies and relationships (but not versions) empty, which is enough to plan a package
   */
  const load = (ids: readonly number[], withMetadata: boolean): Item[] => {
    const list = JSON.stringify(ids);
    const bundleRows = readBundles.all(list);
    const bitstreamRows = readBitstreams.all(
      JSON.stringify(bundleRows.map((row) => row[0])),
    );
    let metadata = new Map<number, MetadataValue[]>();
    let policies = new Map<number, Policy[]>();
    const relationships = new Map<number, Relationship[]>();
    if (withMetadata) {
      const all = JSON.stringify([
        ...ids,
        ...bundleRows.map((row) => row[0]),
        ...bitstreamRows.map((row) => row[0]),
      ]);
      metadata = metadataOf(all);
      policies = policiesOf(all);
      if (hasRelationships.get() !== undefined) {
        for (const [
          item,
          side,
          type,
          id,
          uuid,
          handle,
          leftPlace,
          rightPlace,
        ] of readRelationships.all(list, list)) {
          push(relationships, item, {
            type,
            side,
            other: { id, uuid, handle },
            leftPlace,
            rightPlace,
          });
        }
      }
    }
    const bitstreams = new Map<number, BitstreamRow[]>();
    for (const row of bitstreamRows) push(bitstreams, row[2], row);
    const bundles = new Map<number, Bundle[]>();
    for (const [id, uuid, item, name, primary] of bundleRows) {
      push(bundles, item, {
        id,
        uuid,
        name,
        bitstreams: (bitstreams.get(id) ?? none).map((row) =>
          toBitstream(row, row[0] === primary, metadata, policies),
        ),
        metadata: metadata.get(id) ?? none,
        policies: policies.get(id) ?? none,
      });
    }
    const mapped = new Map<number, CollectionRef[]>();
    for (const [item, id] of readMapped.all(list))
      push(mapped, item, collection(id));
    const versions = new Map<number, NonNullable<Item["version"]>>();
    if (hasVersions.get() !== undefined) {
      for (const row of readVersions.all(list)) {
        const [item, history, number, summary, createdAt, id, other, handle] =
          row;
        const replacedBy =
          id === null || other === null ? null : { id, uuid: other, handle };
        versions.set(item, { history, number, summary, createdAt, replacedBy });
      }
    }
    const items = new Map<number, Item>();
    for (const row of readItems.all(list)) {
      const [
        id,
        uuid,
        handle,
        owner,
        inArchive,
        withdrawn,
        discoverable,
        lastModified,
        submitter,
      ] = row;
      const version = versions.get(id);
      items.set(id, {
        id,
        uuid,
        handle,
        owningCollection: collection(owner),
        mappedCollections: mapped.get(id) ?? none,
        inArchive: inArchive === 1,
        withdrawn: withdrawn === 1,
        discoverable: discoverable === 1,
        lastModified,
        submitter,
        metadata: metadata.get(id) ?? none,
        bundles: bundles.get(id) ?? none,
        policies: policies.get(id) ?? none,
        relationships: relationships.get(id) ?? none,
        ...(version === undefined ? {} : { version }),
      });
    }
    return ids.flatMap((id) => items.get(id) ?? []);
  };

  return {
    load,
    metadata: (id: number): readonly MetadataValue[] =>
      metadataOf(JSON.stringify([id])).get(id) ?? none,
    policies: (id: number): readonly Policy[] =>
      policiesOf(JSON.stringify([id])).get(id) ?? none,
    /** A bitstream that stands alone: a logo. */
    bitstream(id: number): Bitstream | null {
      const list = JSON.stringify([id]);
      const row = readBitstream.get(list);
      return row === undefined
        ? null
        : toBitstream(row, false, metadataOf(list), policiesOf(list));
    },
  };
}

function push<Value>(
  map: Map<number, Value[]>,
  key: number,
  value: Value,
): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
