import { Type } from "typebox";
import type { CommandTable } from "./command.ts";

const id = Type.Integer({ minimum: 1 });
const side = Type.Union([Type.Literal("left"), Type.Literal("right")]);
const closed = { additionalProperties: false };

/** What items belong to, and the versions of works; who may change that says the core. */
export const relationCommands = {
  "relations.of": {
    who: "user",
    input: Type.Object(
      {
        item: id,
        after: Type.Optional(
          Type.Object({ type: id, side, place: Type.Integer(), id }, closed),
        ),
      },
      closed,
    ),
    handler: ({ editing }, { item, after = null }, caller) =>
      editing.relationships.of(caller, item, after),
  },
  "relations.add": {
    who: "user",
    input: Type.Object(
      {
        item: id,
        type: id,
        side,
        other: id,
      },
      closed,
    ),
    handler: async ({ editing }, { item, ...relation }, caller) => ({
      relation: await editing.relationships.add(caller, item, () => relation),
    }),
  },
  "relations.remove": {
    who: "user",
    input: Type.Object({ item: id, relation: id }, closed),
    handler: async ({ editing }, { item, relation }, caller) => {
      await editing.relationships.remove(caller, item, relation);
      return null;
    },
  },
  "relations.place": {
    who: "user",
    input: Type.Object(
      {
        item: id,
        relation: id,
        place: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
      },
      closed,
    ),
    handler: async ({ editing }, { item, relation, place }, caller) => {
      await editing.relationships.place(caller, item, relation, place);
      return null;
    },
  },
  "items.versions": {
    who: "user",
    input: Type.Object({ item: id }, closed),
    handler: ({ versions }, { item }, caller) => versions.of(caller, item),
  },
} satisfies Partial<CommandTable>;
