import type { ItemFilter } from "../domain/item-filter.ts";
import { wordsIn } from "../domain/search-query.ts";
import { toMatch } from "./typed-match.ts";

/** SQL over an item `i`, with what its question marks stand for. */
export interface FilterSql {
  readonly sql: string;
  readonly parameters: readonly (string | number)[];
}

const communityTree = `WITH RECURSIVE tree(id) AS (
  SELECT id FROM community WHERE id IN (SELECT value FROM json_each(?))
  UNION SELECT c.id FROM community c JOIN tree t ON c.parent_id = t.id)`;

/** SQL for a filter; uses the functions `has_words` and `is_between`. */
export function filterCondition(filter: ItemFilter): FilterSql {
  switch (filter.kind) {
    case "and":
      return joined(filter.parts, " AND ", "1");
    case "or":
      return joined(filter.parts, " OR ", "0");
    case "not": {
      const { sql, parameters } = filterCondition(filter.part);
      return { sql: `NOT (${sql})`, parameters };
    }
    case "ids":
      return {
        sql: "i.id IN (SELECT value FROM json_each(?))",
        parameters: [JSON.stringify(filter.ids)],
      };
    case "uuids":
      return {
        sql: "i.id IN (SELECT o.id FROM object o WHERE o.uuid IN (SELECT value FROM json_each(?)))",
        parameters: [JSON.stringify(filter.uuids)],
      };
    case "within": {
      const ids = JSON.stringify(filter.ids);
      return {
        sql: `i.id IN (SELECT ci.item_id FROM collection_item ci WHERE ci.collection_id IN (SELECT value FROM json_each(?))
          UNION SELECT ci.item_id FROM collection_item ci JOIN collection_community cc
            ON cc.collection_id = ci.collection_id WHERE cc.community_id IN (${communityTree} SELECT id FROM tree))`,
        parameters: [ids, ids],
      };
    }
    case "value": {
      const has = valueExists(
        [filter.field],
        "v.value IN (SELECT value FROM json_each(?))",
        [JSON.stringify(filter.values)],
      );
      if (!filter.missing) return has;
      const any = valueExists([filter.field], "1", []);
      return {
        sql: `(${has.sql} OR NOT ${any.sql})`,
        parameters: [...has.parameters, ...any.parameters],
      };
    }
    case "words":
      return wordsCondition(filter);
    case "between":
      return valueExists([filter.field], "is_between(v.value, ?)", [
        JSON.stringify([filter.from, filter.to]),
      ]);
    case "typed":
      return {
        sql: "i.id IN (SELECT rowid FROM item_text WHERE item_text MATCH ?)",
        parameters: [toMatch(filter.query)],
      };
    case "file-type":
      return {
        sql: `EXISTS (SELECT 1 FROM bundle u JOIN bitstream b ON b.bundle_id = u.id
          JOIN bitstream_format f ON f.id = b.format_id
          WHERE u.item_id = i.id AND u.name = 'ORIGINAL' AND f.name IN (SELECT value FROM json_each(?)))`,
        parameters: [JSON.stringify(filter.names)],
      };
    case "own": {
      const column = filter.what === "id" ? "i.id" : "i.last_modified";
      const ends: FilterSql[] = [];
      if (filter.from !== null)
        ends.push({ sql: `${column} >= ?`, parameters: [filter.from] });
      if (filter.to !== null)
        ends.push({ sql: `${column} <= ?`, parameters: [filter.to] });
      return join(ends, " AND ", "1");
    }
  }
}

/** The full-text index finds words wherever they are; where that matters, the values themselves are looked at. */
function wordsCondition({
  fields,
  text,
  phrase,
  wildcards,
}: Extract<ItemFilter, { kind: "words" }>): FilterSql {
  const looked = () =>
    valueExists(fields, "has_words(v.value, ?, ?, ?)", [
      text,
      Number(phrase),
      Number(wildcards),
    ]);
  if (wildcards) return looked();
  const words = wordsIn(text).map((word) => `"${word}"`);
  if (words.length === 0) return { sql: "0", parameters: [] };
  const indexed: FilterSql = {
    sql: "i.id IN (SELECT rowid FROM item_text WHERE item_text MATCH ?)",
    parameters: [phrase ? `"${wordsIn(text).join(" ")}"` : words.join(" AND ")],
  };
  return fields === null ? indexed : join([indexed, looked()], " AND ", "1");
}

/** SQL for the value an item is put in order by. */
export function sortValue(field: string): FilterSql {
  return {
    sql: `(SELECT min(v.value) FROM metadata_value v WHERE v.object_id = i.id AND v.field_id IN (${fieldIds}))`,
    parameters: [JSON.stringify([field])],
  };
}

const fieldIds = `SELECT f.id FROM metadata_field f JOIN metadata_schema s ON s.id = f.schema_id
  WHERE s.prefix || '.' || f.element || CASE f.qualifier WHEN '' THEN '' ELSE '.' || f.qualifier END
    IN (SELECT value FROM json_each(?))`;
/** Provenance is not for everybody, so nobody can find out what it says. */
const openFields = `SELECT f.id FROM metadata_field f JOIN metadata_schema s ON s.id = f.schema_id
  WHERE NOT (s.prefix = 'dc' AND f.element = 'description' AND f.qualifier = 'provenance')`;

function valueExists(
  fields: readonly string[] | null,
  condition: string,
  parameters: readonly (string | number)[],
): FilterSql {
  return {
    sql: `EXISTS (SELECT 1 FROM metadata_value v WHERE v.object_id = i.id
      AND v.field_id IN (${fields === null ? openFields : fieldIds}) AND ${condition})`,
    parameters: [
      ...(fields === null ? [] : [JSON.stringify(fields)]),
      ...parameters,
    ],
  };
}

function joined(
  parts: readonly ItemFilter[],
  by: string,
  none: string,
): FilterSql {
  return join(parts.map(filterCondition), by, none);
}

function join(
  parts: readonly FilterSql[],
  by: string,
  none: string,
): FilterSql {
  return parts.length === 0
    ? { sql: none, parameters: [] }
    : {
        sql: `(${parts.map(({ sql }) => sql).join(by)})`,
        parameters: parts.flatMap(({ parameters }) => parameters),
      };
}
