import { Type, type Static } from "typebox";

/** Which rendition of a file: itself, the small picture made of it, or its text. */
const rendition = Type.Union([
  Type.Literal("original"),
  Type.Literal("preview"),
  Type.Literal("fulltext"),
]);
export type EasydbRendition = Static<typeof rendition>;

/** Kinds of files, told by their MIME type. */
export const easydbFileClasses = [
  "image",
  "audio",
  "video",
  "office",
  "other",
] as const;
export type EasydbFileClass = (typeof easydbFileClasses)[number];

const csv = Type.Object({
  delimiter: Type.String(),
  quote: Type.String(),
  escape: Type.String(),
  bom: Type.Boolean(),
  emptyColumns: Type.Boolean(),
  allLanguages: Type.Boolean(),
  /** How the communities above are written: not at all, a column each, or joined by this. */
  hierarchy: Type.Union([
    Type.Null(),
    Type.Literal("column"),
    Type.Literal("/"),
    Type.Literal(">"),
  ]),
});

/** What packages for clients of easydb hold (easydb.md section 4.1), as its dialect has checked it. */
export const easydbSettingsSchema = Type.Object({
  /** Fields and what they are called; null: all under their own names. */
  fields: Type.Union([Type.Record(Type.String(), Type.String()), Type.Null()]),
  /** Every field there is, for columns without values; empty where nobody asked for these. */
  columns: Type.Array(Type.String()),
  /** Bundles whose files are packed. */
  bundles: Type.Array(Type.String()),
  /** Addresses of files that are put in the data, by bundle. */
  links: Type.Array(
    Type.Object({
      bundle: Type.String(),
      column: Type.String(),
      rendition,
      /** Null: files of every class. */
      fileClass: Type.Union([Type.String(), Type.Null()]),
      /** What stands before `/api/core/bitstreams/…`; empty for a short address. */
      base: Type.String(),
    }),
  ),
  /** Renditions by class; those that are not there are of the file itself. */
  classes: Type.Record(Type.String(), Type.Array(rendition)),
  /** By id of the bitstream: false leaves it out, true takes it in any case, or with these renditions. */
  assets: Type.Record(
    Type.String(),
    Type.Union([Type.Boolean(), Type.Array(rendition)]),
  ),
  csv: Type.Union([csv, Type.Null()]),
  xml: Type.Union([Type.Null(), Type.Literal("batch"), Type.Literal("object")]),
  json: Type.Union([
    Type.Null(),
    Type.Literal("batch"),
    Type.Literal("object"),
  ]),
  /** A crosswalk, or one of easydb's own ways to write XML. */
  mapping: Type.Union([
    Type.Literal("easydb"),
    Type.Literal("easydb_flat"),
    Type.Literal("dc"),
    Type.Literal("mods"),
    Type.Literal("mets"),
  ]),
  linked: Type.Object({
    /** Which related items are put into an item. */
    take: Type.Union([
      Type.Literal("none"),
      Type.Literal("not_in_main_search"),
      Type.Literal("not_in_main_search_and_reverse"),
      Type.Literal("all"),
    ]),
    depth: Type.Integer({ minimum: 1, maximum: 9 }),
  }),
  allLanguages: Type.Boolean(),
  /** Tags of the languages of whoever gets the package. */
  languages: Type.Array(Type.String()),
  /** Items in a folder; 0: all in one. */
  batchSize: Type.Integer({ minimum: 0 }),
  names: Type.Object({
    original: Type.Boolean(),
    template: Type.Union([Type.String(), Type.Null()]),
  }),
  flat: Type.Boolean(),
  /** Name of the export, for templates. */
  exportName: Type.String(),
  /** Id of this catalog, for ids that mean something elsewhere too. */
  instance: Type.String(),
});
export type EasydbSettings = Static<typeof easydbSettingsSchema>;

/** The class of a file. */
export function easydbFileClass(mimeType: string): EasydbFileClass {
  const [kind = ""] = mimeType.split("/", 1);
  if (kind === "image" || kind === "audio" || kind === "video") return kind;
  return /pdf|msword|ms-excel|ms-powerpoint|officedocument|opendocument|rtf|^text\//.test(
    mimeType,
  )
    ? "office"
    : "other";
}
