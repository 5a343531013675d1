import { Type } from "typebox";
import { exportOptionsSchema } from "../domain/run-request.ts";
import { requireRole } from "../core/access.ts";
import { AppError } from "../domain/errors.ts";
import type { CommandTable } from "./command.ts";
import { carefulOptions } from "./export-options.ts";
import { selectionProperties, withSelection } from "./export-selection.ts";
import { onDesktop } from "./on-desktop.ts";

const text = Type.String({ minLength: 1, maxLength: 4096 });
const run = Type.Integer({ minimum: 1 });
const limit = Type.Integer({ minimum: 1, maximum: 1000 });
const closed = { additionalProperties: false };
const rehearsed = Type.Union([
  Type.Object({ run }, closed),
  Type.Object({ path: text }, closed),
]);

export const runCommands = {
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
    handler: async ({ imports, runs, uploads }, input, caller) => {
      const run = runs.get(
        caller,
        await imports.create(input, caller.account?.id ?? null),
      );
      if (uploads.isUpload(input.path)) uploads.use(input.path, run);
      return run;
    },
  },
  "imports.sample": {
    who: "administrator",
    input: Type.Object({}, closed),
    handler: async ({ imports, runs, sample }, _input, caller) => {
      if (sample === null) {
        throw new AppError(
          "file.not-found",
          "The sample collection is not part of this installation.",
        );
      }
      const input = {
        path: sample,
        into: "Holdall sample",
        strict: false,
        newIdentifiers: false,
      };
      return runs.get(
        caller,
        await imports.create(input, caller.account?.id ?? null),
      );
    },
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
      const { path } = runs.archive(caller, input.run);
      onDesktop(reveal, caller)(path);
      return null;
    },
  },
  "exports.drag": {
    who: "administrator",
    input: Type.Object({ run }, closed),
    handler: ({ drag, runs }, input, caller) => {
      const { path } = runs.archive(caller, input.run);
      onDesktop(drag, caller)(path);
      return null;
    },
  },
  "exports.link": {
    who: "user",
    input: Type.Object({ run }, closed),
    handler: async ({ runs, sessions }, input, caller) => {
      runs.archive(caller, input.run);
      const token = await sessions.issueDownload(input.run);
      return {
        path: `/api/holdall/runs/${String(input.run)}/archive?token=${token}`,
      };
    },
  },
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
  "runs.rehearse": {
    who: "administrator",
    input: Type.Object({ run }, closed),
    handler: ({ pastRuns }, input, caller) =>
      pastRuns.rehearse(caller, input.run),
  },
  "archives.rehearse": {
    who: "administrator",
    input: Type.Object({ path: text }, closed),
    handler: ({ pastRuns }, input) => pastRuns.rehearseArchive(input.path),
  },
  "rehearsals.progress": {
    who: "administrator",
    input: rehearsed,
    handler: ({ pastRuns }, input) => pastRuns.rehearsalProgress(input),
  },
  "rehearsals.cancel": {
    who: "administrator",
    input: rehearsed,
    handler: ({ pastRuns }, input) => ({
      cancelled: pastRuns.stopRehearsal(input),
    }),
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
