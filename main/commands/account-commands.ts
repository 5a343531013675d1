import { Type } from "typebox";
import type { CommandTable } from "./command.ts";

const nothing = Type.Object({}, { additionalProperties: false });
const email = Type.String({ minLength: 3, maxLength: 254 });
const password = Type.String({ maxLength: 1024 });
const closed = { additionalProperties: false };

export const accountCommands = {
  "accounts.list": {
    who: "administrator",
    input: nothing,
    handler: ({ accounts }) => accounts.list(),
  },
  "accounts.add": {
    who: "administrator",
    input: Type.Object({ email, password, admin: Type.Boolean() }, closed),
    handler: ({ accounts }, input) =>
      accounts.add(input.email, input.password, input.admin),
  },
  "accounts.set-password": {
    who: "administrator",
    input: Type.Object({ email, password }, closed),
    handler: async ({ accounts }, input) => {
      await accounts.setPassword(input.email, input.password);
      return null;
    },
  },
  "api-keys.list": {
    who: "administrator",
    input: nothing,
    handler: ({ accounts }) => accounts.keys(),
  },
  "api-keys.create": {
    who: "administrator",
    input: Type.Object(
      {
        email,
        name: Type.String({ minLength: 1, maxLength: 100 }),
        replace: Type.Optional(Type.Boolean()),
      },
      closed,
    ),
    handler: ({ accounts }, input) =>
      accounts.createKey(input.email, input.name, input.replace === true),
  },
  "api-keys.revoke": {
    who: "administrator",
    input: Type.Object(
      { prefix: Type.String({ minLength: 3, maxLength: 100 }) },
      closed,
    ),
    handler: async ({ accounts }, input) => {
      await accounts.revokeKey(input.prefix);
      return null;
    },
  },
} satisfies Partial<CommandTable>;
