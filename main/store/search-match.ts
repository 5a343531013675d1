import { columnOf, type ItemText } from "../domain/item-text.ts";
import {
  wordsIn,
  type SearchExpression,
  type SearchField,
} from "../domain/search-query.ts";

/** What the full-text index can say of an expression. */
export interface Match {
  /** An FTS5 query that finds all that fit; null: the index cannot narrow it down. */
  readonly query: string | null;
  /** Whether what it finds fits, with no further look. */
  readonly exact: boolean;
}

const nothing: Match = { query: null, exact: false };

/** As much of an expression as the full-text index can answer. */
export function matchOf(expression: SearchExpression): Match {
  switch (expression.kind) {
    case "words": {
      const phrase = phraseOf(expression.text, expression.prefix);
      if (phrase === null) return nothing;
      if (expression.field === null) return { query: phrase, exact: true };
      const column = columnOfField(expression.field);
      return {
        query: column === null ? phrase : `${column} : ${phrase}`,
        // A phrase could begin in one title and end in another one.
        exact: column === "title" && wordsIn(expression.text).length === 1,
      };
    }
    case "equals":
      return valueMatch(expression.field, expression.text);
    case "or":
      return anyOf(expression.parts.map(matchOf));
    case "and":
      return andOf(expression.parts);
    case "values":
      return anyOf(
        expression.texts.map((text) => valueMatch(expression.field, text)),
      );
    case "range":
      // Then values begin with it, and so do their words.
      return expression.from !== null && expression.from === expression.to
        ? valueMatch(expression.field, expression.from, true)
        : nothing;
    case "not":
    case "authority":
    case "content":
    case "fileType":
      return nothing;
  }
}

/** Items that may have a value of these words, or one that begins with them. */
function valueMatch(field: SearchField, text: string, prefix = false): Match {
  const phrase = phraseOf(text, prefix);
  const column = columnOfField(field);
  return {
    query:
      phrase === null || column === null ? phrase : `${column} : ${phrase}`,
    exact: false,
  };
}

function anyOf(parts: readonly Match[]): Match {
  const queries = parts.flatMap(({ query }) => query ?? []);
  return queries.length < parts.length || queries.length === 0
    ? nothing
    : {
        query: joined(queries, " OR "),
        exact: parts.every(({ exact }) => exact),
      };
}

/** The index can only take something away from what it has found. */
function andOf(parts: readonly SearchExpression[]): Match {
  const wanted: string[] = [];
  const unwanted: string[] = [];
  let exact = true;
  for (const part of parts) {
    const inner = part.kind === "not" ? matchOf(part.part) : matchOf(part);
    if (part.kind !== "not") {
      if (inner.query !== null) wanted.push(inner.query);
      exact &&= inner.exact;
    } else if (inner.exact && inner.query !== null) unwanted.push(inner.query);
    else exact = false;
  }
  if (wanted.length === 0) return nothing;
  const found = joined(wanted, " AND ");
  return {
    query:
      unwanted.length === 0
        ? found
        : `(${found} NOT ${joined(unwanted, " OR ")})`,
    exact,
  };
}

function joined(queries: readonly string[], by: " AND " | " OR "): string {
  const [only] = queries;
  return queries.length === 1 && only !== undefined
    ? only
    : `(${queries.join(by)})`;
}

function phraseOf(text: string, prefix: boolean): string | null {
  const words = wordsIn(text);
  return words.length === 0
    ? null
    : `"${words.join(" ")}"${prefix ? " *" : ""}`;
}

/** The column of the index that has all values of a field; null when they are in more than one. */
function columnOfField({ fields }: SearchField): keyof ItemText | null {
  const [column, ...more] = new Set(fields.map(columnOf));
  return column === undefined || more.length > 0 ? null : column;
}
