import { Type, type Static } from "typebox";
import { itemSidecar } from "./saf-sidecar.ts";

/** File of a JSON package with an array of its items. */
export const itemsName = "items.json";
/** File of JSON and CSV packages that describes communities and collections, as `collection.json` of SAF packages does. */
export const packageStructureName = "structure.json";

/**
 * An element of `items.json`: all there is to say of an item. The files of its bitstreams are paths below the package's
 * root folder; the item's own folder names it within the package.
 */
export const jsonItem = Type.Intersect([
  Type.Object({ folder: Type.String({ minLength: 1 }) }),
  itemSidecar,
]);
export type JsonItem = Static<typeof jsonItem>;

/** Most bytes of one element. */
export const longestJsonItem = 256 * 1024 * 1024;
