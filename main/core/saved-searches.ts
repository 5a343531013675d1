import { Type } from "typebox";
import { Value } from "typebox/value";
import { AppError } from "../domain/errors.ts";
import {
  listSorts,
  lookupSchema,
  type ListOrder,
  type Lookup,
} from "../domain/lookup.ts";
import type { Caller } from "./access.ts";
import type { Items } from "./items.ts";

/** What is looked for, and in which order it is listed. */
export interface KeptSearch extends ListOrder {
  readonly lookup: Lookup;
}
export const keptSearchSchema = Type.Unsafe<KeptSearch>(
  Type.Object(
    {
      lookup: lookupSchema,
      sort: Type.Union(listSorts.map((sort) => Type.Literal(sort))),
      descending: Type.Boolean(),
    },
    { additionalProperties: false },
  ),
);

/** A search somebody has kept under a name. */
export interface SavedSearch extends KeptSearch {
  readonly id: number;
  readonly name: string;
}

/** What this file needs of the catalog. */
export interface SavedSearchPorts {
  list(
    owner: number | null,
  ): readonly { readonly id: number; readonly name: string; search: string }[];
  create(
    owner: number | null,
    name: string,
    search: string,
    container: number | null,
    most: number,
  ): Promise<number | "taken" | "full">;
  rename(
    owner: number | null,
    id: number,
    name: string,
  ): Promise<"done" | "taken" | "missing">;
  remove(owner: number | null, id: number): Promise<boolean>;
}

const mostSearches = 1_000;

export type SavedSearches = ReturnType<typeof createSavedSearches>;

/** Searches people keep under a name, each person their own. One goes with the place it searches in. */
export function createSavedSearches(
  ports: SavedSearchPorts,
  items: Pick<Items, "chosen">,
) {
  const ownerOf = (caller: Caller): number | null => caller.account?.id ?? null;
  const taken = (name: string): AppError =>
    new AppError(
      "saved-search.name-taken",
      `There is a saved search called "${name}" already.`,
      { object: name, remedy: "Give it another name." },
    );
  const missing = (id: number): AppError =>
    new AppError(
      "saved-search.not-found",
      `There is no saved search ${String(id)}.`,
      { object: String(id) },
    );

  return {
    /** By name. */
    list: (caller: Caller): readonly SavedSearch[] =>
      ports.list(ownerOf(caller)).map(({ id, name, search }) => ({
        id,
        name,
        ...Value.Parse(keptSearchSchema, JSON.parse(search)),
      })),

    /** @throws AppError saved-search.name-taken, saved-search.too-many, object.not-found */
    async create(
      caller: Caller,
      name: string,
      search: KeptSearch,
    ): Promise<SavedSearch> {
      items.chosen(caller, search.lookup);
      const id = await ports.create(
        ownerOf(caller),
        name,
        JSON.stringify(search),
        search.lookup.container ?? null,
        mostSearches,
      );
      if (id === "taken") throw taken(name);
      if (id === "full")
        throw new AppError(
          "saved-search.too-many",
          `Nobody can keep more than ${String(mostSearches)} searches.`,
          { remedy: "Delete some of them." },
        );
      return { id, name, ...search };
    },

    /** @throws AppError saved-search.name-taken, saved-search.not-found */
    async rename(caller: Caller, id: number, name: string): Promise<void> {
      const done = await ports.rename(ownerOf(caller), id, name);
      if (done === "taken") throw taken(name);
      if (done === "missing") throw missing(id);
    },

    /** @throws AppError saved-search.not-found */
    async remove(caller: Caller, id: number): Promise<void> {
      if (!(await ports.remove(ownerOf(caller), id))) throw missing(id);
    },
  };
}
