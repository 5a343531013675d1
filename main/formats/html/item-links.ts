import type { Bundle, Item } from "../../domain/catalog.ts";
import type { FormatContext, Omission, PlannedItem } from "../format.ts";
import { collectionPath, communityPath, nameOr } from "./names.ts";
import type { Crumb } from "./page.ts";

/** A file of an item as its page shows it: where it is, or why it is not there. */
export interface LinkedFile {
  readonly bitstream: Bundle["bitstreams"][number];
  /** Path below the root folder; null when the package does not hold it. */
  readonly path: string | null;
  readonly missing: string | null;
}

/** Everything a page of an item leads to, so that all of it can be checked without making the page again. */
export interface ItemLinks {
  /** Path of the page below the root folder. */
  readonly page: string;
  readonly crumbs: readonly Crumb[];
  readonly collections: readonly Crumb[];
  readonly bundles: readonly {
    readonly name: string;
    readonly files: readonly LinkedFile[];
  }[];
  readonly related: readonly {
    readonly type: string;
    /** Handle or uuid where the package does not hold the other item. */
    readonly name: string;
    readonly path: string | null;
  }[];
  /** Page of the version that has replaced this one, if it has been replaced and the package holds the other. */
  readonly currentVersion: string | null;
}

const notAskedFor = "the package was made without files";

/**
 * Finds everything an item's page leads to.
 * @param omitted bitstreams by id that are not packed
 */
export function itemLinks(
  item: Item,
  planned: PlannedItem,
  omitted: ReadonlyMap<number, Pick<Omission, "message">>,
  context: FormatContext,
): ItemLinks {
  const below = (path: string) => path.slice(context.root.length + 1);
  const paths = new Map(
    planned.files.map(({ path, bitstream }) => [bitstream.id, below(path)]),
  );
  const file = (bitstream: LinkedFile["bitstream"]): LinkedFile => {
    const reason = omitted.get(bitstream.id)?.message;
    const path = paths.get(bitstream.id);
    if (reason !== undefined) return { bitstream, path: null, missing: reason };
    return path === undefined
      ? { bitstream, path: null, missing: notAskedFor }
      : { bitstream, path, missing: null };
  };
  const pageOf = (id: number) => {
    const folder = context.folderOf(id);
    return folder === null ? null : `${folder}/index.html`;
  };
  const collection = (ref: Item["owningCollection"]): Crumb => ({
    name: nameOr(ref.name, `Collection ${String(ref.id)}`),
    path: collectionPath(ref),
  });
  const owner = collection(item.owningCollection);
  const above = context
    .communitiesAbove(item.owningCollection.id)
    .map((community) => ({
      name: nameOr(community.name, `Community ${String(community.id)}`),
      path: communityPath(community),
    }));
  const replacedBy = item.version?.replacedBy ?? null;
  return {
    page: `${below(planned.folder)}/index.html`,
    crumbs: [...above, owner],
    collections: [owner, ...item.mappedCollections.map(collection)],
    bundles: item.bundles.map(({ name, bitstreams }) => ({
      name,
      files: bitstreams.map(file),
    })),
    related: item.relationships.map(({ type, other }) => {
      const path = pageOf(other.id);
      const title = path === null ? null : context.titleOf(other.id);
      return {
        type,
        name: nameOr(title ?? "", other.handle ?? other.uuid),
        path,
      };
    }),
    currentVersion: replacedBy === null ? null : pageOf(replacedBy.id),
  };
}

/** Paths of all files of the site that a page of an item leads to, besides those every page does. */
export function targetsOf(links: ItemLinks): string[] {
  const files = links.bundles.flatMap(({ files }) =>
    files.flatMap(({ path }) => path ?? []),
  );
  return [
    ...links.crumbs.map(({ path }) => path),
    ...links.collections.map(({ path }) => path),
    ...files,
    ...links.related.flatMap(({ path }) => path ?? []),
    ...(links.currentVersion === null ? [] : [links.currentVersion]),
  ];
}
