import type { Database } from "better-sqlite3";
import type { FacetAsked, FacetValue } from "../core/facets.ts";
import { compareText } from "../domain/compare-text.ts";
import { isAmong } from "../domain/search-query.ts";
import { createYearTally } from "./year-tally.ts";

/** Different labels that are counted; more would take too much memory. */
const mostLabels = 500_000;

/** Counts the values that some items have in a field, the most frequent first. */
export function createFacetCounter(database: Database) {
  const allFields = database.prepare<[], { id: number; name: string }>(
    `SELECT f.id, s.prefix || '.' || f.element || CASE f.qualifier WHEN '' THEN '' ELSE '.' || f.qualifier END AS name
     FROM metadata_field f JOIN metadata_schema s ON s.id = f.schema_id`,
  );
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

  const fileTypes = database
    .prepare<[{ ids: string }], [label: string, item: number]>(
      `SELECT DISTINCT f.name, u.item_id FROM bundle u JOIN bitstream b ON b.bundle_id = u.id
       JOIN bitstream_format f ON f.id = b.format_id
       WHERE u.item_id IN (SELECT value FROM json_each(@ids)) AND u.name = 'ORIGINAL'`,
    )
    .raw();

  /** @returns counts slice by slice what is asked; each item is in one slice only */
  return (asked: readonly FacetAsked[]) => {
    const known = allFields.all();
    const byField = new Map<number, Tally[]>();
    const byType: Tally[] = [];
    const tallies = asked.map((one): Tally | null => {
      if (one.by === "content") return null;
      const tally =
        one.by === "years" ? createYearTally(one) : createTally(one);
      if (one.by === "fileType") byType.push(tally);
      else
        for (const { id } of known.filter(({ name }) =>
          isAmong(one.fields, name),
        ))
          byField.set(id, [...(byField.get(id) ?? []), tally]);
      return tally;
    });
    const fields = JSON.stringify([...byField.keys()]);
    const looksAtContent = tallies.includes(null);
    let items = 0;
    let filled = 0;

    const contentOf = ({ prefix, skip, limit }: FacetAsked): FacetValue[] =>
      [
        { label: "true", count: filled },
        { label: "false", count: items - filled },
      ]
        .filter(({ label, count }) => count > 0 && label.startsWith(prefix))
        .slice(skip, skip + limit);

    return {
      /** @returns whether it can go on: too many different labels are not counted */
      add(slice: ReadonlySet<number>): boolean {
        const ids = JSON.stringify([...slice]);
        items += slice.size;
        if (byField.size > 0)
          for (const [item, field, value] of values.all({ ids, fields }))
            for (const tally of byField.get(field) ?? [])
              tally.add(item, value);
        if (byType.length > 0)
          for (const [label, item] of fileTypes.all({ ids }))
            for (const tally of byType) tally.add(item, label);
        if (looksAtContent) filled += withContent.get({ ids }) ?? 0;
        return tallies.every(
          (tally) => tally === null || tally.labels() <= mostLabels,
        );
      },
      /** For each that is asked its values. */
      result: (): readonly (readonly FacetValue[])[] =>
        asked.map((one, number) => tallies[number]?.result() ?? contentOf(one)),
    };
  };
}

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
