import { Type } from "typebox";
import type { CommandTable } from "./command.ts";

const id = Type.Integer({ minimum: 1 });
const closed = { additionalProperties: false };

export const itemCommands = {
  "items.page": {
    who: "user",
    input: Type.Object(
      {
        container: Type.Optional(id),
        query: Type.Optional(Type.String({ maxLength: 1000 })),
        sort: Type.Union([
          Type.Literal("title"),
          Type.Literal("modified"),
          Type.Literal("id"),
        ]),
        descending: Type.Boolean(),
        after: Type.Optional(Type.String({ minLength: 1, maxLength: 4096 })),
        skip: Type.Optional(Type.Integer({ minimum: 0 })),
        limit: Type.Integer({ minimum: 1, maximum: 500 }),
      },
      closed,
    ),
    handler: ({ items }, input, caller) => items.page(caller, input),
  },
  "items.get": {
    who: "user",
    input: Type.Object({ item: id }, closed),
    handler: ({ items }, input, caller) => items.get(caller, input.item),
  },
} satisfies Partial<CommandTable>;
