import type { Item, ObjectKind } from "../domain/catalog.ts";
import { AppError } from "../domain/errors.ts";
import {
  expressionOf,
  hasWords,
  type ListOrder,
  type LookedUp,
  type Lookup,
} from "../domain/lookup.ts";
import type { SearchExpression } from "../domain/search-query.ts";
import type { Access, Caller, ReadScope } from "./access.ts";
import type { SeenItems } from "./seen-item.ts";

export interface ItemRow {
  readonly id: number;
  readonly uuid: string;
  readonly handle: string | null;
  readonly title: string;
  readonly collection: string;
  readonly authors: string;
  readonly issued: string;
  readonly files: number;
  readonly bytes: number;
  readonly withdrawn: boolean;
  readonly lastModified: number;
  readonly type: string;
}

/** As it is found. */
export interface FoundRow extends ItemRow {
  /** The collection that owns it. */
  readonly collectionId: number;
}

/** Which items: of some collections (null: of the whole catalog), with some words (null: all). */
export interface ItemChoice {
  readonly collections: readonly number[] | null;
  readonly query: string | null;
  /** Instead of `query`: what its values must have. */
  readonly expression?: SearchExpression;
  /** Leave out what is withdrawn or hidden, even for those who may see it. */
  readonly listed?: boolean;
}

/** What a choice finds, but for some items. */
export interface ChosenItems {
  readonly choice: ItemChoice;
  readonly except: readonly number[];
}

export interface ItemTotals {
  readonly items: number;
  readonly files: number;
  readonly bytes: number;
  readonly withdrawn: number;
}

/** What this file needs of the catalog. */
export interface ItemPorts {
  kind(object: number): ObjectKind | null;
  /** The collections of a community and of all below it. */
  collectionsOf(community: number): readonly number[];
  page(
    choice: ItemChoice,
    order: ListOrder,
    after: { readonly key: string | number; readonly id: number } | null,
    skip: number,
    limit: number,
    scope: ReadScope | null,
  ): Promise<{
    readonly items: readonly FoundRow[];
    readonly end: { readonly key: string | number; readonly id: number } | null;
    readonly total: number;
  }>;
  ids(
    choice: ItemChoice,
    order: ListOrder,
    skip: number,
    limit: number,
    scope: ReadScope | null,
  ): Promise<{ readonly ids: readonly number[] }>;
  /** Of the items that are in one of the choices, or among `more`; each is counted once. */
  totals(
    choices: readonly ChosenItems[],
    more?: readonly number[],
  ): Promise<ItemTotals>;
  /** Of one item, whether it is in a list or not. */
  totalsOf(item: number): ItemTotals;
  load(item: number): Item | null;
}

export interface ItemPageInput extends Lookup, ListOrder {
  readonly after?: string | undefined;
  readonly skip?: number | undefined;
  readonly limit: number;
}

export interface ItemPage {
  readonly items: readonly ItemRow[];
  readonly next: string | null;
  readonly total: number;
}

export type Items = ReturnType<typeof createItems>;

/** Items as people browse them. */
export function createItems(
  ports: ItemPorts,
  seen: Pick<SeenItems, "item">,
  access: Access,
) {
  const collections = (
    caller: Caller,
    container: number | undefined,
  ): readonly number[] | null => {
    if (container === undefined) return null;
    const kind = ports.kind(container);
    if (kind !== "collection" && kind !== "community") {
      throw new AppError(
        "object.not-found",
        `There is no community or collection ${String(container)}.`,
        { object: String(container) },
      );
    }
    access.requireReads(caller, container);
    return kind === "collection" ? [container] : ports.collectionsOf(container);
  };

  /** @throws AppError object.not-found, access.unauthenticated, access.denied */
  const chosen = (caller: Caller, lookup: Lookup): ItemChoice => {
    const place = collections(caller, lookup.container);
    if (lookup.filters === undefined || lookup.filters.length === 0)
      return {
        collections: place,
        query: hasWords(lookup.query) ? lookup.query : null,
      };
    const expression = expressionOf(lookup);
    return {
      collections: place,
      query: null,
      ...(expression === null ? {} : { expression }),
    };
  };

  /** An item is listed also for who may not read its collection; what that is called is not theirs to know. */
  const withPlaces = (
    caller: Caller,
    rows: readonly FoundRow[],
  ): readonly ItemRow[] => {
    const ids = new Set(rows.map(({ collectionId }) => collectionId));
    const closed = new Set([...ids].filter((id) => !access.reads(caller, id)));
    return rows.map(({ collectionId, ...row }) =>
      closed.has(collectionId) ? { ...row, collection: "" } : row,
    );
  };

  return {
    chosen,
    /**
     * A page of items; the first and the thousandth take the same time.
     * @throws AppError input.invalid, object.not-found, access.unauthenticated, access.denied
     */
    async page(caller: Caller, input: ItemPageInput): Promise<ItemPage> {
      const found = await ports.page(
        chosen(caller, input),
        { sort: input.sort, descending: input.descending },
        input.after === undefined ? null : readCursor(input.after, input.sort),
        input.skip ?? 0,
        input.limit,
        access.scope(caller),
      );
      return {
        items: withPlaces(caller, found.items),
        next: found.end === null ? null : writeCursor(found.end),
        total: found.total,
      };
    },

    /**
     * Ids of the items of a stretch of that list, in its order.
     * @throws AppError object.not-found, access.unauthenticated, access.denied
     */
    async ids(
      caller: Caller,
      input: Lookup &
        ListOrder & { readonly skip: number; readonly limit: number },
    ): Promise<readonly number[]> {
      const { ids } = await ports.ids(
        chosen(caller, input),
        { sort: input.sort, descending: input.descending },
        input.skip,
        input.limit,
        access.scope(caller),
      );
      return ids;
    },

    /** @throws AppError item.not-found, access.unauthenticated, access.denied */
    get(caller: Caller, id: number): Item {
      const item = ports.kind(id) === "item" ? ports.load(id) : null;
      if (item === null) {
        throw new AppError(
          "item.not-found",
          `There is no item ${String(id)}.`,
          {
            object: String(id),
          },
        );
      }
      access.requireReads(caller, id);
      return seen.item(caller, item);
    },

    /**
     * How much an export would take along. Absent `object` and `query`: the whole catalog.
     * @throws AppError object.not-found
     */
    async estimate(
      object: number | null,
      query: string | null,
    ): Promise<ItemTotals> {
      const kind = object === null ? null : ports.kind(object);
      if (object !== null && kind === "item") return ports.totalsOf(object);
      return ports.totals([
        {
          choice: {
            collections:
              object === null
                ? null
                : collectionsOfContainer(ports, object, kind),
            query,
          },
          except: [],
        },
      ]);
    },

    /**
     * How much an export of all that several lookups find would take along, each item once.
     * @param more items besides
     * @throws AppError object.not-found, access.unauthenticated, access.denied
     */
    estimateOf: (
      caller: Caller,
      found: readonly LookedUp[],
      more: readonly number[] = [],
    ): Promise<ItemTotals> =>
      ports.totals(
        found.map(({ lookup, except }) => ({
          choice: chosen(caller, lookup),
          except,
        })),
        more,
      ),
  };
}

function collectionsOfContainer(
  ports: ItemPorts,
  id: number,
  kind: ObjectKind | null,
): readonly number[] {
  return kind === "collection" ? [id] : ports.collectionsOf(id);
}

function writeCursor({
  key,
  id,
}: {
  key: string | number;
  id: number;
}): string {
  return Buffer.from(JSON.stringify([key, id])).toString("base64url");
}

function readCursor(
  text: string,
  sort: ItemPageInput["sort"],
): { key: string | number; id: number } {
  try {
    const value: unknown = JSON.parse(
      Buffer.from(text, "base64url").toString("utf8"),
    );
    if (Array.isArray(value) && value.length === 2) {
      const [key, id] = value as unknown[];
      if (
        typeof id === "number" &&
        (sort === "title" || sort === "issued"
          ? typeof key === "string"
          : typeof key === "number")
      )
        return { key: key as string | number, id };
    }
  } catch {
    // Falls through to the refusal.
  }
  throw new AppError(
    "input.invalid",
    "`after` is not the `next` of a page in this order.",
    { object: "after" },
  );
}
