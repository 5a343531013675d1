import type { Database } from "better-sqlite3";
import type { FacetAsked, FacetValue } from "../core/facets.ts";
import { isAmong } from "../domain/search-query.ts";

/** Counts the values that some items have in a field, the most frequent first. */
export function createFacetCounter(database: Database) {
  const allFields = database.prepare<[], { id: number; name: string }>(
    `SELECT f.id, s.prefix || '.' || f.element || CASE f.qualifier WHEN '' THEN '' ELSE '.' || f.qualifier END AS name
     FROM metadata_field f JOIN metadata_schema s ON s.id = f.schema_id`,
  );
  const counter = (label: string) =>
    database.prepare<[object], FacetValue>(
      `SELECT ${label} AS label, count(DISTINCT object_id) AS count FROM metadata_value
       WHERE object_id IN (SELECT value FROM json_each(@ids)) AND field_id IN (SELECT value FROM json_each(@fields))
         AND instr(lower(${label}), lower(@prefix)) = 1
       GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT @limit OFFSET @skip`,
    );
  const whole = counter("value");
  const years = counter("substr(value, 1, 4)");
  const withContent = database
    .prepare<[{ ids: string }], number>(
      `SELECT count(DISTINCT u.item_id) FROM bundle u WHERE u.item_id IN (SELECT value FROM json_each(@ids))
       AND u.name = 'ORIGINAL' AND EXISTS (SELECT 1 FROM bitstream b WHERE b.bundle_id = u.id)`,
    )
    .pluck();

  const fileTypes = database.prepare<[object], FacetValue>(
    `SELECT f.name AS label, count(DISTINCT u.item_id) AS count FROM bundle u JOIN bitstream b ON b.bundle_id = u.id
       JOIN bitstream_format f ON f.id = b.format_id
     WHERE u.item_id IN (SELECT value FROM json_each(@ids)) AND u.name = 'ORIGINAL'
       AND instr(lower(f.name), lower(@prefix)) = 1
     GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT @limit OFFSET @skip`,
  );

  return (
    items: readonly number[],
    { fields, by, prefix, skip, limit }: FacetAsked,
  ): readonly FacetValue[] => {
    const ids = JSON.stringify(items);
    if (by === "content") {
      const count = withContent.get({ ids }) ?? 0;
      return [
        { label: "true", count },
        { label: "false", count: items.length - count },
      ]
        .filter((value) => value.count > 0 && value.label.startsWith(prefix))
        .slice(skip, skip + limit);
    }
    if (by === "fileType") return fileTypes.all({ ids, prefix, skip, limit });
    const known = allFields
      .all()
      .filter(({ name }) => isAmong(fields, name))
      .map(({ id }) => id);
    return (by === "year" ? years : whole).all({
      ids,
      fields: JSON.stringify(known),
      prefix,
      skip,
      limit,
    });
  };
}
