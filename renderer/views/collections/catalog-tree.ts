import type { ContainerView } from "../../../preload/contract.ts";

/** One line of the tree. */
export interface TreeLine {
  /** Its place in the tree: a collection in two communities has two. */
  readonly key: string;
  /** Null for the whole catalog. */
  readonly container: ContainerView | null;
  readonly kind: "site" | "community" | "collection";
  /** From 1. */
  readonly level: number;
  readonly children: number;
  readonly expanded: boolean;
  readonly items: number;
  /** Place among its siblings, from 1, and their number. */
  readonly place: number;
  readonly siblings: number;
}

export const siteKey = "site";

interface Branches {
  readonly roots: readonly ContainerView[];
  readonly below: ReadonlyMap<number, readonly ContainerView[]>;
  readonly collections: ReadonlySet<number>;
  /** Number of items in a community with all that is below it; an item of two collections counts twice. */
  itemsOf(container: ContainerView): number;
}

/** Sorts containers by where they belong, once for all the lines that are drawn from it. */
export function createBranches(
  communities: readonly ContainerView[],
  collections: readonly ContainerView[],
  locale: string,
): Branches {
  const order = new Intl.Collator(locale, { numeric: true });
  const below = new Map<number, ContainerView[]>();
  const known = new Set(communities.map((community) => community.id));
  const roots: ContainerView[] = [];
  for (const container of [...communities, ...collections]) {
    const parents = container.parents.filter((parent) => known.has(parent));
    if (parents.length === 0) roots.push(container);
    for (const parent of parents) {
      const siblings = below.get(parent);
      if (siblings === undefined) below.set(parent, [container]);
      else siblings.push(container);
    }
  }
  const leaves = new Set(collections.map((collection) => collection.id));
  const sort = (list: ContainerView[]): void => {
    list.sort(
      (one, other) =>
        Number(leaves.has(one.id)) - Number(leaves.has(other.id)) ||
        order.compare(one.name, other.name),
    );
  };
  sort(roots);
  for (const siblings of below.values()) sort(siblings);

  const sums = new Map<number, number>();
  const itemsOf = (container: ContainerView): number => {
    if (container.items !== null) return container.items;
    const known = sums.get(container.id);
    if (known !== undefined) return known;
    // Set first: a community that is below itself must not go round for ever.
    sums.set(container.id, 0);
    const sum = (below.get(container.id) ?? []).reduce(
      (items, child) => items + itemsOf(child),
      0,
    );
    sums.set(container.id, sum);
    return sum;
  };
  return { roots, below, collections: leaves, itemsOf };
}

/** The lines that are seen, from top to bottom. */
export function treeLines(
  branches: Branches,
  expanded: ReadonlySet<string>,
  items: number,
): TreeLine[] {
  const lines: TreeLine[] = [
    {
      key: siteKey,
      container: null,
      kind: "site",
      level: 1,
      children: 0,
      expanded: false,
      items,
      place: 1,
      siblings: branches.roots.length + 1,
    },
  ];
  const add = (
    containers: readonly ContainerView[],
    above: string,
    level: number,
    first: number,
  ): void => {
    containers.forEach((container, index) => {
      const key = `${above}/${container.id}`;
      // A community cannot be drawn below itself.
      const children = above.split("/").includes(String(container.id))
        ? []
        : (branches.below.get(container.id) ?? []);
      const open = children.length > 0 && expanded.has(key);
      lines.push({
        key,
        container,
        kind: branches.collections.has(container.id)
          ? "collection"
          : "community",
        level,
        children: children.length,
        expanded: open,
        items: branches.itemsOf(container),
        place: index + first,
        siblings: containers.length + first - 1,
      });
      if (open) add(children, key, level + 1, 1);
    });
  };
  add(branches.roots, siteKey, 1, 2);
  return lines;
}

/** Keys of the lines that are open at first: all, as long as the tree stays short enough to be taken in at a glance. */
export function openAtFirst(branches: Branches, glance: number): Set<string> {
  const open = new Set<string>();
  let lines = branches.roots.length;
  let level = branches.roots.map((container) => ({
    container,
    key: `${siteKey}/${container.id}`,
  }));
  while (level.length > 0) {
    const next = level.flatMap(({ container, key }) =>
      (branches.below.get(container.id) ?? []).map((child) => ({
        container: child,
        key: `${key}/${child.id}`,
      })),
    );
    lines += next.length;
    if (next.length === 0 || lines > glance) return open;
    for (const { key } of level) open.add(key);
    level = next;
  }
  return open;
}
