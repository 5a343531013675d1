import type { Database } from "better-sqlite3";
import type { ReadScope } from "../core/access.ts";
import type { Bundle, Item } from "../domain/catalog.ts";
import { fieldName, provenanceField } from "../domain/metadata.ts";
import type { ItemReader } from "./item-reader.ts";
import { closedName, type ReadableContainers } from "./readable-containers.ts";
import { listedItem, readable, scopeParameters } from "./read-scope.ts";

/**
 * Items as somebody may see them: without files that are closed to them, and without what is only for administrators
 * (policies, submitter, provenance) where they are none. Items they may not see at all are left out.
 */
export function createReadableItems(
  database: Database,
  items: ItemReader,
  scope: ReadScope,
  containers: ReadableContainers,
): ItemReader {
  const own = scopeParameters(scope);
  const list = (sql: string) => {
    const statement = database.prepare<[object], number>(sql).pluck();
    return (ids: readonly number[]) =>
      new Set(statement.all({ ...own, ids: JSON.stringify(ids) }));
  };
  const listed = list(
    `SELECT i.id FROM item i WHERE i.id IN (SELECT value FROM json_each(@ids)) AND ${listedItem}`,
  );
  const open = list(
    `SELECT b.id FROM bitstream b WHERE b.id IN (SELECT value FROM json_each(@ids)) AND ${readable("b.id")}`,
  );
  const administered = new Set(scope.collections);

  return {
    ...items,
    load(ids, withMetadata) {
      const seen = listed(ids);
      const found = items.load(
        ids.filter((id) => seen.has(id)),
        withMetadata,
      );
      const closed = found.filter(
        ({ owningCollection }) => !administered.has(owningCollection.id),
      );
      const files = open(
        closed.flatMap(({ bundles }) =>
          bundles.flatMap(({ bitstreams }) => bitstreams.map(({ id }) => id)),
        ),
      );
      const others = listed(found.flatMap(othersOf));
      return found.map((item) => {
        const told = withoutUnreadable(item, others);
        return administered.has(item.owningCollection.id)
          ? told
          : withoutClosed(told, files, containers);
      });
    },
  };
}

/** Ids of the items that an item tells of. */
function othersOf({ relationships, version }: Item): readonly number[] {
  return [
    ...relationships.map(({ other }) => other.id),
    ...(version?.replacedBy == null ? [] : [version.replacedBy.id]),
  ];
}

/** Which version it is stays known; which item has replaced it is for those who may read that one. */
function withoutUnreadable(item: Item, others: ReadonlySet<number>): Item {
  const { relationships, version } = item;
  return {
    ...item,
    relationships: relationships.filter(({ other }) => others.has(other.id)),
    ...(version?.replacedBy == null || others.has(version.replacedBy.id)
      ? {}
      : { version: { ...version, replacedBy: null } }),
  };
}

function withoutClosed(
  item: Item,
  files: ReadonlySet<number>,
  { reads }: ReadableContainers,
): Item {
  const bundles: Bundle[] = item.bundles.map((bundle) => ({
    ...bundle,
    policies: [],
    bitstreams: bundle.bitstreams
      .filter(({ id }) => files.has(id))
      .map((bitstream) => ({ ...bitstream, policies: [] })),
  }));
  return {
    ...item,
    owningCollection: reads(item.owningCollection.id)
      ? item.owningCollection
      : { ...item.owningCollection, name: closedName },
    mappedCollections: item.mappedCollections.filter(({ id }) => reads(id)),
    bundles: bundles.filter(({ bitstreams }) => bitstreams.length > 0),
    metadata: item.metadata.filter(
      (value) => fieldName(value) !== provenanceField,
    ),
    policies: [],
    submitter: null,
  };
}
