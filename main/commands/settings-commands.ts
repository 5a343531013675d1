import { Type } from "typebox";
import { newsChoiceSchema } from "../domain/news.ts";
import { retentionSchema } from "../domain/export-definition.ts";
import { updateSettingsSchema } from "../domain/update.ts";
import type { CommandTable } from "./command.ts";

const closed = { additionalProperties: false };
const nothing = Type.Object({}, closed);

/** What is chosen once for an installation, and of what people want to be told. */
export const settingsCommands = {
  "retention-default.get": {
    who: "administrator",
    input: nothing,
    handler: ({ retentionDefault }) => retentionDefault.get(),
  },
  "retention-default.preview": {
    who: "administrator",
    input: Type.Object({ retention: retentionSchema }, closed),
    handler: ({ retentionDefault }, { retention }) =>
      retentionDefault.preview(retention),
  },
  "retention-default.set": {
    who: "administrator",
    input: Type.Object(
      { retention: retentionSchema, everywhere: Type.Boolean() },
      closed,
    ),
    handler: async ({ retentionDefault }, { retention, everywhere }) => {
      await retentionDefault.set(retention, everywhere);
      return null;
    },
  },
  "storage.get": {
    who: "administrator",
    input: nothing,
    handler: ({ storage }) => storage.state(),
  },
  "storage.measure": {
    who: "administrator",
    input: nothing,
    handler: ({ storage }) => storage.measure(),
  },
  "storage.clean": {
    who: "administrator",
    input: nothing,
    handler: ({ storage }) => storage.clean(),
  },
  "storage.stop": {
    who: "administrator",
    input: nothing,
    handler: ({ storage }) => storage.stop(),
  },
  "news.get": {
    who: "user",
    input: nothing,
    handler: ({ news }, _input, caller) => news.get(caller),
  },
  "news.set": {
    who: "user",
    input: newsChoiceSchema,
    handler: async ({ news }, choice, caller) => {
      await news.set(caller, choice);
      return null;
    },
  },
  "updates.get": {
    who: "user",
    input: nothing,
    handler({ updates }, _input, caller) {
      const state = updates.state();
      // Where releases are told of, and why that failed, is for those who may change it.
      return caller.administrator
        ? state
        : {
            ...state,
            settings: { ...state.settings, feed: null },
            error: null,
          };
    },
  },
  "updates.set": {
    who: "administrator",
    input: updateSettingsSchema,
    handler: ({ updates }, settings) => updates.set(settings),
  },
  "updates.check": {
    who: "administrator",
    input: nothing,
    handler: ({ updates }) => updates.check(),
  },
} satisfies Partial<CommandTable>;
