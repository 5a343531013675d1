import type { ContainerView } from "../../../preload/contract.ts";

/** What a community or collection holds, with all that is below it. */
export interface Holding {
  readonly id: number;
  readonly uuid: string;
  readonly name: string;
  readonly kind: "community" | "collection";
  readonly items: number;
  readonly files: number;
  readonly bytes: number;
}

/** Where in the tree one looks: null is the whole catalog. */
export type Place = number | null;

/**
 * Adds up what is in each community. A collection of several communities counts once in each of them, and once in those
 * above both.
 */
export function createHoldings(
  communities: readonly ContainerView[],
  collections: readonly ContainerView[],
) {
  const known = new Map(communities.map((one) => [one.id, one]));
  const sums = new Map<number, { items: number; files: number; bytes: number }>(
    communities.map(({ id }) => [id, { items: 0, files: 0, bytes: 0 }]),
  );
  const below = new Map<Place, Holding[]>();
  const put = (place: Place, holding: Holding): void => {
    const there = below.get(place);
    if (there === undefined) below.set(place, [holding]);
    else there.push(holding);
  };
  const parentsOf = ({ parents }: ContainerView): Place[] => {
    const there = parents.filter((parent) => known.has(parent));
    return there.length === 0 ? [null] : there;
  };

  for (const collection of collections) {
    const { id, uuid, name } = collection;
    const own = {
      items: collection.items ?? 0,
      files: collection.files ?? 0,
      bytes: collection.bytes ?? 0,
    };
    const above = new Set<number>();
    const climb = (container: ContainerView): void => {
      for (const parent of container.parents) {
        const found = known.get(parent);
        if (found === undefined || above.has(parent)) continue;
        above.add(parent);
        climb(found);
      }
    };
    climb(collection);
    for (const community of above) {
      const sum = sums.get(community);
      if (sum === undefined) continue;
      sum.items += own.items;
      sum.files += own.files;
      sum.bytes += own.bytes;
    }
    for (const place of parentsOf(collection))
      put(place, { id, uuid, name, kind: "collection", ...own });
  }
  for (const community of communities) {
    const { id, uuid, name } = community;
    const sum = sums.get(id) ?? { items: 0, files: 0, bytes: 0 };
    for (const place of parentsOf(community))
      put(place, { id, uuid, name, kind: "community", ...sum });
  }

  return {
    /** What lies directly in a place, the greatest first. */
    at: (place: Place, by: "bytes" | "items"): readonly Holding[] =>
      (below.get(place) ?? []).toSorted((one, other) => other[by] - one[by]),
    /** Communities from the top down to a place. */
    path(place: Place): readonly ContainerView[] {
      const found: ContainerView[] = [];
      let here = place === null ? undefined : known.get(place);
      while (here !== undefined && !found.includes(here)) {
        found.unshift(here);
        const [parent] = here.parents;
        here = parent === undefined ? undefined : known.get(parent);
      }
      return found;
    },
  };
}
