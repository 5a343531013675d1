import type { Bitstream } from "../../domain/catalog.ts";
import { fieldName, type MetadataValue } from "../../domain/metadata.ts";
import type { CollectionRecord, CommunityRecord } from "../format.ts";
import { fileView } from "./file-view.ts";
import { itemList, leftOutList, pager } from "./list-parts.ts";
import { html, nothing, type Markup } from "./markup.ts";
import { collectionPath, communityPath, logoPath, nameOr } from "./names.ts";
import { addressOf } from "./page-address.ts";
import { page } from "./page.ts";
import type { Site } from "./site.ts";
import { valueMarkup } from "./values.ts";
import { countWords, numberWords } from "./words.ts";

/** Items on one page of a collection. */
const itemsOnPage = 100;
/** Items named one by one that are not in the package. */
const mostLeftOut = 500;

export interface MadePage {
  /** Path below the root folder. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** The page of a community: what it is, and the communities and collections in it. */
export function communityPage(
  community: CommunityRecord,
  site: Site,
): MadePage {
  const path = communityPath(community);
  const children = site.communitiesIn(community.id);
  const collections = site.collectionsIn(community.id);
  const body = html`${introduction(community.metadata, community.logo, path, site)}${
    children.length === 0
      ? nothing
      : html`<section aria-labelledby="communities">
          <h2 id="communities">Communities</h2>
          <ul class="items">
            ${children.map(
              (child) =>
                html`<li>
                  <a dir="auto" href="${addressOf(path, communityPath(child))}"
                    >${communityName(child)}</a
                  >
                </li> `,
            )}
          </ul>
        </section> `
  }${
    collections.length === 0
      ? nothing
      : html`<section aria-labelledby="collections">
          <h2 id="collections">Collections</h2>
          <ul class="items">
            ${collections.map(
              (child) =>
                html`<li>
                  <a dir="auto" href="${addressOf(path, collectionPath(child))}"
                    >${collectionName(child)}</a
                  >
                  <span class="facts"
                    >${countWords(site.spool.itemsOf(child.id), "item")}</span
                  >
                </li> `,
            )}
          </ul>
        </section> `
  }`;
  const crumbs = site.above(community.parent?.id ?? null);
  const bytes = page({
    path,
    title: communityName(community),
    site: site.title,
    crumbs,
    body,
  });
  for (const child of children) site.link(path, communityPath(child));
  for (const child of collections) site.link(path, collectionPath(child));
  for (const crumb of crumbs) site.link(path, crumb.path);
  return { path, bytes };
}

/** The pages of a collection: what it is, and its items by title. */
export function* collectionPages(
  collection: CollectionRecord,
  site: Site,
): Generator<MadePage, undefined> {
  const count = site.spool.itemsOf(collection.id);
  const pages = Math.max(1, Math.ceil(count / itemsOnPage));
  const leftOut = site.spool.leftOutCount(collection.id);
  const of = (number: number) => collectionPath(collection, number);
  const crumbs = site.above(collection.parents[0]?.id ?? null);
  const name = collectionName(collection);
  let number = 0;
  const make = (items: Markup): MadePage => {
    number += 1;
    const path = of(number);
    const turn = pager(number, pages, of, "Pages of the collection");
    const body = html`${
        number === 1
          ? introduction(collection.metadata, collection.logo, path, site)
          : nothing
      }
      <section aria-labelledby="items">
        <h2 id="items">
          ${countWords(count, "item")}${pages === 1 ? "" : `, page ${numberWords(number)} of ${numberWords(pages)}`}
        </h2>
        ${items}${turn}
      </section>
      ${number === pages ? leftOutList(site.spool.leftOut(collection.id, mostLeftOut), leftOut) : nothing}`;
    for (const crumb of crumbs) site.link(path, crumb.path);
    for (const other of [1, number - 1, number + 1, pages])
      if (other >= 1 && other <= pages) site.link(path, of(other));
    const title = number === 1 ? name : `${name}, page ${numberWords(number)}`;
    return {
      path,
      bytes: page({ path, title, site: site.title, crumbs, body }),
    };
  };
  if (count === 0) {
    yield make(
      html`<p>There is no item of this collection in the package.</p> `,
    );
    return;
  }
  for (const items of site.spool.inCollection(collection.id, itemsOnPage)) {
    const path = of(number + 1);
    for (const item of items) site.link(path, item.path);
    yield make(itemList(items, path));
  }
}

export function communityName({ id, name }: { id: number; name: string }) {
  return nameOr(name, `Community ${String(id)}`);
}

export function collectionName({ id, name }: { id: number; name: string }) {
  return nameOr(name, `Collection ${String(id)}`);
}

/** Fields of communities and collections that say what they are, in the order in which they are shown. */
const introducing = [
  "dc.description.abstract",
  "dc.description",
  "dc.description.tableofcontents",
  "dc.rights",
];

function introduction(
  metadata: readonly MetadataValue[],
  logo: Bitstream | null,
  path: string,
  site: Site,
): Markup {
  const values = introducing.flatMap((field) =>
    metadata.filter(
      (value) => fieldName(value) === field && value.value.trim() !== "",
    ),
  );
  const picture =
    logo !== null &&
    site.hasEntry(logoPath(logo)) &&
    fileView(logoPath(logo), logo) === "image";
  if (picture) site.link(path, logoPath(logo));
  return html`${
    picture
      ? html`<img
          class="logo"
          src="${addressOf(path, logoPath(logo))}"
          alt="${logo.description?.trim() ?? ""}"
        /> `
      : nothing
  }${values.map((value) => html`${valueMarkup(value)} `)}`;
}
