import type { Database } from "better-sqlite3";
import { setImmediate as turn } from "node:timers/promises";
import type { ReadScope } from "../core/access.ts";
import type { ItemChoice, ItemRow, ItemTotals } from "../core/items.ts";
import {
  comparePositions,
  createItemWalk,
  type ItemOrder,
  type Position,
} from "./item-walk.ts";
import {
  listedItem,
  scopeParameters,
  type ScopeParameters,
} from "./read-scope.ts";
import { createSearchHits, type Hits } from "./search-hits.ts";
import { createWalkMarks, markEvery } from "./walk-marks.ts";

/** Positions looked at in one go while a filter is applied; other work of the thread gets its turn in between. */
const batch = 2_000;
/** Totals that are kept; each belongs to one revision of the catalog. */
const keptTotals = 100;
const authorsShown = 3;

export type ItemPageReader = ReturnType<typeof createItemPageReader>;

/** Reads pages of items, and how many there are, in any order and from any place. */
export function createItemPageReader(
  database: Database,
  revision: () => number,
) {
  const walk = createItemWalk(database);
  const search = createSearchHits(database);
  const listed = database
    .prepare<[ScopeParameters & { ids: string }], number>(
      `SELECT i.id FROM item i WHERE i.id IN (SELECT value FROM json_each(@ids)) AND i.collection_id IS NOT NULL
       AND ${listedItem}`,
    )
    .pluck();
  const members = database
    .prepare<[string, string], number>(
      `SELECT DISTINCT item_id FROM collection_item WHERE item_id IN (SELECT value FROM json_each(?))
       AND collection_id IN (SELECT value FROM json_each(?))`,
    )
    .pluck();
  const keys = database
    .prepare<[string], [id: number, title: string, modified: number]>(
      `SELECT id, sort_title, last_modified FROM item WHERE id IN (SELECT value FROM json_each(?))`,
    )
    .raw();
  const countAll = database
    .prepare<[], number>(
      "SELECT count(*) FROM item WHERE collection_id IS NOT NULL",
    )
    .pluck();
  const countIn = database
    .prepare<[string], number>(
      "SELECT count(*) FROM collection_item WHERE collection_id IN (SELECT value FROM json_each(?))",
    )
    .pluck();
  /** How often items of the collections are in more than one of them. */
  const countTwice = database
    .prepare<[string, string], number>(
      `SELECT coalesce(sum(times - 1), 0) FROM (
         SELECT (SELECT count(*) FROM collection_item o WHERE o.item_id = m.item_id
                 AND o.collection_id IN (SELECT value FROM json_each(?))) AS times
         FROM (SELECT DISTINCT item_id FROM collection_item
               WHERE owning = 0 AND collection_id IN (SELECT value FROM json_each(?))) m)`,
    )
    .pluck();
  const fieldIds = database
    .prepare<[string, string, string], number>(
      `SELECT f.id FROM metadata_field f JOIN metadata_schema s ON s.id = f.schema_id
       WHERE s.prefix = ? AND f.element = ? AND f.qualifier = ?`,
    )
    .pluck();
  const fields = [
    fieldIds.get("dc", "contributor", "author") ?? 0,
    fieldIds.get("dc", "creator", "") ?? 0,
    fieldIds.get("dc", "date", "issued") ?? 0,
  ] as const;
  const rows = database.prepare<
    [{ ids: string; author: number; creator: number; issued: number }],
    Omit<ItemRow, "withdrawn" | "authors"> & {
      withdrawn: number;
      authors: string;
    }
  >(
    `SELECT i.id, o.uuid, h.handle, i.title, c.name AS collection, i.withdrawn, i.last_modified AS lastModified,
       (SELECT json_group_array(value) FROM (SELECT value FROM metadata_value WHERE object_id = i.id
         AND field_id IN (@author, @creator) ORDER BY field_id = @creator, place LIMIT ${String(authorsShown + 1)})) AS authors,
       coalesce((SELECT value FROM metadata_value WHERE object_id = i.id AND field_id = @issued ORDER BY place LIMIT 1), '') AS issued,
       (SELECT count(*) FROM bundle u JOIN bitstream b ON b.bundle_id = u.id WHERE u.item_id = i.id) AS files,
       (SELECT coalesce(sum(b.size), 0) FROM bundle u JOIN bitstream b ON b.bundle_id = u.id WHERE u.item_id = i.id) AS bytes
     FROM json_each(@ids) l JOIN item i ON i.id = l.value JOIN object o ON o.id = i.id
     JOIN collection c ON c.id = i.collection_id LEFT JOIN handle h ON h.object_id = i.id ORDER BY l.key`,
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
  const totals = new Map<string, Promise<number>>();
  const marks = createWalkMarks();

  /** Those of the ids that are in the collections and in the scope. */
  const among = (
    ids: readonly number[],
    collections: readonly number[] | null,
    scope: ReadScope | null,
  ): Set<number> => {
    let left: readonly number[] = ids;
    if (collections !== null)
      left = members.all(JSON.stringify(left), JSON.stringify(collections));
    if (scope !== null)
      left = listed.all({
        ...scopeParameters(scope),
        ids: JSON.stringify(left),
      });
    return new Set(left);
  };

  /** All ids that fit, ascending, in slices; the thread is free between two. */
  async function* slices(
    { collections }: ItemChoice,
    hits: Hits | null,
    scope: ReadScope | null,
  ): AsyncGenerator<ReadonlySet<number>> {
    if (hits !== null) {
      for (let after = 0; ;) {
        const ids = hits.next(after, batch);
        const last = ids.at(-1);
        if (last === undefined) return;
        after = last;
        yield among(ids, collections, scope);
        await turn();
      }
    }
    const order: ItemOrder = { sort: "id", descending: false };
    for (let after: Position | null = null; ;) {
      const { positions, end } = walk.next(collections, order, after, batch);
      yield among(
        positions.map(({ id }) => id),
        null,
        scope,
      );
      if (end === null) return;
      after = end;
      await turn();
    }
  }

  function count(
    choice: ItemChoice,
    hits: Hits | null,
    scope: ReadScope | null,
  ): Promise<number> {
    const key = JSON.stringify([revision(), choice, scope]);
    let total = totals.get(key);
    if (total === undefined) {
      total = countNow(choice, hits, scope);
      total.catch(() => totals.delete(key));
      totals.set(key, total);
      for (const oldest of totals.keys()) {
        if (totals.size <= keptTotals) break;
        totals.delete(oldest);
      }
    }
    return total;
  }

  async function countNow(
    choice: ItemChoice,
    hits: Hits | null,
    scope: ReadScope | null,
  ): Promise<number> {
    if (hits === null && scope === null) {
      if (choice.collections === null) return countAll.get() ?? 0;
      const list = JSON.stringify(choice.collections);
      return (countIn.get(list) ?? 0) - (countTwice.get(list, list) ?? 0);
    }
    let total = 0;
    for await (const ids of slices(choice, hits, scope)) total += ids.size;
    return total;
  }

  /** Few hits are put in order as a whole. */
  const ordered = (ids: ReadonlySet<number>, order: ItemOrder): Position[] =>
    keys
      .all(JSON.stringify([...ids]))
      .map(([id, title, modified]) => ({
        id,
        key: { title, modified, id }[order.sort],
      }))
      .sort((one, other) => comparePositions(one, other, order));

  /** Positions that fit, from one on, in slices; the thread is free between two. */
  async function* fitting(
    choice: ItemChoice,
    hits: Hits | null,
    order: ItemOrder,
    after: Position | null,
    limit: number,
    scope: ReadScope | null,
  ): AsyncGenerator<readonly Position[]> {
    if (hits?.few != null) {
      yield ordered(among(hits.few, choice.collections, scope), order).filter(
        (position) =>
          after === null || comparePositions(position, after, order) > 0,
      );
      return;
    }
    const size =
      hits !== null || scope !== null ? Math.max(batch, limit) : limit;
    for (let from = after; ;) {
      const step = walk.next(choice.collections, order, from, size);
      let found = step.positions;
      if (hits !== null) found = found.filter(({ id }) => hits.has(id));
      if (scope !== null) {
        const allowed = among(
          found.map(({ id }) => id),
          null,
          scope,
        );
        found = found.filter(({ id }) => allowed.has(id));
      }
      yield found;
      if (step.end === null) return;
      from = step.end;
      await turn();
    }
  }

  async function findPositions(
    choice: ItemChoice,
    order: ItemOrder,
    after: Position | null,
    skip: number,
    limit: number,
    scope: ReadScope | null,
  ): Promise<{ positions: readonly Position[]; total: number }> {
    const hits =
      choice.query === null
        ? null
        : await search.find(choice.query, revision());
    let from = after;
    let passOver = skip;
    if (after === null && skip >= markEvery) {
      const known = marks.of(
        JSON.stringify([revision(), choice, order, scope]),
        () => fitting(choice, hits, order, null, batch, scope),
      );
      ({ position: from, rest: passOver } = await known.before(skip));
    }
    const found: Position[] = [];
    for await (const part of fitting(
      choice,
      hits,
      order,
      from,
      passOver + limit,
      scope,
    )) {
      const taken = part.slice(passOver);
      passOver -= Math.min(passOver, part.length);
      found.push(...taken.slice(0, limit - found.length));
      if (found.length >= limit) break;
    }
    return { positions: found, total: await count(choice, hits, scope) };
  }

  return {
    async page(
      choice: ItemChoice,
      order: ItemOrder,
      after: Position | null,
      skip: number,
      limit: number,
      scope: ReadScope | null,
    ): Promise<{
      items: readonly ItemRow[];
      end: Position | null;
      total: number;
    }> {
      const { positions, total } = await findPositions(
        choice,
        order,
        after,
        skip,
        limit + 1,
        scope,
      );
      const shown = positions.slice(0, limit);
      const [author, creator, issued] = fields;
      return {
        items: rows
          .all({
            ids: JSON.stringify(shown.map(({ id }) => id)),
            author,
            creator,
            issued,
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
      const { positions, total } = await findPositions(
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
    async totals(choice: ItemChoice): Promise<ItemTotals> {
      const hits =
        choice.query === null
          ? null
          : await search.find(choice.query, revision());
      let sum: ItemTotals = { items: 0, files: 0, bytes: 0, withdrawn: 0 };
      for await (const ids of slices(choice, hits, null))
        sum = add(sum, sums.get(JSON.stringify([...ids])));
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
  row: Omit<ItemRow, "withdrawn"> & { withdrawn: number },
): ItemRow {
  const names = JSON.parse(row.authors) as string[];
  return {
    ...row,
    authors:
      names.slice(0, authorsShown).join("; ") +
      (names.length > authorsShown ? "; …" : ""),
    withdrawn: row.withdrawn === 1,
  };
}
