import type { Bitstream, Bundle, Item } from "../../domain/catalog.ts";
import {
  easydbFileClass,
  type EasydbFileClass,
  type EasydbRendition,
  type EasydbSettings,
} from "../../domain/easydb-settings.ts";

/** A file of an item, and which rendition of which asset it is. */
export interface ChosenFile {
  readonly bitstream: Bitstream;
  readonly asset: Bitstream;
  readonly rendition: EasydbRendition;
  readonly fileClass: EasydbFileClass;
}

/** Bundles whose files were made of other files. */
const derived = { preview: "THUMBNAIL", fulltext: "TEXT" } as const;

/** The files of an item that are packed (easydb.md section 4.1: eas_fields, classes, assets), each once. */
export function chooseFiles(
  item: Item,
  { bundles, classes, assets }: EasydbSettings,
): ChosenFile[] {
  const chosen = new Map<number, ChosenFile>();
  for (const bundle of item.bundles) {
    for (const asset of bundle.bitstreams) {
      const wish = assets[String(asset.id)];
      if (
        wish === false ||
        (wish === undefined && !bundles.includes(bundle.name))
      )
        continue;
      const fileClass = easydbFileClass(asset.mimeType);
      const renditions = Array.isArray(wish)
        ? wish
        : (classes[fileClass] ?? ["original"]);
      for (const rendition of renditions) {
        const bitstream = renditionOf(item, asset, rendition);
        if (bitstream !== null && !chosen.has(bitstream.id))
          chosen.set(bitstream.id, { bitstream, asset, rendition, fileClass });
      }
    }
  }
  return [...chosen.values()];
}

/** What was made of a file; null when nothing was. */
export function renditionOf(
  { bundles }: { readonly bundles: readonly Bundle[] },
  asset: Bitstream,
  rendition: EasydbRendition,
): Bitstream | null {
  if (rendition === "original") return asset;
  const made = bundles
    .filter(({ name }) => name === derived[rendition])
    .flatMap(({ bitstreams }) => bitstreams);
  const { name } = asset;
  if (name === null) return null;
  // DSpace adds its extension to the whole name; others replace the one that was there.
  const stem = name.replace(/\.[^.]*$/, "");
  return (
    made.find((one) => one.name?.startsWith(`${name}.`) === true) ??
    made.find((one) => one.name?.replace(/\.[^.]*$/, "") === stem) ??
    null
  );
}
