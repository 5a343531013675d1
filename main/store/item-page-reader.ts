import type { Database } from "better-sqlite3";
import type { ReadScope } from "../core/access.ts";
import type {
  ChosenItems,
  ItemChoice,
  FoundRow,
  ItemTotals,
} from "../core/items.ts";
import { createIdSet } from "./id-set.ts";
import type { ItemFinder } from "./item-finder.ts";
import type { Position } from "./item-position.ts";
import type { ItemOrder } from "./item-walk.ts";

const authorsShown = 3;

export type ItemPageReader = ReturnType<typeof createItemPageReader>;

/** Reads pages of items, and how many there are, in any order and from any place. */
export function createItemPageReader(database: Database, finder: ItemFinder) {
  const fieldIds = database
    .prepare<[string, string, string], number>(
      `SELECT f.id FROM metadata_field f JOIN metadata_schema s ON s.id = f.schema_id
       WHERE s.prefix = ? AND f.element = ? AND f.qualifier = ?`,
    )
    .pluck();
  const fieldId = (...name: [string, string, string]) =>
    String(fieldIds.get(...name) ?? 0);
  const author = fieldId("dc", "contributor", "author");
  const creator = fieldId("dc", "creator", "");
  const issued = fieldId("dc", "date", "issued");
  const type = fieldId("dc", "type", "");
  const rows = database.prepare<
    [{ ids: string }],
    Omit<FoundRow, "withdrawn" | "authors"> & {
      withdrawn: number;
      authors: string;
    }
  >(
    `SELECT i.id, i.uuid, i.handle, i.title, c.name AS collection, c.id AS collectionId, i.withdrawn, i.last_modified AS lastModified,
       (SELECT json_group_array(value) FROM (SELECT value FROM metadata_value WHERE object_id = i.id
         AND field_id IN (${author}, ${creator}) ORDER BY field_id = ${creator}, place LIMIT ${String(authorsShown + 1)})) AS authors,
       coalesce((SELECT value FROM metadata_value WHERE object_id = i.id AND field_id = ${issued} ORDER BY place LIMIT 1), '') AS issued,
       coalesce((SELECT value FROM metadata_value WHERE object_id = i.id AND field_id = ${type} ORDER BY place LIMIT 1), '') AS type,
       (SELECT count(*) FROM bundle u JOIN bitstream b ON b.bundle_id = u.id WHERE u.item_id = i.id) AS files,
       (SELECT coalesce(sum(b.size), 0) FROM bundle u JOIN bitstream b ON b.bundle_id = u.id WHERE u.item_id = i.id) AS bytes
     FROM json_each(@ids) l JOIN item i ON i.id = l.value
     JOIN collection c ON c.id = i.collection_id ORDER BY l.key`,
  );
  const sums = database.prepare<[string], ItemTotals>(
    `SELECT count(*) FILTER (WHERE i.withdrawn = 0) AS items, count(*) FILTER (WHERE i.withdrawn = 1) AS withdrawn,
       coalesce(sum((SELECT count(*) FROM bundle u JOIN bitstream b ON b.bundle_id = u.id WHERE u.item_id = i.id))
         FILTER (WHERE i.withdrawn = 0), 0) AS files,
       coalesce(sum((SELECT coalesce(sum(b.size), 0) FROM bundle u JOIN bitstream b ON b.bundle_id = u.id WHERE u.item_id = i.id))
         FILTER (WHERE i.withdrawn = 0), 0) AS bytes
     FROM item i WHERE i.id IN (SELECT value FROM json_each(?)) AND i.collection_id IS NOT NULL
       AND (i.in_archive = 1 OR i.withdrawn = 1)`,
  );
  return {
    async page(
      choice: ItemChoice,
      order: ItemOrder,
      after: Position | null,
      skip: number,
      limit: number,
      scope: ReadScope | null,
    ): Promise<{
      items: readonly FoundRow[];
      end: Position | null;
      total: number;
    }> {
      const { positions, total } = await finder.positions(
        choice,
        order,
        after,
        skip,
        limit + 1,
        scope,
      );
      const shown = positions.slice(0, limit);
      return {
        items: rows
          .all({
            ids: JSON.stringify(shown.map(({ id }) => id)),
          })
          .map(toRow),
        end: positions.length > limit ? (shown.at(-1) ?? null) : null,
        total,
      };
    },

    /** Ids of items in an order, from a number of them on, and how many there are in all. */
    async ids(
      choice: ItemChoice,
      order: ItemOrder,
      skip: number,
      limit: number,
      scope: ReadScope | null,
    ): Promise<{ ids: readonly number[]; total: number }> {
      const { positions, total } = await finder.positions(
        choice,
        order,
        null,
        skip,
        limit,
        scope,
      );
      return { ids: positions.map(({ id }) => id), total };
    },

    /** How many items, files and bytes an export would take along. */
    async totals(
      choices: readonly ChosenItems[],
      more: readonly number[] = [],
    ): Promise<ItemTotals> {
      let sum: ItemTotals = { items: 0, files: 0, bytes: 0, withdrawn: 0 };
      // What is in one choice can be in another too.
      const seen = choices.length > 1 || more.length > 0 ? createIdSet() : null;
      const count = (ids: readonly number[]): void => {
        const fresh = seen === null ? ids : ids.filter((id) => seen.add(id));
        sum = add(sum, sums.get(JSON.stringify(fresh)));
      };
      for (const { choice, except } of choices) {
        const left = new Set(except);
        for await (const ids of finder.slices(choice))
          count([...ids].filter((id) => !left.has(id)));
      }
      for (let start = 0; start < more.length; start += 1_000)
        count(more.slice(start, start + 1_000));
      return sum;
    },
    totalsOf: (item: number): ItemTotals =>
      add(
        { items: 0, files: 0, bytes: 0, withdrawn: 0 },
        sums.get(JSON.stringify([item])),
      ),
  };
}

function add(one: ItemTotals, other: ItemTotals | undefined): ItemTotals {
  return {
    items: one.items + (other?.items ?? 0),
    files: one.files + (other?.files ?? 0),
    bytes: one.bytes + (other?.bytes ?? 0),
    withdrawn: one.withdrawn + (other?.withdrawn ?? 0),
  };
}

function toRow(
  row: Omit<FoundRow, "withdrawn"> & { withdrawn: number },
): FoundRow {
  const names = JSON.parse(row.authors) as string[];
  return {
    ...row,
    authors:
      names.slice(0, authorsShown).join("; ") +
      (names.length > authorsShown ? "; …" : ""),
    withdrawn: row.withdrawn === 1,
  };
}
