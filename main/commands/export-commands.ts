import { Type } from "typebox";
import { requireRole } from "../core/access.ts";
import { exportOptionsSchema } from "../domain/run-request.ts";
import type { CommandTable } from "./command.ts";
import { carefulOptions } from "./export-options.ts";
import { selectionProperties, withSelection } from "./export-selection.ts";
import { onDesktop } from "./on-desktop.ts";

const text = Type.String({ minLength: 1, maxLength: 4096 });
const run = Type.Integer({ minimum: 1 });
const closed = { additionalProperties: false };

/** Exports that are asked for once, and the archives they have made. */
export const exportCommands = {
  "exports.create": {
    who: "administrator",
    input: Type.Object(
      {
        ...selectionProperties,
        out: Type.Optional(text),
        options: exportOptionsSchema,
      },
      closed,
    ),
    handler: async ({ exports, runs, ...context }, input, caller) =>
      runs.get(
        caller,
        await exports.create(
          {
            ...withSelection(context, caller, input),
            options: carefulOptions(input.options),
          },
          caller.account?.id ?? null,
        ),
      ),
  },
  "exports.preflight": {
    who: "administrator",
    input: Type.Union([
      Type.Object(
        {
          definition: Type.Integer({ minimum: 1 }),
          thorough: Type.Optional(Type.Boolean()),
        },
        closed,
      ),
      Type.Object(
        {
          ...selectionProperties,
          out: Type.Optional(text),
          options: exportOptionsSchema,
          thorough: Type.Optional(Type.Boolean()),
        },
        closed,
      ),
    ]),
    handler: ({ preflight, ...context }, input, caller) =>
      preflight.look(
        caller,
        "definition" in input
          ? input
          : {
              ...withSelection(context, caller, input),
              options: carefulOptions(input.options),
            },
      ),
  },
  "exports.again": {
    who: "administrator",
    input: Type.Object({ run }, closed),
    handler: async ({ exports, runs }, input, caller) =>
      runs.get(
        caller,
        await exports.again(
          runs.get(caller, input.run).id,
          caller.account?.id ?? null,
        ),
      ),
  },
  "exports.kinds": {
    who: "user",
    input: Type.Object({}, closed),
    handler: ({ exportKinds }) => exportKinds,
  },
  "exports.estimate": {
    who: "user",
    input: Type.Object(selectionProperties, closed),
    handler: (
      { access, baskets, items, references },
      { target, query, items: chosen, found, basket },
      caller,
    ) => {
      if (basket !== undefined || found !== undefined || chosen !== undefined) {
        requireRole(caller, "administrator");
        if (basket !== undefined) return baskets.estimate(caller);
        return items.estimateOf(
          caller,
          found === undefined ? [] : [found],
          (chosen ?? []).map((item) => references.target(item).id),
        );
      }
      const object = target === undefined ? null : references.target(target).id;
      if (object !== null) access.requireReads(caller, object);
      else requireRole(caller, "administrator");
      return items.estimate(object, query ?? null);
    },
  },
  "exports.reveal": {
    who: "administrator",
    input: Type.Object({ run }, closed),
    handler: ({ reveal, runs }, input, caller) => {
      onDesktop(reveal, caller)(runs.place(caller, input.run));
      return null;
    },
  },
  "exports.drag": {
    who: "administrator",
    input: Type.Object({ run }, closed),
    handler: ({ drag, runs }, input, caller) => {
      onDesktop(drag, caller)(runs.place(caller, input.run));
      return null;
    },
  },
  "exports.link": {
    who: "user",
    input: Type.Object(
      {
        run,
        volume: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
      },
      closed,
    ),
    handler: async ({ runs, sessions }, input, caller) => {
      const { volume = 1 } = input;
      runs.archive(caller, input.run, volume);
      const token = await sessions.issueDownload(caller, input.run);
      const which = volume === 1 ? "" : `volume=${String(volume)}&`;
      return {
        path: `/api/holdall/runs/${String(input.run)}/archive?${which}token=${token}`,
      };
    },
  },
} satisfies Partial<CommandTable>;
