import { Type } from "typebox";
import { checkQuietHours, quietHoursSchema } from "../core/quiet-hours.ts";
import { webhookInputSchema } from "../core/webhook-settings.ts";
import {
  retentionSchema,
  schedulesSchema,
} from "../domain/export-definition.ts";
import { exportOptionsSchema } from "../domain/run-request.ts";
import type { CommandTable } from "./command.ts";
import { carefulOptions } from "./export-options.ts";
import { selectionProperties, withSelection } from "./export-selection.ts";
import { targetInput } from "./target-input.ts";

const text = Type.String({ minLength: 1, maxLength: 4096 });
const name = Type.String({ minLength: 1, maxLength: 200, pattern: "\\S" });
const id = Type.Integer({ minimum: 1 });
const closed = { additionalProperties: false };
const targets = Type.Array(targetInput, { maxItems: 20 });
const webhook = Type.Union([webhookInputSchema, Type.Null()]);
const definition = Type.Object({ definition: id }, closed);

/** Saved exports and their schedules. */
export const definitionCommands = {
  "definitions.list": {
    who: "administrator",
    input: Type.Object({}, closed),
    handler: ({ definitions }, _input, caller) => definitions.list(caller),
  },
  "definitions.get": {
    who: "administrator",
    input: definition,
    handler: ({ definitions }, input, caller) =>
      definitions.get(caller, input.definition),
  },
  "definitions.create": {
    who: "administrator",
    input: Type.Object(
      {
        name,
        ...selectionProperties,
        incremental: Type.Optional(Type.Boolean()),
        options: exportOptionsSchema,
        schedules: schedulesSchema,
        timeZone: Type.Optional(text),
        retention: Type.Optional(retentionSchema),
        targets: Type.Optional(targets),
        webhook: Type.Optional(webhook),
      },
      closed,
    ),
    handler: ({ definitions, ...context }, input, caller) =>
      definitions.create(caller, {
        ...withSelection(context, caller, input),
        options: carefulOptions(input.options),
      }),
  },
  "definitions.change": {
    who: "administrator",
    input: Type.Object(
      {
        definition: id,
        name: Type.Optional(name),
        incremental: Type.Optional(Type.Boolean()),
        options: Type.Optional(exportOptionsSchema),
        schedules: Type.Optional(schedulesSchema),
        timeZone: Type.Optional(text),
        retention: Type.Optional(retentionSchema),
        targets: Type.Optional(targets),
        webhook: Type.Optional(webhook),
        version: Type.Optional(id),
      },
      closed,
    ),
    handler: ({ definitions }, { definition, options, ...change }, caller) =>
      definitions.change(caller, definition, {
        ...change,
        ...(options === undefined ? {} : { options: carefulOptions(options) }),
      }),
  },
  "definitions.remove": {
    who: "administrator",
    input: definition,
    handler: async ({ definitions }, input, caller) => {
      await definitions.remove(caller, input.definition);
      return null;
    },
  },
  "definitions.start": {
    who: "administrator",
    input: definition,
    handler: async ({ definitions, runs }, input, caller) =>
      runs.get(caller, await definitions.start(caller, input.definition)),
  },
  "definitions.targets": {
    who: "administrator",
    input: definition,
    handler: ({ definitions }, input, caller) =>
      definitions.targets(caller, input.definition),
  },
  "definitions.webhook": {
    who: "administrator",
    input: definition,
    handler: ({ definitions, webhook: told }, input, caller) => {
      const settings = definitions.webhook(caller, input.definition);
      return settings === null
        ? null
        : { ...settings, notices: told.notices(20, input.definition) };
    },
  },
  "definitions.test-webhook": {
    who: "administrator",
    input: definition,
    handler: ({ definitions }, input, caller) =>
      definitions.testWebhook(caller, input.definition),
  },
  "definitions.runs": {
    who: "administrator",
    input: definition,
    handler: ({ definitions }, input, caller) =>
      definitions.runs(caller, input.definition),
  },
  "definitions.of-run": {
    who: "administrator",
    input: Type.Object({ run: id }, closed),
    handler: ({ definitions }, { run }, caller) =>
      definitions.ofRun(caller, run),
  },
  "definitions.expiring": {
    who: "administrator",
    input: definition,
    handler: ({ definitions }, input, caller) =>
      definitions.expiring(caller, input.definition),
  },
  "schedules.preview": {
    who: "user",
    input: Type.Object(
      {
        schedules: schedulesSchema,
        timeZone: Type.Optional(text),
        count: Type.Integer({ minimum: 1, maximum: 100 }),
      },
      closed,
    ),
    handler: ({ definitions }, { schedules, timeZone, count }) =>
      definitions.preview(schedules, timeZone, count),
  },
  "quiet-hours.get": {
    who: "user",
    input: Type.Object({}, closed),
    handler: ({ quietHours }) => quietHours.get(),
  },
  "quiet-hours.set": {
    who: "administrator",
    input: Type.Object(
      { hours: Type.Union([quietHoursSchema, Type.Null()]) },
      closed,
    ),
    handler: async ({ quietHours }, { hours }) => {
      if (hours !== null) checkQuietHours(hours);
      await quietHours.set(hours);
      return null;
    },
  },
  "runs.pin": {
    who: "administrator",
    input: Type.Object({ run: id, pinned: Type.Boolean() }, closed),
    handler: async ({ definitions }, { run, pinned }, caller) => {
      await definitions.pin(caller, run, pinned);
      return null;
    },
  },
} satisfies Partial<CommandTable>;
