import type { Bitstream, Item } from "../../domain/catalog.ts";
import { givenName, withoutUnsafe } from "../file-name.ts";
import type { ContainerName } from "../format.ts";
import { itemTitle, numberedPath } from "../item-layout.ts";
import { shortText } from "./short-text.ts";

const longestLogoName = 120;
/** Longer names are whole only in the table of metadata. */
const longestName = 400;

/** Path of a collection's page below the root folder. @param page from 1 */
export function collectionPath({ id, name }: ContainerName, page = 1): string {
  return numbered(numberedPath("collection", name, id), page);
}

export function communityPath({ id, name }: ContainerName): string {
  return numbered(numberedPath("community", name, id), 1);
}

/** Path of a page of the list of all items. @param page from 1 */
export function listPath(page: number): string {
  return numbered("a-z", page);
}

function numbered(path: string, page: number): string {
  return page === 1 ? `${path}.html` : `${path}-p${String(page)}.html`;
}

export function logoPath(logo: Bitstream): string {
  return `resources/logo-${String(logo.id)}_${withoutUnsafe(givenName(logo), longestLogoName)}`;
}

/** What an item is called on pages; never empty and never so long that a page has no room for it. */
export function itemName(item: Pick<Item, "id" | "metadata">): string {
  return nameOr(itemTitle(item), `Untitled item ${String(item.id)}`);
}

/** A name as far as pages have room for it, or something else where it is blank. */
export function nameOr(name: string, otherwise: string): string {
  return /[^\p{C}\p{Z}]/u.test(name)
    ? shortText(name.trim(), longestName)
    : otherwise;
}
