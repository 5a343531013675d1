import type { Database } from "better-sqlite3";
import {
  isAmong,
  isFound,
  type SearchExpression,
  type SearchTerm,
} from "../domain/search-query.ts";

type Words = Extract<SearchTerm, { kind: "words" }>;

/** Looks at the values of items themselves, for what the full-text index cannot say. */
export function createItemSearch(database: Database) {
  const allFields = database.prepare<[], { id: number; name: string }>(
    `SELECT f.id, s.prefix || '.' || f.element || CASE f.qualifier WHEN '' THEN '' ELSE '.' || f.qualifier END AS name
     FROM metadata_field f JOIN metadata_schema s ON s.id = f.schema_id`,
  );
  const values = database
    .prepare<
      [string, string],
      [object: number, field: number, value: string, authority: string | null]
    >(
      `SELECT object_id, field_id, value, authority FROM metadata_value
       WHERE object_id IN (SELECT value FROM json_each(?)) AND field_id IN (SELECT value FROM json_each(?))`,
    )
    .raw();
  const withContent = database
    .prepare<[string], number>(
      `SELECT DISTINCT u.item_id FROM bundle u WHERE u.item_id IN (SELECT value FROM json_each(?))
       AND u.name = 'ORIGINAL' AND EXISTS (SELECT 1 FROM bitstream b WHERE b.bundle_id = u.id)`,
    )
    .pluck();

  const fileTypes = database
    .prepare<[string], [item: number, name: string]>(
      `SELECT DISTINCT u.item_id, f.name FROM bundle u JOIN bitstream b ON b.bundle_id = u.id
       JOIN bitstream_format f ON f.id = b.format_id
       WHERE u.item_id IN (SELECT value FROM json_each(?)) AND u.name = 'ORIGINAL'`,
    )
    .raw();

  const nameOf = ({ text, prefix }: Omit<Words, "kind" | "field">): string =>
    `${prefix ? "*" : "="}${text}`;

  return {
    nameOf,
    /** The words that may be in any field. */
    wordsOf: (expression: SearchExpression): readonly Words[] =>
      termsOf(expression).filter(
        (term): term is Words => term.kind === "words" && term.field === null,
      ),
    /**
     * Tells which of some items fit.
     * @param words what is found by words of any field, by their name
     */
    filter(
      expression: SearchExpression,
      words: ReadonlyMap<string, { has(item: number): boolean }>,
    ): (ids: readonly number[]) => readonly number[] {
      const terms = termsOf(expression);
      const wanted = terms.flatMap((term) =>
        "field" in term && term.field !== null ? term.field.fields : [],
      );
      const names = new Map(
        allFields
          .all()
          .filter(({ name }) => isAmong(wanted, name))
          .map(({ id, name }) => [id, name]),
      );
      const fieldIds = JSON.stringify([...names.keys()]);
      const needsContent = terms.some(({ kind }) => kind === "content");
      const needsTypes = terms.some(({ kind }) => kind === "fileType");
      return (ids) => {
        const list = JSON.stringify(ids);
        const content = new Set(needsContent ? withContent.all(list) : []);
        const types = Map.groupBy(
          needsTypes ? fileTypes.all(list) : [],
          ([id]) => id,
        );
        const found = new Map<
          number,
          { name: string; value: string; authority: string | null }[]
        >();
        if (names.size > 0) {
          for (const [id, field, value, authority] of values.all(
            list,
            fieldIds,
          )) {
            const one = { name: names.get(field) ?? "", value, authority };
            const known = found.get(id);
            if (known === undefined) found.set(id, [one]);
            else known.push(one);
          }
        }
        return ids.filter((id) =>
          isFound(expression, {
            values: (fields) =>
              (found.get(id) ?? []).filter(({ name }) => isAmong(fields, name)),
            hasWords: (text, prefix) =>
              words.get(nameOf({ text, prefix }))?.has(id) === true,
            hasContent: () => content.has(id),
            hasFileType: (names) =>
              types.get(id)?.some(([, name]) => names.includes(name)) === true,
          }),
        );
      };
    },
  };
}

function termsOf(expression: SearchExpression): SearchTerm[] {
  switch (expression.kind) {
    case "and":
    case "or":
      return expression.parts.flatMap(termsOf);
    case "not":
      return termsOf(expression.part);
    default:
      return [expression];
  }
}
