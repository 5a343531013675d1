import type { ItemFilter } from "../../../domain/item-filter.ts";
import { apiRefusal, userRefusal } from "./refusal.ts";
import {
  arrayOf,
  booleanOf,
  integerOf,
  objectOf,
  onlyMembers,
  textOf,
  type Members,
} from "./values.ts";
import { metadataField, ownField, type Vocabulary } from "./vocabulary.ts";

/** Deeper searches are nobody's; they would only cost. */
const deepest = 20;
const longestText = 256;

/** What clauses of a list say together. */
const modes = ["must", "must_not", "should"] as const;

type Reader = (element: Members, at: string, known: Vocabulary) => ItemFilter;

/**
 * Elements of a search: all of those that must, none of those that must not, and at least one of those that should
 * (easydb.md section 4.2).
 * @throws EasydbRefusal
 */
export function readElements(
  value: unknown,
  path: string,
  known: Vocabulary,
  depth = 0,
): ItemFilter {
  if (depth > deepest)
    throw apiRefusal("invalid_value", `\`${path}\` is nested too deeply.`);
  const found: Record<(typeof modes)[number], ItemFilter[]> = {
    must: [],
    must_not: [],
    should: [],
  };
  for (const [index, one] of arrayOf(value, path).entries()) {
    const at = `${path}.${String(index)}`;
    const element = objectOf(one, at);
    const given = element["bool"] ?? "must";
    const mode = modes.find((name) => name === given);
    if (mode === undefined)
      throw apiRefusal(
        "invalid_value",
        `\`${at}.bool\` can be must, must_not or should.`,
      );
    found[mode].push(readElement(element, at, known, depth));
  }
  return {
    kind: "and",
    parts: [
      ...found.must,
      ...found.must_not.map((part): ItemFilter => ({ kind: "not", part })),
      ...(found.should.length === 0
        ? []
        : [{ kind: "or", parts: found.should } as const]),
    ],
  };
}

function readElement(
  element: Members,
  at: string,
  known: Vocabulary,
  depth: number,
): ItemFilter {
  const type = needed(element, "type", at);
  if (type === "complex") {
    onlyMembers(element, ["type", "bool", "search"], at);
    return readElements(
      needed(element, "search", at),
      `${at}.search`,
      known,
      depth + 1,
    );
  }
  if ((element["eas_field"] ?? null) !== null)
    throw apiRefusal(
      "invalid_value",
      `\`${at}.eas_field\`: files cannot be searched for here.`,
    );
  const reader =
    typeof type === "string" && Object.hasOwn(readers, type)
      ? readers[type]
      : undefined;
  if (reader === undefined)
    throw apiRefusal(
      "invalid_value",
      `\`${at}.type\` cannot be ${JSON.stringify(type)} here.`,
    );
  return reader(element, at, known);
}

const readers: Readonly<Record<string, Reader>> = {
  in: readIn,
  match: readMatch,
  range: readRange,
  changelog_range: readChangelog,
};

function readIn(element: Members, at: string, known: Vocabulary): ItemFilter {
  onlyMembers(element, ["type", "bool", "fields", "in"], at);
  const fields = namesOf(needed(element, "fields", at), `${at}.fields`);
  const values = arrayOf(needed(element, "in", at), `${at}.in`);
  if (values.length === 0)
    throw apiRefusal("invalid_value", `\`${at}.in\` is empty.`);
  return {
    kind: "or",
    parts: fields.map((field) => readInField(field, values, at, known)),
  };
}

function readInField(
  field: string,
  values: readonly unknown[],
  at: string,
  known: Vocabulary,
): ItemFilter {
  const ids = (kinds: readonly string[]): number[] =>
    values.map((value) => {
      const id = integerOf(value, `${at}.in`, 1);
      if (!kinds.includes(known.kind(id) ?? ""))
        throw apiRefusal(
          "invalid_value",
          `\`${at}.in\`: there is no ${String(id)}.`,
        );
      return id;
    });
  if (/^(?:\w+\.)?_pool\.pool\._id$/.test(field))
    return { kind: "within", ids: ids(["community", "collection"]) };
  switch (ownField(field)) {
    case "_id":
    case "_system_object_id":
      return { kind: "ids", ids: ids(["item"]) };
    case "_uuid":
      return {
        kind: "uuids",
        uuids: values.map((value) => textOf(value, `${at}.in`).toLowerCase()),
      };
    case "_objecttype": {
      const types = values.map((value) => textOf(value, `${at}.in`));
      return types.includes("item")
        ? { kind: "and", parts: [] }
        : {
            kind: "value",
            field: "dspace.entity.type",
            values: types,
            missing: false,
          };
    }
  }
  const name = knownField(field, `${at}.fields`, known);
  return {
    kind: "value",
    field: name,
    values: values
      .filter((value) => value !== null)
      .map((value) =>
        typeof value === "number" || typeof value === "boolean"
          ? String(value)
          : textOf(value, `${at}.in`),
      ),
    missing: values.includes(null),
  };
}

function readMatch(
  element: Members,
  at: string,
  known: Vocabulary,
): ItemFilter {
  onlyMembers(
    element,
    ["type", "bool", "string", "mode", "fields", "phrase"],
    at,
  );
  const text = textOf(needed(element, "string", at), `${at}.string`);
  if (text.length > longestText) throw userRefusal("search_query_too_long");
  const mode = element["mode"] ?? "fulltext";
  if (mode !== "fulltext" && mode !== "token" && mode !== "wildcard")
    throw apiRefusal(
      "invalid_value",
      `\`${at}.mode\` can be fulltext, token or wildcard.`,
    );
  const given = element["fields"] ?? null;
  const fields =
    given === null
      ? null
      : namesOf(given, `${at}.fields`).map((field) =>
          knownField(field, `${at}.fields`, known),
        );
  const phrase =
    (element["phrase"] ?? null) !== null &&
    booleanOf(element["phrase"], `${at}.phrase`);
  if (!/[\p{L}\p{N}]/u.test(text))
    throw apiRefusal("invalid_value", `\`${at}.string\` has no word.`);
  const words = (part: string): ItemFilter => ({
    kind: "words",
    fields,
    text: part,
    phrase,
    wildcards: mode === "wildcard",
  });
  if (phrase) return words(text);
  // Each word may be in another field.
  return {
    kind: "and",
    parts: text
      .split(/\s+/)
      .filter((word) => /[\p{L}\p{N}*?]/u.test(word))
      .map(words),
  };
}

function readRange(
  element: Members,
  at: string,
  known: Vocabulary,
): ItemFilter {
  onlyMembers(element, ["type", "bool", "field", "from", "to"], at);
  const field = ownField(textOf(needed(element, "field", at), `${at}.field`));
  const from = endOf(element, "from", at);
  const to = endOf(element, "to", at);
  if (from === null && to === null)
    throw apiRefusal("attribute_expected", `\`${at}\` has neither end.`);
  if (field === "_id" || field === "_system_object_id") {
    const number = (end: string | number | null) =>
      end === null ? null : integerOf(end, at, 0);
    return { kind: "own", what: "id", from: number(from), to: number(to) };
  }
  if (field === "_last_modified") return changed(from, to, at);
  return {
    kind: "between",
    field: knownField(field, `${at}.field`, known),
    from,
    to,
  };
}

function readChangelog(element: Members, at: string): ItemFilter {
  onlyMembers(element, ["type", "bool", "from", "to", "operation"], at);
  const operation = element["operation"] ?? null;
  if (operation !== null && operation !== "insert" && operation !== "update")
    throw apiRefusal(
      "invalid_value",
      `\`${at}.operation\` can be insert or update.`,
    );
  const from = endOf(element, "from", at);
  const to = endOf(element, "to", at);
  if (from === null && to === null)
    throw apiRefusal("attribute_expected", `\`${at}\` has neither end.`);
  const updated = changed(from, to, at);
  const inserted: ItemFilter = {
    kind: "between",
    field: "dc.date.accessioned",
    from,
    to,
  };
  if (operation === "insert") return inserted;
  return operation === "update"
    ? updated
    : { kind: "or", parts: [inserted, updated] };
}

/** Items whose last change lies between two dates; a day as the end is all of that day. */
function changed(
  from: string | number | null,
  to: string | number | null,
  at: string,
): ItemFilter {
  const time = (end: string | number | null, rest: number): number | null => {
    if (end === null) return null;
    const found = Date.parse(String(end));
    if (Number.isNaN(found))
      throw apiRefusal(
        "invalid_value",
        `\`${at}\`: ${String(end)} is no date.`,
      );
    return /^\d{4}-\d{2}-\d{2}$/.test(String(end)) ? found + rest : found;
  };
  return {
    kind: "own",
    what: "last-modified",
    from: time(from, 0),
    to: time(to, 86_399_999),
  };
}

function endOf(
  element: Members,
  name: "from" | "to",
  at: string,
): string | number | null {
  const value = element[name] ?? null;
  if (value === null || typeof value === "number") return value;
  return textOf(value, `${at}.${name}`);
}

function knownField(name: string, at: string, known: Vocabulary): string {
  const field = metadataField(name);
  if (field === null || !known.hasField(field))
    throw apiRefusal("invalid_value", `\`${at}\`: there is no field ${name}.`);
  return field;
}

function namesOf(value: unknown, at: string): string[] {
  const names = arrayOf(value, at).map((name) => textOf(name, at));
  if (names.length === 0)
    throw apiRefusal("invalid_value", `\`${at}\` is empty.`);
  return names;
}

function needed(element: Members, name: string, at: string): unknown {
  const value = element[name] ?? null;
  if (value === null)
    throw apiRefusal("attribute_expected", `\`${at}.${name}\` is missing.`);
  return value;
}
