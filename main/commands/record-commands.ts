import { Type } from "typebox";
import { mailServerSchema } from "../core/site-mail.ts";
import { webhookSchema } from "../core/webhook-settings.ts";
import type { CommandTable } from "./command.ts";

const id = Type.Integer({ minimum: 1 });
const closed = { additionalProperties: false };

/** Who did what, and who else is told of it. */
export const recordCommands = {
  "audit.list": {
    who: "administrator",
    input: Type.Object(
      {
        limit: Type.Integer({ minimum: 1, maximum: 1000 }),
        before: Type.Optional(id),
        run: Type.Optional(id),
      },
      closed,
    ),
    handler: ({ audit }, { limit, before, run }) =>
      audit.list(limit, before, run),
  },
  "mail.get": {
    who: "administrator",
    input: Type.Object({}, closed),
    handler: ({ mail }) => mail.get(),
  },
  "mail.set": {
    who: "administrator",
    input: Type.Object(
      {
        mail: Type.Union([mailServerSchema, Type.Null()]),
        password: Type.Optional(Type.String({ minLength: 1, maxLength: 1024 })),
      },
      closed,
    ),
    handler: async ({ mail }, input) => ({
      password: await mail.set(input.mail, input.password),
    }),
  },
  "mail.test": {
    who: "administrator",
    input: Type.Object(
      {
        to: Type.String({
          maxLength: 254,
          pattern: '^[^\\s@<>,;:"()\\[\\]\\\\]+@[^\\s@<>,;:"()\\[\\]\\\\]+$',
        }),
      },
      closed,
    ),
    handler: async ({ mail }, { to }) => {
      await mail.test(to);
      return null;
    },
  },
  "webhook.get": {
    who: "administrator",
    input: Type.Object({}, closed),
    handler: ({ webhook }) => webhook.settings(null),
  },
  "webhook.set": {
    who: "administrator",
    input: Type.Object(
      {
        webhook: Type.Union([webhookSchema, Type.Null()]),
        secret: Type.Optional(Type.String({ minLength: 8, maxLength: 1024 })),
      },
      closed,
    ),
    handler: async ({ webhook }, input) => ({
      secret: await webhook.set(input.webhook, input.secret),
    }),
  },
  "webhook.notices": {
    who: "administrator",
    input: Type.Object(
      { limit: Type.Integer({ minimum: 1, maximum: 100 }) },
      closed,
    ),
    handler: ({ webhook }, { limit }) => webhook.notices(limit, null),
  },
  "webhook.test": {
    who: "administrator",
    input: Type.Object({}, closed),
    handler: ({ webhook }) => webhook.test(null),
  },
} satisfies Partial<CommandTable>;
