import type { Database } from "better-sqlite3";
import type { FacetAsked, FacetValue } from "../core/facets.ts";
import { compareText } from "../domain/compare-text.ts";
import { isAmong } from "../domain/search-query.ts";
import { createYearTally } from "./year-tally.ts";
import { stillAsked } from "./still-asked.ts";

/** Labels that are counted in memory; beyond, SQLite counts them, in files if it must. */
const mostLabels = 200_000;
/** Values after which it is asked again whether anybody still waits. */
const checkEvery = 10_000;

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
  // Item by item: to find the items takes longer than to read some more values of each.
  const values = database
    .prepare<
      [{ ids: string; fields: string }],
      [item: number, field: number, value: string]
    >(
      `SELECT v.object_id, v.field_id, v.value FROM json_each(@ids) i CROSS JOIN metadata_value v
       WHERE v.object_id = i.value AND v.field_id IN (SELECT value FROM json_each(@fields))`,
    )
    .raw();
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

  /** What is no value of a field; null for what is one. */
  const filesOf = (
    items: readonly number[],
    { by, prefix, skip, limit }: FacetAsked,
  ): readonly FacetValue[] | null => {
    const ids = JSON.stringify(items);
    if (by === "fileType") return fileTypes.all({ ids, prefix, skip, limit });
    if (by !== "content") return null;
    const count = withContent.get({ ids }) ?? 0;
    return [
      { label: "true", count },
      { label: "false", count: items.length - count },
    ]
      .filter((value) => value.count > 0 && value.label.startsWith(prefix))
      .slice(skip, skip + limit);
  };

  /** One look at the values for all that is asked; null when there are too many different ones. */
  function inMemory(
    ids: string,
    asked: readonly Counted[],
  ): readonly (readonly FacetValue[])[] | null {
    const tallies = asked.map((one) =>
      one.by === "years" ? createYearTally(one) : createTally(one),
    );
    const byField = new Map<number, Tally[]>();
    asked.forEach(({ known }, number) => {
      const tally = tallies[number];
      if (tally === undefined) return;
      for (const field of known) {
        const others = byField.get(field);
        if (others === undefined) byField.set(field, [tally]);
        else others.push(tally);
      }
    });
    const fields = JSON.stringify([...byField.keys()]);
    let seen = 0;
    for (const [item, field, value] of values.iterate({ ids, fields })) {
      if (++seen % checkEvery === 0) stillAsked.check();
      for (const tally of byField.get(field) ?? []) tally.add(item, value);
      if (tallies.some(({ labels }) => labels() > mostLabels)) return null;
    }
    return tallies.map((tally) => tally.result());
  }

  /** @returns for each that is asked its values */
  return (
    items: readonly number[],
    asked: readonly FacetAsked[],
  ): readonly (readonly FacetValue[])[] => {
    const ids = JSON.stringify(items);
    const fields = allFields.all();
    const counted = asked.flatMap((one): Counted[] =>
      one.by === "value" || one.by === "year" || one.by === "years"
        ? [
            {
              ...one,
              known: fields
                .filter(({ name }) => isAmong(one.fields, name))
                .map(({ id }) => id),
            },
          ]
        : [],
    );
    const found =
      inMemory(ids, counted) ??
      counted.map(({ by, known, prefix, skip, limit }) =>
        (by === "value" ? whole : years).all({
          ids,
          fields: JSON.stringify(known),
          prefix,
          skip,
          limit,
        }),
      );
    let next = 0;
    return asked.map((one) => filesOf(items, one) ?? found[next++] ?? []);
  };
}

/** With the numbers of the fields. */
type Counted = FacetAsked & { readonly known: readonly number[] };

type Tally = ReturnType<typeof createTally | typeof createYearTally>;

/** Counts in how many items each label is; the values of an item come one after the other. */
function createTally({ by, prefix, skip, limit }: FacetAsked) {
  const counts = new Map<string, { count: number; last: number }>();
  const begin = prefix.toLowerCase();
  return {
    labels: () => counts.size,
    add(item: number, value: string): void {
      const label = by === "year" ? value.slice(0, 4) : value;
      const known = counts.get(label);
      if (known !== undefined) {
        if (known.last !== item) known.count++;
        known.last = item;
      } else if (label.toLowerCase().startsWith(begin))
        counts.set(label, { count: 1, last: item });
    },
    result: (): readonly FacetValue[] =>
      [...counts]
        .map(([label, { count }]) => ({ label, count }))
        .sort(
          (one, other) =>
            other.count - one.count || compareText(one.label, other.label),
        )
        .slice(skip, skip + limit),
  };
}
