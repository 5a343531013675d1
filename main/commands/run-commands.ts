import { Type } from "typebox";
import type { CommandTable } from "./command.ts";

const run = Type.Integer({ minimum: 1 });
const limit = Type.Integer({ minimum: 1, maximum: 1000 });
const closed = { additionalProperties: false };

export const runCommands = {
  "runs.list": {
    who: "user",
    input: Type.Object(
      {
        limit,
        before: Type.Optional(run),
        kind: Type.Optional(
          Type.Union([Type.Literal("export"), Type.Literal("import")]),
        ),
        states: Type.Optional(
          Type.Array(
            Type.Union([
              Type.Literal("queued"),
              Type.Literal("processing"),
              Type.Literal("done"),
              Type.Literal("done-with-problems"),
              Type.Literal("failed"),
              Type.Literal("cancelled"),
            ]),
          ),
        ),
        words: Type.Optional(Type.String({ maxLength: 1000 })),
        mine: Type.Optional(Type.Boolean()),
      },
      closed,
    ),
    handler: ({ runs }, { limit, before, mine, ...filter }, caller) =>
      runs.list(caller, limit, before, filter, mine),
  },
  "runs.ended": {
    who: "user",
    input: Type.Object(
      {
        since: Type.Integer({ minimum: 0 }),
        step: Type.Integer({ minimum: 3_600_000 }),
        count: Type.Integer({ minimum: 1, maximum: 400 }),
      },
      closed,
    ),
    handler: ({ runs }, { since, step, count }, caller) =>
      runs.ended(caller, since, step, count),
  },
  "runs.get": {
    who: "user",
    input: Type.Object({ run }, closed),
    handler: ({ runs }, input, caller) => runs.get(caller, input.run),
  },
  "runs.retry": {
    who: "administrator",
    input: Type.Object({ run }, closed),
    handler: ({ pastRuns }, input, caller) => pastRuns.retry(caller, input.run),
  },
  "runs.compare": {
    who: "administrator",
    input: Type.Object(
      {
        base: run,
        run,
        after: Type.Optional(Type.Integer({ minimum: 0 })),
        limit,
      },
      closed,
    ),
    handler: ({ pastRuns }, input, caller) =>
      pastRuns.compare(
        caller,
        input.base,
        input.run,
        input.after ?? null,
        input.limit,
      ),
  },
  "runs.problems": {
    who: "user",
    input: Type.Object({ run, limit }, closed),
    handler: ({ runs }, input, caller) => [
      ...runs.problems(caller, input.run, input.limit),
    ],
  },
  "runs.log": {
    who: "user",
    input: Type.Object(
      {
        run,
        severity: Type.Optional(
          Type.Union([
            Type.Literal("error"),
            Type.Literal("warning"),
            Type.Literal("note"),
          ]),
        ),
        after: Type.Optional(Type.Integer({ minimum: 0 })),
        limit,
      },
      closed,
    ),
    handler: ({ runs }, { run, severity, after, limit }, caller) =>
      runs.record(caller, run, severity ?? null, after ?? 0, limit),
  },
  "runs.pause": {
    who: "administrator",
    input: Type.Object({ run }, closed),
    async handler({ runs }, input, caller) {
      await runs.pause(caller, input.run);
      return runs.get(caller, input.run);
    },
  },
  "runs.resume": {
    who: "administrator",
    input: Type.Object({ run }, closed),
    async handler({ runs }, input, caller) {
      await runs.resume(caller, input.run);
      return runs.get(caller, input.run);
    },
  },
  "runs.cancel": {
    who: "user",
    input: Type.Object({ run }, closed),
    handler: async ({ runs }, input, caller) => {
      await runs.cancel(caller, input.run);
      return runs.get(caller, input.run);
    },
  },
} satisfies Partial<CommandTable>;
