import { Value } from "typebox/value";
import type { ObjectKind } from "../domain/catalog.ts";
import { AppError } from "../domain/errors.ts";
import type { ItemFilter } from "../domain/item-filter.ts";
import { filterOf, lookedUpSchema, type LookedUp } from "../domain/lookup.ts";
import { ownTitles } from "../domain/own-titles.ts";
import type { Access, Caller } from "./access.ts";
import type { Selected } from "./exports.ts";
import type { Items, ItemTotals } from "./items.ts";

/** One thing in a basket. */
export interface BasketEntry {
  readonly id: number;
  readonly kind: "community" | "collection" | "item" | "search";
  /** Numeric id of the object; null for a search. */
  readonly object: number | null;
  /** Null for an object. */
  readonly search: LookedUp | null;
  /** Title or name; empty for a search. */
  readonly title: string;
}

interface KeptEntry extends Omit<BasketEntry, "search"> {
  readonly search: string | null;
}

/** What this file needs of the catalog. */
export interface BasketPorts {
  page(owner: number | null, after: number, limit: number): KeptEntry[];
  count(owner: number | null): number;
  /** @returns false when the basket would have more than `most` entries */
  add(
    owner: number | null,
    objects: readonly number[],
    search: { readonly text: string; readonly container: number | null } | null,
    most: number,
  ): Promise<boolean>;
  remove(owner: number | null, entries: readonly number[]): Promise<void>;
  clear(owner: number | null): Promise<void>;
  kind(object: number): ObjectKind | null;
}

/** Who wants more had better put in a search or a collection. */
const mostEntries = 10_000;
const pageSize = 500;

export type Baskets = ReturnType<typeof createBaskets>;

/** What people have put aside to export it together. It lasts until it is taken out, or removed from the catalog. */
export function createBaskets(
  ports: BasketPorts,
  items: Pick<Items, "chosen" | "estimateOf">,
  access: Pick<Access, "requireReads">,
) {
  const ownerOf = (caller: Caller): number | null => caller.account?.id ?? null;
  const read = ({ search, ...entry }: KeptEntry): BasketEntry => ({
    ...entry,
    search:
      search === null ? null : Value.Parse(lookedUpSchema, JSON.parse(search)),
  });

  /** All of it; a basket has an end. */
  function whole(caller: Caller): BasketEntry[] {
    const entries: BasketEntry[] = [];
    for (;;) {
      const part = ports.page(
        ownerOf(caller),
        entries.at(-1)?.id ?? 0,
        pageSize,
      );
      entries.push(...part.map(read));
      if (part.length < pageSize) return entries;
    }
  }
  const objectsIn = (
    entries: readonly BasketEntry[],
    ...kinds: BasketEntry["kind"][]
  ): number[] =>
    entries.flatMap(({ kind, object }) =>
      object !== null && kinds.includes(kind) ? [object] : [],
    );

  return {
    count: (caller: Caller): number => ports.count(ownerOf(caller)),

    /** In the order in which it was put in. @param after id of the last entry of the page before */
    page: (
      caller: Caller,
      after: number,
      limit: number,
    ): readonly BasketEntry[] =>
      ports.page(ownerOf(caller), after, limit).map(read),

    /**
     * Puts objects and a search in; what is there already stays once.
     * @throws AppError object.not-found, basket.full, access.unauthenticated, access.denied
     */
    async add(
      caller: Caller,
      objects: readonly number[],
      search: LookedUp | null,
    ): Promise<void> {
      for (const object of objects) {
        const kind = ports.kind(object);
        if (kind !== "item" && kind !== "collection" && kind !== "community")
          throw new AppError(
            "object.not-found",
            `There is no community, collection or item ${String(object)}.`,
            { object: String(object) },
          );
        access.requireReads(caller, object);
      }
      // Refuses a place that is not there.
      if (search !== null) items.chosen(caller, search.lookup);
      const fits = await ports.add(
        ownerOf(caller),
        objects,
        search === null
          ? null
          : {
              text: JSON.stringify(search),
              container: search.lookup.container ?? null,
            },
        mostEntries,
      );
      if (!fits)
        throw new AppError(
          "basket.full",
          `A basket has room for ${String(mostEntries)} things.`,
          { remedy: "Put in the search that finds them, or their collection." },
        );
    },
    remove: (caller: Caller, entries: readonly number[]): Promise<void> =>
      ports.remove(ownerOf(caller), entries),
    clear: (caller: Caller): Promise<void> => ports.clear(ownerOf(caller)),

    /** How much an export of all of it would take along, each item once. */
    estimate(caller: Caller): Promise<ItemTotals> {
      const entries = whole(caller);
      return items.estimateOf(
        caller,
        [
          ...objectsIn(entries, "community", "collection").map((container) => ({
            lookup: { container },
            except: [],
          })),
          ...entries.flatMap(({ search }) => search ?? []),
        ],
        objectsIn(entries, "item"),
      );
    },

    /** What an export of all of it packs. @throws AppError selection.empty */
    selected(caller: Caller): Selected {
      const entries = whole(caller);
      if (entries.length === 0)
        throw new AppError("selection.empty", "The basket is empty.");
      const named = { root: "basket", title: ownTitles.basket };
      const searches = entries.flatMap(({ search }) => search ?? []);
      if (searches.length === 0)
        return {
          ...named,
          selection: {
            kind: "objects",
            ids: objectsIn(entries, "item", "collection", "community"),
          },
        };
      const parts: ItemFilter[] = [
        { kind: "ids", ids: objectsIn(entries, "item") },
        {
          kind: "within",
          ids: objectsIn(entries, "collection", "community"),
        },
        ...searches.map(({ lookup, except }) => filterOf(lookup, except)),
      ];
      return {
        ...named,
        selection: {
          kind: "search",
          search: {
            filter: { kind: "or", parts },
            sort: [],
            limit: null,
            offset: 0,
          },
        },
      };
    },
  };
}
