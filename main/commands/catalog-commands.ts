import { Type } from "typebox";
import type { CommandTable } from "./command.ts";

const nothing = Type.Object({}, { additionalProperties: false });

export const catalogCommands = {
  "app.about": { who: "user", input: nothing, handler: ({ about }) => about },
  "app.keychain": {
    who: "administrator",
    input: nothing,
    handler: ({ keychain }) => keychain(),
  },
  "catalog.summary": {
    who: "user",
    input: nothing,
    handler: ({ catalog }) => catalog.summary(),
  },
  "communities.list": {
    who: "user",
    input: nothing,
    handler: ({ catalog }, _input, caller) => catalog.communities(caller),
  },
  "collections.list": {
    who: "user",
    input: nothing,
    handler: ({ catalog }, _input, caller) => catalog.collections(caller),
  },
} satisfies Partial<CommandTable>;
