import type {
  ItemFilter,
  ItemSearch,
  ItemSort,
} from "../../../domain/item-filter.ts";
import { apiRefusal } from "./refusal.ts";
import { readElements } from "./search-elements.ts";
import { arrayOf, integerOf, objectOf, onlyMembers, textOf } from "./values.ts";
import { metadataField, ownField, type Vocabulary } from "./vocabulary.ts";

const path = "export.search";

/**
 * `export.search` (easydb.md section 4.2). What cannot be searched for is refused when the export is made, not when it
 * runs.
 * @throws EasydbRefusal
 */
export function readSearch(value: unknown, known: Vocabulary): ItemSearch {
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
  if (
    given("type") !== null &&
    textOf(given("type"), `${path}.type`) !== "object"
  )
    throw apiRefusal("invalid_value", `\`${path}.type\` can be object only.`);
  for (const name of ["format", "language"])
    if (given(name) !== null) textOf(given(name), `${path}.${name}`);
  const limit = given("limit");
  const offset = given("offset");
  return {
    filter: {
      kind: "and",
      parts: [
        ...readObjectTypes(given("objecttypes"), known),
        readElements(given("search") ?? [], `${path}.search`, known),
      ],
    },
    sort: readSort(given("sort"), known),
    limit: limit === null ? null : integerOf(limit, `${path}.limit`, 0),
    offset: offset === null ? 0 : integerOf(offset, `${path}.offset`, 0),
  };
}

/** Types of objects; those of items are their entity types. */
function readObjectTypes(value: unknown, known: Vocabulary): ItemFilter[] {
  if (value === null) return [];
  const at = `${path}.objecttypes`;
  const types = arrayOf(value, at).map((type) => textOf(type, at));
  for (const type of types)
    if (type !== "item" && !known.isEntityType(type))
      throw apiRefusal("invalid_value", `\`${at}\`: there are no ${type}.`);
  return types.length === 0 || types.includes("item")
    ? []
    : [
        {
          kind: "value",
          field: "dspace.entity.type",
          values: types,
          missing: false,
        },
      ];
}

function readSort(value: unknown, known: Vocabulary): ItemSort[] {
  if (value === null) return [];
  return arrayOf(value, `${path}.sort`).map((one, index) => {
    const at = `${path}.sort.${String(index)}`;
    const sort = objectOf(one, at);
    onlyMembers(sort, ["field", "order"], at);
    const order = sort["order"] ?? null;
    if (order !== null && order !== "ASC" && order !== "DESC")
      throw apiRefusal("invalid_value", `\`${at}.order\` can be ASC or DESC.`);
    if ((sort["field"] ?? null) === null)
      throw apiRefusal("attribute_expected", `\`${at}.field\` is missing.`);
    const name = ownField(textOf(sort["field"], `${at}.field`));
    const descending = order === "DESC";
    if (name === "_id" || name === "_system_object_id")
      return { field: { own: "id" }, descending };
    if (name === "_last_modified")
      return { field: { own: "last-modified" }, descending };
    const field = metadataField(name);
    if (field === null || !known.hasField(field))
      throw apiRefusal("invalid_value", `\`${at}.field\`: no such field.`);
    return { field, descending };
  });
}
