import { Type } from "typebox";
import type { CommandTable } from "./command.ts";

const nothing = Type.Object({}, { additionalProperties: false });

export const catalogCommands = {
  "app.about": { who: "user", input: nothing, handler: ({ about }) => about },
  "catalog.summary": {
    who: "user",
    input: nothing,
    handler: ({ catalog }) => catalog.summary(),
  },
  "communities.list": {
    who: "user",
    input: nothing,
    handler: ({ catalog }) => catalog.communities(),
  },
  "collections.list": {
    who: "user",
    input: nothing,
    handler: ({ catalog }) => catalog.collections(),
  },
} satisfies Partial<CommandTable>;
