import { apiRefusal, userRefusal } from "./refusal.ts";
import { arrayOf, integerOf, objectOf, onlyMembers, textOf } from "./values.ts";

/** What a search finds, in references every part of Holdall understands; all of them absent: the whole catalog. */
export interface Found {
  readonly target?: string;
  readonly items?: readonly string[];
  readonly query?: string;
}

const path = "export.search";

/**
 * `export.search` (easydb.md section 4.2). What cannot be searched for is refused when the export is made, not when it
 * runs.
 * @throws EasydbRefusal
 */
export function readSearch(value: unknown): Found {
  const search = objectOf(value, path);
  onlyMembers(
    search,
    [
      "type",
      "objecttypes",
      "search",
      "sort",
      "limit",
      "offset",
      "format",
      "language",
    ],
    path,
  );
  const given = (name: string): unknown => search[name] ?? null;
  if (given("type") !== null && given("type") !== "object")
    throw unsupported("type");
  if (given("objecttypes") !== null) {
    const types = arrayOf(given("objecttypes"), `${path}.objecttypes`);
    if (types.some((type) => type !== "item")) throw unsupported("objecttypes");
  }
  if (
    given("sort") !== null &&
    arrayOf(given("sort"), `${path}.sort`).length > 0
  )
    throw unsupported("sort");
  if (given("limit") !== null) {
    integerOf(given("limit"), `${path}.limit`, 0);
    throw unsupported("limit");
  }
  if (
    given("offset") !== null &&
    integerOf(given("offset"), `${path}.offset`, 0) > 0
  )
    throw unsupported("offset");
  const elements =
    given("search") === null ? [] : arrayOf(given("search"), `${path}.search`);
  if (elements.length > 1) throw unsupported("search");
  return elements.length === 0 ? {} : readElement(elements[0]);
}

function readElement(value: unknown): Found {
  const at = `${path}.search.0`;
  const element = objectOf(value, at);
  const bool = element["bool"] ?? "must";
  if (bool !== "must" && bool !== "should") throw unsupported("search.0.bool");
  switch (element["type"]) {
    case "in":
      return readIn(element, at);
    case "match":
      return readMatch(element, at);
    case undefined:
      throw apiRefusal("attribute_expected", `\`${at}.type\` is missing.`);
    default:
      throw unsupported("search.0.type");
  }
}

function readIn(element: Readonly<Record<string, unknown>>, at: string): Found {
  onlyMembers(element, ["type", "bool", "fields", "in"], at);
  const fields = arrayOf(element["fields"], `${at}.fields`);
  const values = arrayOf(element["in"], `${at}.in`);
  const [field] = fields;
  if (fields.length !== 1 || values.length === 0)
    throw unsupported("search.0.fields");
  switch (field) {
    case "_pool.pool._id":
    case "item._pool.pool._id":
      if (values.length > 1) throw unsupported("search.0.in");
      return { target: String(integerOf(values[0], `${at}.in`, 1)) };
    case "_system_object_id":
      return {
        items: values.map((id) => String(integerOf(id, `${at}.in`, 1))),
      };
    case "_uuid":
      return { items: values.map((uuid) => textOf(uuid, `${at}.in`)) };
    default:
      throw unsupported("search.0.fields");
  }
}

function readMatch(
  element: Readonly<Record<string, unknown>>,
  at: string,
): Found {
  onlyMembers(
    element,
    ["type", "bool", "string", "mode", "fields", "phrase"],
    at,
  );
  const query = textOf(element["string"], `${at}.string`);
  if (query.length > 256) throw userRefusal("search_query_too_long");
  if (element["mode"] !== undefined && element["mode"] !== "fulltext")
    throw unsupported("search.0.mode");
  if ((element["fields"] ?? null) !== null)
    throw unsupported("search.0.fields");
  if ((element["phrase"] ?? false) !== false)
    throw unsupported("search.0.phrase");
  return { query };
}

function unsupported(name: string): Error {
  return apiRefusal(
    "invalid_value",
    `\`${path}.${name}\` cannot be that here.`,
  );
}
