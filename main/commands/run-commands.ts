import { Type } from "typebox";
import { exportOptionsSchema } from "../domain/run-request.ts";
import { AppError } from "../domain/errors.ts";
import type { Run } from "../domain/run.ts";
import type { CommandContext, CommandTable } from "./command.ts";

const text = Type.String({ minLength: 1, maxLength: 4096 });
const run = Type.Integer({ minimum: 1 });
const limit = Type.Integer({ minimum: 1, maximum: 1000 });
const closed = { additionalProperties: false };

function found({ runs }: CommandContext, id: number): Run {
  const known = runs.get(id);
  if (known === null) {
    throw new AppError("run.not-found", `There is no run ${String(id)}.`, {
      object: String(id),
    });
  }
  return known;
}

export const runCommands = {
  "exports.create": {
    who: "administrator",
    input: Type.Object(
      {
        target: Type.Optional(text),
        items: Type.Optional(Type.Array(text, { minItems: 1 })),
        query: Type.Optional(text),
        out: Type.Optional(text),
        options: exportOptionsSchema,
      },
      closed,
    ),
    handler: async (context, input) =>
      found(context, await context.exports.create(input)),
  },
  "imports.create": {
    who: "administrator",
    input: Type.Object(
      {
        path: text,
        into: Type.Optional(text),
        community: Type.Optional(text),
        strict: Type.Boolean(),
        newIdentifiers: Type.Boolean(),
        encoding: Type.Optional(text),
        delimiter: Type.Optional(Type.String({ minLength: 1, maxLength: 1 })),
        assetstore: Type.Optional(text),
      },
      closed,
    ),
    handler: async (context, input) =>
      found(context, await context.imports.create(input)),
  },
  "runs.list": {
    who: "user",
    input: Type.Object({ limit, before: Type.Optional(run) }, closed),
    handler: ({ runs }, input) => runs.list(input.limit, input.before),
  },
  "runs.get": {
    who: "user",
    input: Type.Object({ run }, closed),
    handler: (context, input) => found(context, input.run),
  },
  "runs.problems": {
    who: "user",
    input: Type.Object({ run, limit }, closed),
    handler: (context, input) => [
      ...context.runs.problems(found(context, input.run).id, input.limit),
    ],
  },
  "runs.cancel": {
    who: "user",
    input: Type.Object({ run }, closed),
    handler: async (context, input) => {
      await context.runs.cancel(input.run);
      return found(context, input.run);
    },
  },
} satisfies Partial<CommandTable>;
