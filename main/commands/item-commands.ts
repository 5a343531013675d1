import { Type } from "typebox";
import { listSorts, lookupProperties } from "../domain/lookup.ts";
import type { CommandTable } from "./command.ts";

const id = Type.Integer({ minimum: 1 });
const closed = { additionalProperties: false };
const order = {
  sort: Type.Union(listSorts.map((sort) => Type.Literal(sort))),
  descending: Type.Boolean(),
};

export const itemCommands = {
  "items.page": {
    who: "user",
    input: Type.Object(
      {
        ...lookupProperties,
        ...order,
        after: Type.Optional(Type.String({ minLength: 1, maxLength: 4096 })),
        skip: Type.Optional(Type.Integer({ minimum: 0 })),
        limit: Type.Integer({ minimum: 1, maximum: 500 }),
      },
      closed,
    ),
    handler: ({ items }, input, caller) => items.page(caller, input),
  },
  "items.ids": {
    who: "user",
    input: Type.Object(
      {
        ...lookupProperties,
        ...order,
        skip: Type.Integer({ minimum: 0 }),
        limit: Type.Integer({ minimum: 1, maximum: 10_000 }),
      },
      closed,
    ),
    handler: ({ items }, input, caller) => items.ids(caller, input),
  },
  "items.facets": {
    who: "user",
    input: Type.Object(
      {
        ...lookupProperties,
        limit: Type.Integer({ minimum: 1, maximum: 200 }),
      },
      closed,
    ),
    handler: ({ itemFacets }, { limit, ...lookup }, caller) =>
      itemFacets(caller, lookup, limit),
  },
  "items.get": {
    who: "user",
    input: Type.Object({ item: id }, closed),
    handler: ({ items }, input, caller) => items.get(caller, input.item),
  },
  "items.standing": {
    who: "user",
    input: Type.Object({ item: id }, closed),
    handler: ({ standings }, input, caller) => standings.of(caller, input.item),
  },
  "items.exports": {
    who: "user",
    input: Type.Object({ item: id }, closed),
    handler: ({ items, pastRuns }, input, caller) =>
      pastRuns.exportsOf(caller, items.get(caller, input.item).id),
  },
} satisfies Partial<CommandTable>;
