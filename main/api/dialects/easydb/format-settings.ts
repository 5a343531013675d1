import type {
  EasydbRendition,
  EasydbSettings,
} from "../../../domain/easydb-settings.ts";
import { crosswalks, defaultSettings, producers } from "./settings-body.ts";
import type { Members } from "./values.ts";

/** What packages are made with besides the settings themselves. */
export interface PackageSurroundings {
  readonly exportName: string;
  /** Uuid of this catalog. */
  readonly instance: string;
  /** Address of this server, without a slash at its end. */
  readonly origin: string;
  /** Every metadata field there is, in dotted form. */
  readonly fieldNames: () => readonly string[];
}

interface Kept {
  readonly fields: Readonly<Record<string, { display_name?: string }>> | null;
  readonly eas_fields: Readonly<
    Record<
      string,
      {
        files: boolean;
        data: { type: string; format: string; version?: string }[];
      }
    >
  > | null;
  readonly classes: Readonly<Record<string, Version[]>> | null;
  readonly assets: Readonly<
    Record<string, boolean | { versions?: Version[]; json?: boolean }>
  > | null;
  readonly csv:
    | false
    | {
        delimiter: string;
        quote: string;
        escape: string;
        use_bom: boolean;
        empty_columns: boolean;
        hierarchy: "column" | "/" | ">" | null;
        all_languages: boolean;
      };
  readonly xml: boolean;
  readonly json: boolean;
  readonly xml_one_file_per_object: boolean;
  readonly json_one_file_per_object: boolean;
  readonly merge_linked_objects: EasydbSettings["linked"]["take"];
  readonly merge_max_depth: number;
  readonly mapping: "easydb" | "easydb_flat" | number;
  readonly all_languages: boolean;
  readonly batch_size: number;
  readonly filename_original: boolean;
  readonly filename_template: string | null;
  readonly produce_options: { readonly plugin?: string | null };
  readonly flat: boolean;
}
interface Version {
  readonly type: string;
  readonly version?: EasydbRendition;
}

/** Languages of whoever signs in here. */
const languages = ["en-US"];

const keptOf = (settings: Members): Kept => ({
  ...defaultSettings,
  ...settings,
});

/** Id of the format that the settings ask for. */
export function formatOf(settings: Members): string {
  return producers[keptOf(settings).produce_options.plugin ?? "easydb"] ?? "";
}

/** Whether files are exported besides metadata. */
export function takesFiles(settings: Members): boolean {
  const { eas_fields, assets } = keptOf(settings);
  return (
    Object.values(eas_fields ?? {}).some(({ files }) => files) ||
    Object.values(assets ?? {}).some((wish) => wish !== false)
  );
}

/** The settings as the format takes them. */
export function formatSettings(
  settings: Members,
  around: PackageSurroundings,
): EasydbSettings {
  const kept = keptOf(settings);
  const renditions = (versions: readonly Version[]): EasydbRendition[] =>
    versions.map(({ version }) => version ?? "original");
  const bundles = Object.entries(kept.eas_fields ?? {}).map(
    ([name, wish]) => [name, name.slice("item.".length), wish] as const,
  );
  return {
    fields:
      kept.fields === null
        ? null
        : Object.fromEntries(
            Object.entries(kept.fields).map(([name, { display_name }]) => [
              name,
              display_name ?? name,
            ]),
          ),
    columns:
      kept.csv !== false && kept.csv.empty_columns && kept.fields === null
        ? around.fieldNames().map((name) => `item.${name}`)
        : [],
    bundles: bundles.flatMap(([, bundle, { files }]) =>
      files ? [bundle] : [],
    ),
    links: bundles.flatMap(([name, bundle, { data }]) =>
      data.map(({ type, format, version }) => {
        const [fileClass = null, rendition] = version?.split(".") ?? [];
        return {
          bundle,
          column: `${name}.${version ?? type}`,
          rendition: (rendition ?? "original") as EasydbRendition,
          fileClass,
          base: format === "long" ? around.origin : "",
        };
      }),
    ),
    classes: Object.fromEntries(
      Object.entries(kept.classes ?? {}).map(([name, versions]) => [
        name,
        renditions(versions),
      ]),
    ),
    assets: Object.fromEntries(
      Object.entries(kept.assets ?? {}).map(([id, wish]) => [
        id,
        typeof wish === "boolean"
          ? wish
          : wish.versions === undefined
            ? true
            : renditions(wish.versions),
      ]),
    ),
    csv:
      kept.csv === false
        ? null
        : {
            delimiter: kept.csv.delimiter,
            quote: kept.csv.quote,
            escape: kept.csv.escape,
            bom: kept.csv.use_bom,
            emptyColumns: kept.csv.empty_columns,
            allLanguages: kept.csv.all_languages,
            hierarchy: kept.csv.hierarchy,
          },
    xml: kept.xml ? (kept.xml_one_file_per_object ? "object" : "batch") : null,
    json: kept.json
      ? kept.json_one_file_per_object
        ? "object"
        : "batch"
      : null,
    mapping:
      typeof kept.mapping === "number"
        ? (crosswalks[kept.mapping] ?? "easydb")
        : kept.mapping,
    linked: { take: kept.merge_linked_objects, depth: kept.merge_max_depth },
    allLanguages: kept.all_languages,
    languages,
    batchSize: kept.batch_size,
    names: {
      original: kept.filename_original,
      template: kept.filename_template,
    },
    flat: kept.flat,
    exportName: around.exportName,
    instance: around.instance,
  };
}

/** What was asked for and has no effect on what is made, a sentence each. */
export function withoutEffect(settings: Members, search: Members): string[] {
  const kept = keptOf(settings);
  const own = formatOf(settings) === "easydb";
  const changed = (name: keyof typeof defaultSettings) =>
    JSON.stringify(settings[name] ?? defaultSettings[name]) !==
    JSON.stringify(defaultSettings[name]);
  const idle: Readonly<Partial<Record<keyof typeof defaultSettings, boolean>>> =
    own
      ? {
          xml_one_file_per_object: !kept.xml,
          json_one_file_per_object: !kept.json,
          merge_linked_objects: !kept.xml && !kept.json,
          merge_max_depth: kept.merge_linked_objects === "none",
          mapping: !kept.xml,
          classes: !takesFiles(settings),
        }
      : Object.fromEntries(
          Object.keys(defaultSettings)
            .filter(
              (name) => name !== "produce_options" && name !== "eas_fields",
            )
            .map((name) => [name, true]),
        );
  return [
    ...(Object.keys(idle) as (keyof typeof defaultSettings)[])
      .filter((name) => idle[name] === true && changed(name))
      .map((name) => `export.${name}`),
    ...Object.keys(kept.produce_options)
      .filter((name) => name !== "plugin")
      .map((name) => `export.produce_options.${name}`),
    ...Object.entries(own ? (kept.assets ?? {}) : {})
      .filter(([, wish]) => typeof wish === "object" && wish.json === true)
      .map(([id]) => `export.assets.${id}.json`),
    ...["format", "language"]
      .filter((name) => (search[name] ?? null) !== null)
      .map((name) => `export.search.${name}`),
  ]
    .map((path) => `Warning: ${path} had no effect.`)
    .concat(
      !own && takesFiles(settings)
        ? ["Warning: the packages hold the files of every bundle."]
        : [],
    );
}
