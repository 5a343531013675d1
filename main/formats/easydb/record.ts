import type { Item } from "../../domain/catalog.ts";
import {
  easydbFileClass,
  type EasydbSettings,
} from "../../domain/easydb-settings.ts";
import { fieldName, type MetadataValue } from "../../domain/metadata.ts";
import type { FormatContext } from "../format.ts";
import { renditionOf } from "./choose-files.ts";

/** One value in the data. */
export interface RecordValue {
  /** `item.dc.title`, or the name of a system field. */
  readonly field: string;
  /** What it is called in the package. */
  readonly name: string;
  /** Whether the name was given by whoever asked for the package. */
  readonly renamed: boolean;
  readonly value: string;
  /** Null for what is no metadata. */
  readonly metadata: MetadataValue | null;
}

/** What the data says of an item. */
export interface ItemRecord {
  readonly item: Item;
  readonly objectType: string;
  readonly system: readonly RecordValue[];
  readonly values: readonly RecordValue[];
  readonly links: readonly RecordValue[];
  /** Names of the communities above and of the collection, from the top down. */
  readonly hierarchy: readonly string[];
}

/** System fields, in the order in which they are written. */
export const systemFields = [
  "_id",
  "_system_object_id",
  "_global_object_id",
  "_uuid",
  "_objecttype",
  "_last_modified",
  "_pool.pool._id",
] as const;

/** Gathers what the data says of an item: of the fields that were asked for, in the languages that were asked for. */
export function recordOf(
  item: Item,
  context: FormatContext,
  settings: EasydbSettings,
  allLanguages: boolean,
): ItemRecord {
  const { fields, languages } = settings;
  const objectType =
    item.metadata.find((value) => fieldName(value) === "dspace.entity.type")
      ?.value ?? "item";
  const own: Readonly<Record<(typeof systemFields)[number], string>> = {
    _id: String(item.id),
    _system_object_id: String(item.id),
    _global_object_id: `${String(item.id)}@${settings.instance}`,
    _uuid: item.uuid,
    _objecttype: objectType,
    _last_modified: new Date(item.lastModified)
      .toISOString()
      .replace(/\.\d{3}Z$/, "Z"),
    "_pool.pool._id": String(item.owningCollection.id),
  };
  const named = (
    field: string,
    value: string,
    metadata: MetadataValue | null,
  ) => {
    const display = fields?.[field];
    return fields !== null && display === undefined
      ? []
      : [
          {
            field,
            name: display ?? field,
            renamed: display !== undefined && display !== field,
            value,
            metadata,
          },
        ];
  };
  const isSpoken = (language: string | null): boolean =>
    allLanguages ||
    language === null ||
    language === "" ||
    languages.some((one) => sameLanguage(one, language));
  return {
    item,
    objectType,
    system: systemFields.flatMap((field) => named(field, own[field], null)),
    values: item.metadata
      .filter(({ language }) => isSpoken(language))
      .flatMap((value) =>
        named(`item.${fieldName(value)}`, value.value, value),
      ),
    links: linksOf(item, settings),
    hierarchy: [
      ...context
        .communitiesAbove(item.owningCollection.id)
        .map(({ name }) => name),
      item.owningCollection.name,
    ],
  };
}

/** Addresses of files, as they were asked for. */
function linksOf(item: Item, { links }: EasydbSettings): RecordValue[] {
  return links.flatMap(({ bundle, column, rendition, fileClass, base }) =>
    item.bundles
      .filter(({ name }) => name === bundle)
      .flatMap(({ bitstreams }) => bitstreams)
      .filter(
        ({ mimeType }) =>
          fileClass === null || easydbFileClass(mimeType) === fileClass,
      )
      .flatMap((asset) => {
        const found = renditionOf(item, asset, rendition);
        return found === null
          ? []
          : [
              {
                field: column,
                name: column,
                renamed: false,
                value: `${base}/api/core/bitstreams/${found.uuid}/content`,
                metadata: null,
              },
            ];
      }),
  );
}

/** `de` is a language of somebody who speaks `de-AT`, and the other way round. */
function sameLanguage(one: string, other: string): boolean {
  const parts = (tag: string) => tag.toLowerCase().split(/[-_]/);
  const [a, b] = [parts(one), parts(other)];
  return a[0] === b[0] && (a.length === 1 || b.length === 1 || a[1] === b[1]);
}
