import type { Database } from "better-sqlite3";
import type { ItemSearch, ItemSort } from "../domain/item-filter.ts";
import { hasInOrder, wordsIn } from "../domain/search-query.ts";
import {
  filterCondition,
  sortValue,
  type FilterSql,
} from "./filter-condition.ts";

/**
 * Finds the items of a search. What was found is kept in a temporary table, in its order; the catalog must not change
 * between two calls.
 * @param readable SQL: an item (alias `i`) may be read; null: every item may
 */
export function createFilteredItems(
  database: Database,
  readable: string | null,
) {
  let kept: string | null = null;
  let prepared = false;

  function fill({ filter, sort, limit, offset }: ItemSearch): void {
    if (!prepared) {
      database.function("has_words", { deterministic: true }, hasWords);
      database.function("is_between", { deterministic: true }, isBetween);
      prepared = true;
    }
    database.exec(
      `CREATE TEMP TABLE IF NOT EXISTS found (id INTEGER PRIMARY KEY, place INTEGER NOT NULL) STRICT;
       DELETE FROM temp.found`,
    );
    const cut = limit !== null || offset > 0;
    const condition = filterCondition(filter);
    const order = sort.map(orderOf);
    database
      .prepare(
        `INSERT INTO temp.found SELECT id, row_number() OVER () FROM (SELECT i.id FROM item i
         WHERE i.collection_id IS NOT NULL AND ${condition.sql} ${readable === null ? "" : `AND ${readable}`}
         ${cut ? "AND i.in_archive = 1 AND i.withdrawn = 0" : ""}
         ORDER BY ${[...order.map(({ sql }) => sql), "i.id"].join(", ")} LIMIT ? OFFSET ?)`,
      )
      .run(
        ...condition.parameters,
        ...order.flatMap(({ parameters }) => parameters),
        limit ?? -1,
        offset,
      );
  }

  return {
    /** SQL: an item (alias `i`) is one of those; `place` is where it stands. */
    find(search: ItemSearch): { readonly sql: string; readonly place: string } {
      const key = JSON.stringify(search);
      if (kept !== key) {
        kept = null;
        fill(search);
        kept = key;
      }
      return {
        sql: "i.id IN (SELECT id FROM temp.found)",
        place: "(SELECT place FROM temp.found WHERE found.id = i.id)",
      };
    },
  };
}

function orderOf({ field, descending }: ItemSort): FilterSql {
  const { sql, parameters } =
    typeof field === "string"
      ? sortValue(field)
      : {
          sql: field.own === "id" ? "i.id" : "i.last_modified",
          parameters: [],
        };
  return {
    sql: `${sql} ${descending ? "DESC" : "ASC"} NULLS LAST`,
    parameters,
  };
}

function hasWords(
  value: unknown,
  text: unknown,
  phrase: unknown,
  wildcards: unknown,
): number {
  const words = wordsIn(String(value));
  if (wildcards === 1) {
    return Number(
      String(text)
        .split(/\s+/)
        .filter((pattern) => pattern !== "")
        .every((pattern) => {
          const fits = wildcardPattern(pattern);
          return words.some((word) => fits.test(word));
        }),
    );
  }
  const wanted = wordsIn(String(text));
  return Number(
    phrase === 1
      ? hasInOrder(words, wanted, false)
      : wanted.every((word) => words.includes(word)),
  );
}

/** A run of stars is one star: more would only make the search slow. */
function wildcardPattern(pattern: string): RegExp {
  const parts = pattern
    .split(/([*?]+)/)
    .map((part) =>
      /^[*?]+$/.test(part)
        ? (part.replace(/[^?]/g, "") === ""
            ? ""
            : `.{${String(part.replace(/[^?]/g, "").length)}}`) +
          (part.includes("*") ? ".*" : "")
        : wordsIn(part).join(""),
    );
  return new RegExp(`^${parts.join("")}$`, "su");
}

function isBetween(value: unknown, ends: unknown): number {
  const [from, to] = JSON.parse(String(ends)) as (string | number | null)[];
  const text = String(value);
  const compare = (end: string | number): number => {
    if (typeof end === "number") return Number(text) - end;
    // `2010` as an end takes all of that year along.
    const cut = end === to ? text.slice(0, end.length) : text;
    return cut < end ? -1 : cut > end ? 1 : 0;
  };
  const above = from == null || compare(from) >= 0;
  const below = to == null || compare(to) <= 0;
  return Number(above && below);
}
