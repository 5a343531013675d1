import { Type } from "typebox";
import { keptSearchSchema } from "../core/saved-searches.ts";
import { lookedUpSchema } from "../domain/lookup.ts";
import type { CommandTable } from "./command.ts";

const id = Type.Integer({ minimum: 1 });
const ids = Type.Array(id, { maxItems: 10_000 });
const name = Type.String({ minLength: 1, maxLength: 200, pattern: "\\S" });
const closed = { additionalProperties: false };
const nothing = Type.Object({}, closed);

/** What people keep for themselves: baskets, saved searches, how they like their lists. */
export const deskCommands = {
  "basket.page": {
    who: "administrator",
    input: Type.Object(
      {
        after: Type.Optional(Type.Integer({ minimum: 0 })),
        limit: Type.Integer({ minimum: 1, maximum: 500 }),
      },
      closed,
    ),
    handler: ({ baskets }, { after, limit }, caller) => ({
      entries: baskets.page(caller, after ?? 0, limit),
      count: baskets.count(caller),
    }),
  },
  "basket.add": {
    who: "administrator",
    input: Type.Object(
      {
        objects: Type.Optional(ids),
        search: Type.Optional(lookedUpSchema),
      },
      closed,
    ),
    handler: async ({ baskets }, { objects, search }, caller) => {
      await baskets.add(caller, objects ?? [], search ?? null);
      return { count: baskets.count(caller) };
    },
  },
  "basket.remove": {
    who: "administrator",
    input: Type.Object({ entries: ids }, closed),
    handler: async ({ baskets }, { entries }, caller) => {
      await baskets.remove(caller, entries);
      return { count: baskets.count(caller) };
    },
  },
  "basket.clear": {
    who: "administrator",
    input: nothing,
    handler: async ({ baskets }, _input, caller) => {
      await baskets.clear(caller);
      return null;
    },
  },
  "saved-searches.list": {
    who: "user",
    input: nothing,
    handler: ({ savedSearches }, _input, caller) => savedSearches.list(caller),
  },
  "saved-searches.create": {
    who: "user",
    input: Type.Object({ name, search: keptSearchSchema }, closed),
    handler: ({ savedSearches }, input, caller) =>
      savedSearches.create(caller, input.name.trim(), input.search),
  },
  "saved-searches.rename": {
    who: "user",
    input: Type.Object({ search: id, name }, closed),
    handler: async ({ savedSearches }, { search, name }, caller) => {
      await savedSearches.rename(caller, search, name.trim());
      return null;
    },
  },
  "saved-searches.remove": {
    who: "user",
    input: Type.Object({ search: id }, closed),
    handler: async ({ savedSearches }, { search }, caller) => {
      await savedSearches.remove(caller, search);
      return null;
    },
  },
  "columns.get": {
    who: "user",
    input: nothing,
    handler: ({ columns }, _input, caller) => columns.get(caller),
  },
  "columns.set": {
    who: "user",
    input: Type.Object(
      {
        columns: Type.Array(Type.String({ minLength: 1, maxLength: 50 }), {
          minItems: 1,
          maxItems: 50,
        }),
      },
      closed,
    ),
    handler: async ({ columns }, input, caller) => {
      await columns.set(caller, input.columns);
      return null;
    },
  },
} satisfies Partial<CommandTable>;
