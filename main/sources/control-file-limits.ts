const mebibyte = 1024 * 1024;

/**
 * Most bytes of each kind of control file. A package may come from anybody, and these files are read as a whole: each
 * limit is far above what an item has (800,000 values take 50 MB of XML and 70 MB of sidecar) and below what a thread's
 * memory takes. An item beyond them is refused by name; the others are imported.
 */
export const controlFileLimits = {
  /** `dublin_core.xml` and `metadata_*.xml`, each. */
  metadata: 96 * mebibyte,
  sidecar: 128 * mebibyte,
  /** `collection.json`; without it communities and collections are not restored. */
  structure: 128 * mebibyte,
  contents: 16 * mebibyte,
  relationships: 16 * mebibyte,
  collections: mebibyte,
  handle: mebibyte,
} as const;

/** Most values of an item in all its metadata files. */
export const mostValues = 1_000_000;

/** Most attributes of an element; the format has three. */
export const mostAttributes = 100;

/** Most lines of `contents`, `collections` and `relationships` that are not blank. */
export const mostLines = 250_000;

/** Longest such line in characters: a path, and a description of many pages. */
export const longestLine = 256 * 1024;

/** Most values, members of objects and lists counted, in a JSON file: 800,000 metadata values are 5,000,000 of these. */
export const mostJsonValues = 8_000_000;
