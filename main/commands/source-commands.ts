import { Type } from "typebox";
import { sourceSettingsSchema } from "../domain/known-source.ts";
import type { CommandTable } from "./command.ts";

const closed = { additionalProperties: false };
const source = Type.Integer({ minimum: 1 });
const settings = sourceSettingsSchema.properties;
const draft = {
  ...settings,
  name: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
};

/** What is imported from again and again. It reads what this machine can read. */
export const sourceCommands = {
  "sources.list": {
    who: "administrator",
    input: Type.Object({}, closed),
    handler: ({ sources }) => sources.list(),
  },
  "sources.add": {
    who: "administrator",
    input: Type.Object(draft, closed),
    handler: ({ sources }, input) => sources.add(input),
  },
  "sources.change": {
    who: "administrator",
    input: Type.Object({ ...draft, source }, closed),
    handler: ({ sources }, { source: id, ...input }) =>
      sources.change(id, input),
  },
  "sources.remove": {
    who: "administrator",
    input: Type.Object({ source }, closed),
    handler: async ({ sources }, { source: id }) => {
      await sources.remove(id);
      return null;
    },
  },
  "sources.look": {
    who: "administrator",
    input: sourceSettingsSchema,
    handler: ({ sources }, input) => sources.look(input),
  },
  "sources.run": {
    who: "administrator",
    input: Type.Object({ source }, closed),
    handler: async ({ sources, runs }, { source: id }, caller) =>
      runs.get(caller, await sources.start(id, caller.account?.id ?? null)),
  },
  "sources.runs": {
    who: "administrator",
    input: Type.Object(
      { source, limit: Type.Integer({ minimum: 1, maximum: 100 }) },
      closed,
    ),
    handler: ({ sources, runs }, { source: id, limit }, caller) =>
      sources.runs(id, limit).map((run) => runs.get(caller, run)),
  },
} satisfies Partial<CommandTable>;
