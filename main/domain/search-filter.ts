import { AppError } from "./errors.ts";
import { contentFilter, searchField } from "./search-fields.ts";
import {
  parseSearchQuery,
  wordsIn,
  type SearchExpression,
  type SearchField,
} from "./search-query.ts";

export const filterOperators = [
  "equals",
  "notequals",
  "contains",
  "notcontains",
  "authority",
  "notauthority",
  "query",
] as const;
export type FilterOperator = (typeof filterOperators)[number];

/** A filter as it was understood. */
export interface AppliedFilter {
  readonly filter: string;
  readonly operator: FilterOperator;
  readonly value: string;
  readonly expression: SearchExpression;
}

/**
 * Reads one filter of a search (dspace.md section 16).
 * @param name of the filter: `author`, or a metadata field
 * @param text value and operator: `Fyr, Eva,equals`
 * @throws AppError request.impossible
 */
export function readFilter(name: string, text: string): AppliedFilter {
  const comma = text.lastIndexOf(",");
  const operator = filterOperators.find(
    (known) => known === text.slice(comma + 1),
  );
  if (comma < 0 || operator === undefined) {
    throw new AppError(
      "request.impossible",
      `The filter ${name} has no operator that is known.`,
      { object: name, remedy: `Use one of ${filterOperators.join(", ")}.` },
    );
  }
  const value = text.slice(0, comma);
  return {
    filter: name,
    operator,
    value,
    expression: expressionOf(name, value, operator),
  };
}

function expressionOf(
  name: string,
  value: string,
  operator: FilterOperator,
): SearchExpression {
  const negated = operator.startsWith("not");
  const positive = positiveOf(name, value, operator.replace(/^not/, ""));
  return negated ? { kind: "not", part: positive } : positive;
}

function positiveOf(
  name: string,
  value: string,
  operator: string,
): SearchExpression {
  if (name === contentFilter)
    return value.trim().toLowerCase() === "false"
      ? { kind: "not", part: { kind: "content" } }
      : { kind: "content" };
  const field = searchField(name);
  if (field === null)
    throw new AppError("request.impossible", `There is no filter ${name}.`, {
      object: name,
    });
  const range = /^\[\s*(\S+)\s+TO\s+(\S+)\s*\]$/.exec(value);
  if (range !== null)
    return {
      kind: "range",
      field,
      from: range[1] === "*" ? null : (range[1] ?? null),
      to: range[2] === "*" ? null : (range[2] ?? null),
    };
  switch (operator) {
    case "equals":
      return { kind: "equals", field, text: value };
    case "authority":
      return { kind: "authority", field, authority: value };
    case "query":
      return within(field, value);
    default:
      return containing(field, value);
  }
}

/** All of the words, in any order. */
function containing(field: SearchField, value: string): SearchExpression {
  const parts = wordsIn(value).map((text): SearchExpression => ({
    kind: "words",
    field,
    text,
    prefix: false,
  }));
  if (parts.length === 0)
    throw new AppError(
      "request.impossible",
      `The filter ${field.name} has no word to look for.`,
      { object: field.name },
    );
  return { kind: "and", parts };
}

function within(field: SearchField, value: string): SearchExpression {
  return (
    parseSearchQuery(value, searchField, field) ?? {
      kind: "range",
      field,
      from: null,
      to: null,
    }
  );
}
