import type {
  CollectionRecord,
  CommunityRecord,
  PackageFacts,
} from "../format.ts";
import { communityPath, nameOr } from "./names.ts";
import type { Crumb } from "./page.ts";
import type { SiteSpool } from "./site-spool.ts";

export type Site = ReturnType<typeof createSite>;

/** What the pages around the items are made of. */
export function createSite(facts: PackageFacts, spool: SiteSpool) {
  const communities = new Map(
    facts.communities.map((community) => [community.id, community]),
  );
  const childrenOf = new Map<number | null, CommunityRecord[]>();
  for (const community of facts.communities) {
    const parent = community.parent?.id ?? null;
    push(childrenOf, communities.has(parent ?? -1) ? parent : null, community);
  }
  const collectionsOf = new Map<number | null, CollectionRecord[]>();
  for (const collection of facts.collections) {
    const parents = collection.parents.filter(({ id }) => communities.has(id));
    if (parents.length === 0) push(collectionsOf, null, collection);
    for (const { id } of parents) push(collectionsOf, id, collection);
  }
  const packed = new Set<string>();

  return {
    title: facts.title,
    facts,
    spool,
    /** Communities right below another one; null: at the top. */
    communitiesIn: (parent: number | null): readonly CommunityRecord[] =>
      childrenOf.get(parent) ?? [],
    /** Collections right in a community; null: in none of the package. */
    collectionsIn: (community: number | null): readonly CollectionRecord[] =>
      collectionsOf.get(community) ?? [],
    /** A community and what is above it, from the top down. */
    above(id: number | null): Crumb[] {
      const crumbs: Crumb[] = [];
      const seen = new Set<number>();
      for (
        let community = communities.get(id ?? -1);
        community !== undefined && !seen.has(community.id);
        community = communities.get(community.parent?.id ?? -1)
      ) {
        seen.add(community.id);
        crumbs.unshift({
          name: nameOr(community.name, `Community ${String(community.id)}`),
          path: communityPath(community),
        });
      }
      return crumbs;
    },
    link: spool.addLink,
    /** Takes note of a file beside the items that has been packed. */
    packed: (path: string): void => void packed.add(path),
    /** Whether a file beside the items has been packed. */
    hasEntry: (path: string): boolean => packed.has(path),
  };
}

function push<Key, Value>(
  map: Map<Key, Value[]>,
  key: Key,
  value: Value,
): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
