import type { Database } from "better-sqlite3";
import type {
  BitstreamDraft,
  CollectionRef,
  ObjectRef,
  Policy,
} from "../domain/catalog.ts";
import type { MetadataDraft } from "../domain/metadata.ts";
import type { GroupStore } from "./group-store.ts";
import type { ItemWriter } from "./item-writer.ts";
import type { ObjectStore } from "./object-store.ts";
import type { RegistryStore } from "./registry-store.ts";
import { sortKey } from "./sort-key.ts";

export type ContainerStore = ReturnType<typeof createContainerStore>;

export interface CommunityDraft {
  readonly uuid?: string;
  readonly handle?: string;
  readonly parent: number | null;
  readonly name: string;
  readonly metadata: readonly MetadataDraft[];
  readonly policies: readonly Policy[];
  readonly logo?: BitstreamDraft;
}

export interface CollectionDraft {
  readonly uuid?: string;
  readonly handle?: string;
  readonly parents: readonly number[];
  readonly name: string;
  readonly metadata: readonly MetadataDraft[];
  readonly policies: readonly Policy[];
  readonly logo?: BitstreamDraft;
  readonly license: string | null;
  readonly template: readonly MetadataDraft[] | null;
}

export interface ContainerSummary extends CollectionRef {
  readonly kind: "community" | "collection";
  readonly parents: readonly number[];
  readonly items: number;
}

export interface NamedRow {
  readonly id: number;
  readonly uuid: string;
  readonly handle: string | null;
  readonly name: string;
}

export interface HeldRow extends NamedRow {
  /** Items in it, whether it owns them or they are mapped. */
  readonly items: number;
  /** Files of the items it owns, and their bytes. */
  readonly files: number;
  readonly bytes: number;
}

/** What everyone may do with the content of a new collection, as in a new DSpace. */
export const openAccess: readonly Policy[] = (
  ["READ", "DEFAULT_ITEM_READ", "DEFAULT_BITSTREAM_READ"] as const
).map((action) => ({
  action,
  group: "Anonymous",
  account: null,
  name: null,
  description: null,
  type: null,
  startDate: null,
  endDate: null,
}));

/** Communities and collections. */
export function createContainerStore(
  database: Database,
  objects: ObjectStore,
  registry: RegistryStore,
  groups: GroupStore,
  items: ItemWriter,
) {
  const insertCommunity = database.prepare(
    "INSERT INTO community (id, parent_id, name, sort_name) VALUES (?, ?, ?, ?)",
  );
  const insertCollection = database.prepare(
    "INSERT INTO collection (id, name, sort_name, license) VALUES (?, ?, ?, ?)",
  );
  const insertParent = database.prepare(
    "INSERT INTO collection_community VALUES (?, ?)",
  );
  const insertLogo = database.prepare(
    `INSERT INTO bitstream (id, bundle_id, position, name, description, source, format_id, mime_type, size, sha256, md5, crc32, sequence)
     VALUES (?, NULL, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)`,
  );
  const setTemplate = database.prepare(
    "UPDATE collection SET template_id = ? WHERE id = ?",
  );
  const insertTemplate = database.prepare(
    "INSERT INTO item (id, collection_id, title, sort_title, in_archive, withdrawn, discoverable, last_modified, uuid) VALUES (@id, NULL, '', '', 0, 0, 0, 0, @uuid)",
  );
  // Crossed, or SQLite goes through all objects while it has no statistics of the few containers.
  const collectionsByName = database.prepare<[string], NamedRow>(
    `SELECT c.id, o.uuid, h.handle, c.name FROM collection c CROSS JOIN object o ON o.id = c.id
     LEFT JOIN handle h ON h.object_id = c.id WHERE c.name = ? ORDER BY c.id`,
  );
  const communitiesByName = database.prepare<[string], NamedRow>(
    `SELECT c.id, o.uuid, h.handle, c.name FROM community c CROSS JOIN object o ON o.id = c.id
     LEFT JOIN handle h ON h.object_id = c.id WHERE c.name = ? ORDER BY c.id`,
  );
  const collectionById = database.prepare<[number], NamedRow>(
    `SELECT c.id, o.uuid, h.handle, c.name FROM collection c CROSS JOIN object o ON o.id = c.id
     LEFT JOIN handle h ON h.object_id = c.id WHERE c.id = ?`,
  );
  const communityById = database.prepare<[number], NamedRow>(
    `SELECT c.id, o.uuid, h.handle, c.name FROM community c CROSS JOIN object o ON o.id = c.id
     LEFT JOIN handle h ON h.object_id = c.id WHERE c.id = ?`,
  );
  const allCommunities = database.prepare<
    [],
    NamedRow & { parent: number | null }
  >(
    `SELECT c.id, o.uuid, h.handle, c.name, c.parent_id AS parent FROM community c CROSS JOIN object o ON o.id = c.id
     LEFT JOIN handle h ON h.object_id = c.id ORDER BY c.sort_name, c.id`,
  );
  const allCollections = database.prepare<[], HeldRow & { parents: string }>(
    `SELECT c.id, o.uuid, h.handle, c.name,
       (SELECT json_group_array(community_id) FROM collection_community WHERE collection_id = c.id) AS parents,
       c.items, c.files, c.bytes
     FROM collection c CROSS JOIN object o ON o.id = c.id LEFT JOIN handle h ON h.object_id = c.id
     ORDER BY c.sort_name, c.id`,
  );
  const collectionsBelow = database
    .prepare<[number], number>(
      `WITH RECURSIVE tree(id) AS (
         SELECT ? UNION SELECT c.id FROM community c JOIN tree t ON c.parent_id = t.id)
       SELECT DISTINCT collection_id FROM collection_community WHERE community_id IN (SELECT id FROM tree)`,
    )
    .pluck();
  const policiesOf = database.prepare<[number, string], PolicyRow>(
    `SELECT p.action, g.name AS "group", a.email AS account, p.name, p.description, p.type, p.start_date AS startDate,
       p.end_date AS endDate
     FROM resource_policy p LEFT JOIN account_group g ON g.id = p.group_id LEFT JOIN account a ON a.id = p.account_id
     WHERE p.object_id = ? AND p.action = ? ORDER BY p.id`,
  );

  const addLogo = (
    table: "community" | "collection",
    owner: number,
    logo: BitstreamDraft,
  ): ObjectRef => {
    const bitstream = objects.add("bitstream", logo.uuid);
    const { id } = bitstream;
    const format = registry.format(logo.name, logo.mimeType, "LOGO");
    insertLogo.run(
      id,
      logo.name,
      logo.description,
      logo.source,
      format.id,
      format.mimeType,
      logo.content.size,
      Buffer.from(logo.content.sha256, "hex"),
      Buffer.from(logo.content.md5, "hex"),
      logo.content.crc32,
    );
    items.writeMetadata(id, logo.metadata, []);
    groups.addPolicies(id, logo.policies);
    database
      .prepare(`UPDATE ${table} SET logo_id = ? WHERE id = ?`)
      .run(id, owner);
    return bitstream;
  };

  const createCommunity = (draft: CommunityDraft): ObjectRef => {
    const community = objects.add("community", draft.uuid);
    insertCommunity.run(
      community.id,
      draft.parent,
      draft.name,
      sortKey(draft.name),
    );
    objects.giveHandle(community.id, draft.handle);
    items.writeMetadata(community.id, draft.metadata, []);
    groups.addPolicies(community.id, draft.policies);
    if (draft.logo !== undefined)
      addLogo("community", community.id, draft.logo);
    objects.bumpRevision();
    return community;
  };

  const createCollection = (draft: CollectionDraft): ObjectRef => {
    const collection = objects.add("collection", draft.uuid);
    insertCollection.run(
      collection.id,
      draft.name,
      sortKey(draft.name),
      draft.license,
    );
    objects.giveHandle(collection.id, draft.handle);
    for (const parent of draft.parents) insertParent.run(parent, collection.id);
    items.writeMetadata(collection.id, draft.metadata, []);
    groups.addPolicies(collection.id, draft.policies);
    if (draft.logo !== undefined)
      addLogo("collection", collection.id, draft.logo);
    if (draft.template !== null) {
      const template = objects.add("item");
      insertTemplate.run(template);
      items.writeMetadata(template.id, draft.template, []);
      setTemplate.run(template.id, collection.id);
    }
    objects.bumpRevision();
    return collection;
  };

  return {
    addLogo,
    /** @throws AppError uuid.taken, handle.taken */
    createCommunity: (draft: CommunityDraft) =>
      database.transaction(createCommunity).immediate(draft),
    /** @throws AppError uuid.taken, handle.taken */
    createCollection: (draft: CollectionDraft) =>
      database.transaction(createCollection).immediate(draft),
    collection: (id: number): CollectionRef | null =>
      collectionById.get(id) ?? null,
    community: (id: number): CollectionRef | null =>
      communityById.get(id) ?? null,
    collectionsNamed: (name: string): readonly CollectionRef[] =>
      collectionsByName.all(name),
    communitiesNamed: (name: string): readonly CollectionRef[] =>
      communitiesByName.all(name),
    /** Ids of the collections of a community and of all communities below it. */
    collectionsBelow: (community: number): readonly number[] =>
      collectionsBelow.all(community),
    /** Policies a new object in a collection starts with: READ for whom the collection's default says. */
    defaultPolicies(
      collectionId: number,
      kind: "item" | "bitstream",
    ): Policy[] {
      const action =
        kind === "item" ? "DEFAULT_ITEM_READ" : "DEFAULT_BITSTREAM_READ";
      return policiesOf.all(collectionId, action).map((policy) => ({
        ...policy,
        action: "READ",
        type: "TYPE_INHERITED",
      }));
    },
    *communities(): Iterable<NamedRow & { readonly parent: number | null }> {
      yield* allCommunities.iterate();
    },
    *collections(): Iterable<
      HeldRow & { readonly parents: readonly number[] }
    > {
      for (const row of allCollections.iterate()) {
        yield { ...row, parents: JSON.parse(row.parents) as number[] };
      }
    },
  };
}

interface PolicyRow extends Policy {
  readonly id?: never;
}
