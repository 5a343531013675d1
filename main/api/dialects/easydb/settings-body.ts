import { apiRefusal } from "./refusal.ts";
import {
  arrayOf,
  booleanOf,
  integerOf,
  objectOf,
  onlyMembers,
  textOf,
  type Members,
} from "./values.ts";

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
  merge_linked_objects: null,
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

/** What can be chosen, and what is then in effect; the rest is kept, and the log of each run says that it had none. */
const checks: Readonly<
  Record<SettingName, (value: unknown, path: string) => unknown>
> = {
  fields: emptyMap,
  eas_fields: readBundles,
  classes: emptyMap,
  assets: emptyMap,
  csv(value, path) {
    if (value === false) return false;
    onlyMembers(
      objectOf(value, path),
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
    throw unsupported(path);
  },
  xml: onlyFalse,
  json: onlyFalse,
  xml_one_file_per_object: booleanOf,
  json_one_file_per_object: booleanOf,
  merge_linked_objects: (value, path) => onlyThis(value, path, "none"),
  merge_max_depth: (value, path) => integerOf(value, path, 1, 9),
  mapping(value, path) {
    if (typeof value === "number") throw unsupported(path);
    return onlyThis(value, path, "easydb");
  },
  all_languages: booleanOf,
  batch_size: (value, path) => integerOf(value, path, 0),
  filename_original: booleanOf,
  filename_template(value, path) {
    textOf(value, path);
    throw unsupported(path);
  },
  produce_options: objectOf,
  flat: onlyFalse,
};

export function isSetting(name: string): name is SettingName {
  return Object.hasOwn(checks, name);
}

/** One member as it is kept; null is its default. @throws EasydbRefusal */
export function readSetting(name: SettingName, value: unknown): unknown {
  return value === null
    ? defaultSettings[name]
    : checks[name](value, `export.${name}`);
}

/** Whether the settings go together. @throws EasydbRefusal error.api.invalid_value */
export function checkSettings(settings: Members): void {
  const options = objectOf(
    settings["produce_options"] ?? {},
    "export.produce_options",
  );
  if (options["plugin"] !== "saf")
    throw unsupported("export.produce_options.plugin");
}

/** Whether files are exported besides metadata. */
export function takesFiles(settings: Members): boolean {
  const bundles = settings["eas_fields"];
  return (
    typeof bundles === "object" &&
    bundles !== null &&
    Object.values(bundles).some(
      (bundle: unknown) => (bundle as Members)["files"] === true,
    )
  );
}

/** What was asked for and has no effect on the packages that are made, a sentence each. */
export function withoutEffect(settings: Members): string[] {
  const names = [
    "xml_one_file_per_object",
    "json_one_file_per_object",
    "merge_max_depth",
    "all_languages",
    "batch_size",
    "filename_original",
  ] as const;
  const options = (settings["produce_options"] ?? {}) as Members;
  return [
    ...names
      .filter(
        (name) =>
          (settings[name] ?? defaultSettings[name]) !== defaultSettings[name],
      )
      .map((name) => `export.${name}`),
    ...Object.keys(options)
      .filter((name) => name !== "plugin")
      .map((name) => `export.produce_options.${name}`),
  ]
    .map((path) => `Warning: ${path} had no effect.`)
    .concat(
      takesFiles(settings)
        ? ["Warning: the packages hold the files of every bundle."]
        : [],
    );
}

/** Bundles whose files are taken; the official example has an array of names. */
function readBundles(value: unknown, path: string): unknown {
  const given: Members = Array.isArray(value)
    ? Object.fromEntries(
        value.map((name) => [textOf(name, path), { files: true }]),
      )
    : objectOf(value, path);
  return Object.fromEntries(
    Object.entries(given).map(([name, bundle]) => {
      const at = `${path}.${name}`;
      if (name !== "item.ORIGINAL") throw unsupported(at);
      const members = objectOf(bundle, at);
      onlyMembers(members, ["files", "data"], at);
      if (
        (members["data"] ?? null) !== null &&
        arrayOf(members["data"], at).length > 0
      )
        throw unsupported(`${at}.data`);
      return [
        name,
        {
          files:
            (members["files"] ?? null) !== null &&
            booleanOf(members["files"], at),
        },
      ];
    }),
  );
}

function emptyMap(value: unknown, path: string): unknown {
  for (const [name, entry] of Object.entries(objectOf(value, path))) {
    if (path === "export.classes") arrayOf(entry, `${path}.${name}`);
    throw unsupported(`${path}.${name}`);
  }
  return null;
}

function onlyFalse(value: unknown, path: string): false {
  if (booleanOf(value, path)) throw unsupported(path);
  return false;
}

function onlyThis(value: unknown, path: string, only: string): string {
  if (textOf(value, path) !== only) throw unsupported(path);
  return only;
}

function unsupported(path: string): Error {
  return apiRefusal("invalid_value", `\`${path}\` cannot be that here.`);
}
