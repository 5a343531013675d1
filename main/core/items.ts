import type { Item, ObjectKind } from "../domain/catalog.ts";
import { AppError } from "../domain/errors.ts";
import type { SearchExpression } from "../domain/search-query.ts";
import type { Access, Caller, ReadScope } from "./access.ts";

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
    order: {
      readonly sort: "title" | "modified" | "id";
      readonly descending: boolean;
    },
    after: { readonly key: string | number; readonly id: number } | null,
    skip: number,
    limit: number,
    scope: ReadScope | null,
  ): Promise<{
    readonly items: readonly ItemRow[];
    readonly end: { readonly key: string | number; readonly id: number } | null;
    readonly total: number;
  }>;
  totals(choice: ItemChoice): Promise<ItemTotals>;
  /** Of one item, whether it is in a list or not. */
  totalsOf(item: number): ItemTotals;
  load(item: number): Item | null;
}

export interface ItemPageInput {
  readonly container?: number | undefined;
  readonly query?: string | undefined;
  readonly sort: "title" | "modified" | "id";
  readonly descending: boolean;
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
export function createItems(ports: ItemPorts, access: Access) {
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

  return {
    /**
     * A page of items; the first and the thousandth take the same time.
     * @throws AppError input.invalid, object.not-found, access.unauthenticated, access.denied
     */
    async page(caller: Caller, input: ItemPageInput): Promise<ItemPage> {
      const query = input.query?.trim() ?? "";
      const found = await ports.page(
        {
          collections: collections(caller, input.container),
          // Text without a letter or digit is no search yet; a person may be about to type more.
          query: /[\p{L}\p{N}]/u.test(query) ? (input.query ?? null) : null,
        },
        { sort: input.sort, descending: input.descending },
        input.after === undefined ? null : readCursor(input.after, input.sort),
        input.skip ?? 0,
        input.limit,
        access.scope(caller),
      );
      return {
        items: found.items,
        next: found.end === null ? null : writeCursor(found.end),
        total: found.total,
      };
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
      if (item.withdrawn && !access.administers(caller, id))
        return { ...item, metadata: [], bundles: [] };
      return item;
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
      return ports.totals({
        collections:
          object === null ? null : collectionsOfContainer(ports, object, kind),
        query,
      });
    },
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
        (sort === "title" ? typeof key === "string" : typeof key === "number")
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
