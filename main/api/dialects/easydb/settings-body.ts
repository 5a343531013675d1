import { apiRefusal } from "./refusal.ts";
import { readAssets, readBundles, readClasses } from "./files-body.ts";
import {
  booleanOf,
  integerOf,
  objectOf,
  onlyMembers,
  textOf,
  type Members,
} from "./values.ts";
import { metadataField, type Vocabulary } from "./vocabulary.ts";

/** Members of `export` that say how it is made, each with its default (easydb.md section 4.1). */
export const defaultSettings = {
  fields: null,
  eas_fields: null,
  classes: null,
  assets: null,
  csv: false,
  xml: false,
  json: false,
  xml_one_file_per_object: false,
  json_one_file_per_object: false,
  merge_linked_objects: "none",
  merge_max_depth: 1,
  mapping: "easydb",
  all_languages: false,
  batch_size: 100,
  filename_original: false,
  filename_template: null,
  produce_options: {},
  flat: false,
} as const satisfies Members;
export type SettingName = keyof typeof defaultSettings;

/** Producers beside easydb's own, and the formats they are. */
export const producers: Readonly<Record<string, string>> = {
  easydb: "easydb",
  html: "html",
  saf: "saf",
  "rspace-xml": "xml",
};

/** Crosswalks by their ids. */
export const crosswalks: Readonly<Record<number, "dc" | "mods" | "mets">> = {
  1: "dc",
  2: "mods",
  3: "mets",
};

const systemFields: readonly string[] = [
  "_id",
  "_system_object_id",
  "_global_object_id",
  "_uuid",
  "_objecttype",
  "_last_modified",
  "_pool.pool._id",
];
const templateNames: readonly string[] = [
  "_export.name",
  "_asset.original_filename",
  "_asset._id",
  "_asset.version",
  "_id",
  "_system_object_id",
  "item._id",
  "_uuid",
];

type Check = (value: unknown, path: string, known: Vocabulary) => unknown;

/** What can be chosen; each returns the value as it is kept. */
const checks: Readonly<Record<SettingName, Check>> = {
  fields: readFields,
  eas_fields: readBundles,
  classes: readClasses,
  assets: readAssets,
  csv: readCsv,
  xml: booleanOf,
  json: booleanOf,
  xml_one_file_per_object: booleanOf,
  json_one_file_per_object: booleanOf,
  merge_linked_objects: (value, path) =>
    oneOf(value, path, [
      "none",
      "not_in_main_search",
      "not_in_main_search_and_reverse",
      "all",
    ]),
  merge_max_depth: (value, path) => integerOf(value, path, 1, 9),
  mapping: readMapping,
  all_languages: booleanOf,
  batch_size: (value, path) => integerOf(value, path, 0),
  filename_original: booleanOf,
  filename_template: readTemplate,
  produce_options: readProduceOptions,
  flat: booleanOf,
};

export function isSetting(name: string): name is SettingName {
  return Object.hasOwn(checks, name);
}

/** One member as it is kept; null is its default. @throws EasydbRefusal */
export function readSetting(
  name: SettingName,
  value: unknown,
  known: Vocabulary,
): unknown {
  return value === null
    ? defaultSettings[name]
    : checks[name](value, `export.${name}`, known);
}

/** Whether the settings go together. @throws EasydbRefusal error.api.invalid_value */
export function checkSettings(settings: Members): void {
  if (
    settings["filename_original"] === true &&
    (settings["filename_template"] ?? null) !== null
  )
    throw apiRefusal(
      "invalid_value",
      "`export.filename_original` and `export.filename_template` exclude each other.",
    );
  const mapping = settings["mapping"] ?? "easydb";
  if (
    typeof mapping === "number" &&
    settings["xml_one_file_per_object"] !== true
  )
    throw apiRefusal(
      "invalid_value",
      "`export.mapping`: a crosswalk needs `xml_one_file_per_object`.",
    );
}

/** Fields and what they are called; all of them when there are none. */
function readFields(value: unknown, path: string, known: Vocabulary): unknown {
  const fields = Object.entries(objectOf(value, path)).map(([name, given]) => {
    const at = `${path}.${name}`;
    const field = metadataField(name);
    if (
      !systemFields.includes(name) &&
      (field === null || !name.startsWith("item.") || !known.hasField(field))
    )
      throw apiRefusal("invalid_value", `\`${at}\`: there is no such field.`);
    const members = given === null ? {} : objectOf(given, at);
    onlyMembers(members, ["display_name"], at);
    const display = members["display_name"] ?? null;
    return [
      name,
      display === null
        ? {}
        : { display_name: textOf(display, `${at}.display_name`) },
    ] as const;
  });
  return fields.length === 0 ? null : Object.fromEntries(fields);
}

/** One character each; the quote must not be what divides cells, or nobody could read them. */
function readCsv(value: unknown, path: string): unknown {
  if (value === false) return false;
  const members = objectOf(value, path);
  onlyMembers(
    members,
    [
      "delimiter",
      "quote",
      "escape",
      "use_bom",
      "empty_columns",
      "hierarchy",
      "all_languages",
    ],
    path,
  );
  const character = (name: string, usual: string): string => {
    const given = members[name] ?? null;
    if (given === null) return usual;
    const text = textOf(given, `${path}.${name}`);
    if (!/^[^\r\n\0]$/u.test(text))
      throw apiRefusal(
        "invalid_value",
        `\`${path}.${name}\` has to be one character.`,
      );
    return text;
  };
  const flag = (name: string): boolean => {
    const given = members[name] ?? null;
    return given !== null && booleanOf(given, `${path}.${name}`);
  };
  const hierarchy = members["hierarchy"] ?? null;
  const csv = {
    delimiter: character("delimiter", ","),
    quote: character("quote", '"'),
    escape: character("escape", '"'),
    use_bom: flag("use_bom"),
    empty_columns: flag("empty_columns"),
    hierarchy:
      hierarchy === null
        ? null
        : oneOf(hierarchy, `${path}.hierarchy`, ["column", "/", ">"]),
    all_languages: flag("all_languages"),
  };
  if (csv.delimiter === csv.quote || csv.delimiter === csv.escape)
    throw apiRefusal(
      "invalid_value",
      `\`${path}.delimiter\` has to differ from quote and escape.`,
    );
  return csv;
}

/** The id of a crosswalk, or one of easydb's own. */
function readMapping(value: unknown, path: string): unknown {
  if (value === "easydb" || value === "easydb_flat") return value;
  if (typeof value !== "string" && typeof value !== "number")
    throw apiRefusal("type_mismatch", `\`${path}\` has to be a mapping.`);
  const found = Object.entries(crosswalks).find(
    ([id, name]) => id === String(value) || name === value,
  );
  if (found === undefined)
    throw apiRefusal("invalid_value", `\`${path}\`: there is no such mapping.`);
  return Number(found[0]);
}

function readTemplate(
  value: unknown,
  path: string,
  known: Vocabulary,
): string | null {
  const template = textOf(value, path);
  if (template === "") return null;
  if (template.length > 500)
    throw apiRefusal("invalid_value", `\`${path}\` is too long.`);
  for (const [, name = ""] of template.matchAll(/%([^%]*)%/g)) {
    const field = name.startsWith("item.") ? metadataField(name) : null;
    if (
      !templateNames.includes(name) &&
      (field === null || !known.hasField(field))
    )
      throw apiRefusal("invalid_value", `\`${path}\`: %${name}% is unknown.`);
  }
  return template;
}

function readProduceOptions(value: unknown, path: string): unknown {
  const options = objectOf(value, path);
  const plugin = options["plugin"] ?? "easydb";
  if (typeof plugin !== "string" || !Object.hasOwn(producers, plugin))
    throw apiRefusal(
      "invalid_value",
      `\`${path}.plugin\` cannot be that here.`,
    );
  return options;
}

function oneOf<Value extends string>(
  value: unknown,
  path: string,
  values: readonly Value[],
): Value {
  const text = textOf(value, path);
  const found = values.find((one) => one === text);
  if (found === undefined)
    throw apiRefusal(
      "invalid_value",
      `\`${path}\` can be ${values.join(", ")}.`,
    );
  return found;
}
