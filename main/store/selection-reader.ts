import type { Database } from "better-sqlite3";
import type { GrownSelection, Selection } from "../domain/run.ts";
import type { ReadScope } from "../core/access.ts";
import { createFilteredItems } from "./filtered-items.ts";
import { createKeptScope } from "./kept-scope.ts";
import { toMatch } from "./typed-match.ts";
import {
  createSelectionGrowth,
  type SelectionCondition,
} from "./selection-growth.ts";

export type SelectionReader = ReturnType<typeof createSelectionReader>;

/** What a package of some items needs to know of a community or collection around them. */
export interface StructureIds {
  /** Communities, each after its parent. */
  readonly communities: readonly number[];
  readonly collections: readonly number[];
}

/** An item that belongs to a selection and that an export leaves out. */
export interface LeftOutRow {
  readonly id: number;
  readonly uuid: string;
  readonly handle: string | null;
  readonly title: string;
  readonly collectionId: number;
  readonly collection: string;
  readonly withdrawn: number;
}

const communityTree = `WITH RECURSIVE tree(id) AS (
  SELECT id FROM community WHERE id = ? UNION SELECT c.id FROM community c JOIN tree t ON c.parent_id = t.id)`;

/** `chosen`, objects chosen one by one, in a JSON array; `within`, the same with the collections below communities. */
export const chosenObjects = `WITH RECURSIVE chosen(id) AS (SELECT value FROM json_each(?)),
  tree(id) AS (SELECT id FROM community WHERE id IN (SELECT id FROM chosen)
    UNION SELECT c.id FROM community c JOIN tree t ON c.parent_id = t.id),
  within(id) AS (SELECT id FROM chosen
    UNION SELECT collection_id FROM collection_community WHERE community_id IN (SELECT id FROM tree))`;

/** The items of those; with a bitstream comes its item. */
const chosenItems = `${chosenObjects}
  SELECT id FROM chosen
  UNION SELECT item_id FROM collection_item WHERE collection_id IN (SELECT id FROM within)
  UNION SELECT u.item_id FROM bitstream b JOIN bundle u ON u.id = b.bundle_id WHERE b.id IN (SELECT id FROM chosen)`;

/**
 * Turns what is to be exported into item ids, from one snapshot.
 * @param scope what may be read; null: everything
 * @param shows whether a community or collection may be read
 */
export function createSelectionReader(
  database: Database,
  scope: ReadScope | null = null,
  shows: (container: number) => boolean = () => true,
) {
  const readable = scope === null ? null : createKeptScope(database, scope);
  const filtered = createFilteredItems(database, readable);
  const growth = createSelectionGrowth(database);
  /** Items that are asked for and may be read. */
  const condition = (selection: Selection): SelectionCondition => {
    const { sql, parameter } = chosen(selection);
    return {
      sql: readable === null ? sql : `${sql} AND ${readable}`,
      parameter,
    };
  };
  const chosen = (selection: Selection): SelectionCondition => {
    switch (selection.kind) {
      case "site":
        return { sql: "1 = ?", parameter: 1 };
      case "community":
        if (selection.owned === true)
          return {
            sql: `i.collection_id IN (SELECT cc.collection_id FROM collection_community cc
              WHERE cc.community_id IN (${communityTree} SELECT id FROM tree))`,
            parameter: selection.id,
          };
        return {
          sql: `i.id IN (SELECT ci.item_id FROM collection_item ci JOIN collection_community cc
            ON cc.collection_id = ci.collection_id WHERE cc.community_id IN (${communityTree} SELECT id FROM tree))`,
          parameter: selection.id,
        };
      case "collection":
        if (selection.owned === true)
          return { sql: "i.collection_id = ?", parameter: selection.id };
        return {
          sql: "i.id IN (SELECT item_id FROM collection_item WHERE collection_id = ?)",
          parameter: selection.id,
        };
      case "items":
        return {
          sql: "i.id IN (SELECT value FROM json_each(?))",
          parameter: JSON.stringify(selection.ids),
        };
      case "objects":
        return {
          sql: `i.id IN (${chosenItems})`,
          parameter: JSON.stringify(selection.ids),
        };
      case "query":
        return {
          sql: "i.id IN (SELECT rowid FROM item_text WHERE item_text MATCH ?)",
          parameter: toMatch(selection.query),
        };
      case "search":
        return {
          sql: `? = 1 AND ${filtered.find(selection.search).sql}`,
          parameter: 1,
        };
    }
  };
  const archived =
    "i.collection_id IS NOT NULL AND (i.in_archive = 1 OR i.withdrawn = 1)";
  /** What an export takes of a selection, withdrawn items among it. */
  const taken = (selection: GrownSelection): SelectionCondition => {
    const { sql, parameter } = condition(selection);
    return selection.growth === undefined
      ? { sql: `${sql} AND ${archived}`, parameter }
      : growth.reach(selection, selection.growth, { sql, parameter });
  };
  /** Older versions of works are not archived by their nature: only who names one of them misses it. */
  const unfinished = ({ kind, growth: wanted }: GrownSelection): string => {
    const named = kind === "items" || kind === "objects";
    return `(i.in_archive = 0 AND i.withdrawn = 0 ${
      named && wanted?.versions !== true
        ? ""
        : `AND NOT EXISTS (SELECT 1 FROM item_version v JOIN item_version n
             ON n.history = v.history AND n.number > v.number WHERE v.item_id = i.id)`
    })`;
  };

  const ids = function* (
    sql: string,
    ...parameters: (string | number)[]
  ): Iterable<number> {
    yield* database
      .prepare<unknown[], number>(sql)
      .pluck()
      .iterate(...parameters);
  };

  const itemIds = (
    selection: GrownSelection,
    withWithdrawn: boolean,
  ): [sql: string, parameter: string | number] => {
    const { sql, parameter } = taken(selection);
    const order =
      selection.kind === "search" && selection.search.sort.length > 0
        ? `${filtered.find(selection.search).place},`
        : "";
    return [
      `SELECT i.id FROM item i WHERE ${sql} ${withWithdrawn ? "" : "AND i.withdrawn = 0"} ORDER BY ${order} i.id`,
      parameter,
    ];
  };

  return {
    /** Ids of the items: in the order of a search, else ascending, which is how they came into the catalog. */
    items: (
      selection: GrownSelection,
      withWithdrawn: boolean,
    ): Iterable<number> => ids(...itemIds(selection, withWithdrawn)),

    /**
     * Puts the ids of the items into the table `chosen` of this connection, however many they are, for counting.
     * @returns number of items
     */
    choose(selection: GrownSelection, withWithdrawn: boolean): number {
      const [sql, parameter] = itemIds(selection, withWithdrawn);
      database.exec(
        "CREATE TEMP TABLE IF NOT EXISTS chosen (id INTEGER PRIMARY KEY) STRICT; DELETE FROM chosen;",
      );
      return database.prepare(`INSERT INTO temp.chosen ${sql}`).run(parameter)
        .changes;
    },

    /** Whether items belong to a selection only because they are mapped to its collections. */
    hasMapped(selection: Selection): boolean {
      const all = condition(selection);
      const owned = condition({ ...selection, owned: true } as Selection);
      return (
        database
          .prepare<unknown[], number>(
            `SELECT EXISTS (SELECT 1 FROM collection_item m JOIN item i ON i.id = m.item_id
               WHERE m.owning = 0 AND ${all.sql} AND NOT (${owned.sql}))`,
          )
          .pluck()
          .get(all.parameter, owned.parameter) === 1
      );
    },

    withdrawn(selection: Selection): number {
      const { sql, parameter } = condition(selection);
      return (
        database
          .prepare<unknown[], number>(
            `SELECT count(*) FROM item i WHERE ${sql} AND ${archived} AND i.withdrawn = 1`,
          )
          .pluck()
          .get(parameter) ?? 0
      );
    },

    /** Items that are neither archived nor withdrawn: work in progress, which no export takes. */
    unfinished(selection: GrownSelection): {
      readonly count: number;
      /** uuid of one of them. */
      readonly first: string | null;
    } {
      const { sql, parameter } = condition(selection);
      const open = `i.collection_id IS NOT NULL AND ${unfinished(selection)}`;
      return (
        database
          .prepare<unknown[], { count: number; first: string | null }>(
            `SELECT f.count, o.uuid AS first FROM
               (SELECT count(*) AS count, min(i.id) AS id FROM item i WHERE ${sql} AND ${open}) f
             LEFT JOIN object o ON o.id = f.id`,
          )
          .get(parameter) ?? { count: 0, first: null }
      );
    },

    /** Items that {@link SelectionReader.items} passes over, ascending by id. */
    leftOut(
      selection: GrownSelection,
      withWithdrawn: boolean,
    ): Iterable<LeftOutRow> {
      const { sql, parameter } = condition(selection);
      return database
        .prepare<unknown[], LeftOutRow>(
          `SELECT i.id, o.uuid, h.handle, i.title, i.collection_id AS collectionId, c.name AS collection, i.withdrawn
           FROM item i JOIN object o ON o.id = i.id JOIN collection c ON c.id = i.collection_id
           LEFT JOIN handle h ON h.object_id = i.id
           WHERE ${sql} AND (${unfinished(selection)} ${withWithdrawn ? "" : "OR i.withdrawn = 1"})
           ORDER BY i.id`,
        )
        .iterate(parameter);
    },

    /** The selected community or collection with all below, the collections of all selected items, and everything above them. */
    structure(selection: GrownSelection): StructureIds {
      const { sql, parameter } = taken(selection);
      const around = `SELECT DISTINCT ci.collection_id FROM item i JOIN collection_item ci ON ci.item_id = i.id WHERE ${sql}`;
      const collections = new Set(
        ids(scope === null ? around : `${around} AND ci.owning = 1`, parameter),
      );
      const communities = new Set<number>();
      const add = (
        to: Set<number>,
        sql: string,
        ...parameters: (string | number)[]
      ) => {
        for (const id of ids(sql, ...parameters)) if (shows(id)) to.add(id);
      };
      if (scope !== null)
        add(collections, `${around} AND ci.owning = 0`, parameter);
      if (selection.kind === "collection" && shows(selection.id))
        collections.add(selection.id);
      if (selection.kind === "site") {
        add(collections, "SELECT id FROM collection");
        add(communities, "SELECT id FROM community");
      }
      if (selection.kind === "objects" || selection.kind === "community") {
        const list = JSON.stringify(
          selection.kind === "objects" ? selection.ids : [selection.id],
        );
        const below = `WITH RECURSIVE tree(id) AS (
          SELECT id FROM community WHERE id IN (SELECT value FROM json_each(?))
          UNION SELECT c.id FROM community c JOIN tree t ON c.parent_id = t.id)`;
        add(communities, `${below} SELECT id FROM tree`, list);
        add(
          collections,
          "SELECT id FROM collection WHERE id IN (SELECT value FROM json_each(?))",
          list,
        );
        add(
          collections,
          `${below} SELECT DISTINCT collection_id FROM collection_community WHERE community_id IN (SELECT id FROM tree)`,
          list,
        );
      }
      const list = JSON.stringify([...collections]);
      const above = ids(
        `WITH RECURSIVE up(id) AS (
           SELECT community_id FROM collection_community WHERE collection_id IN (SELECT value FROM json_each(?))
           UNION SELECT value FROM json_each(?)
           UNION SELECT c.parent_id FROM community c JOIN up ON up.id = c.id WHERE c.parent_id IS NOT NULL)
         SELECT id FROM up`,
        list,
        JSON.stringify([...communities]),
      );
      return {
        communities: sortByDepth(database, [...above]),
        collections: [...collections].sort((a, b) => a - b),
      };
    },
  };
}

/** Parents before children, otherwise by id. */
function sortByDepth(
  database: Database,
  communities: readonly number[],
): number[] {
  const parent = database
    .prepare<[number], number | null>(
      "SELECT parent_id FROM community WHERE id = ?",
    )
    .pluck();
  const depth = (id: number): number => {
    let steps = 0;
    for (let above = parent.get(id); above != null; above = parent.get(above))
      steps++;
    return steps;
  };
  return communities
    .map((id) => ({ id, depth: depth(id) }))
    .sort((a, b) => a.depth - b.depth || a.id - b.id)
    .map(({ id }) => id);
}
