import { Type } from "typebox";
import type { CommandTable } from "./command.ts";

const text = Type.String({ minLength: 1, maxLength: 4096 });
const run = Type.Integer({ minimum: 1 });
const closed = { additionalProperties: false };
const rehearsed = Type.Union([
  Type.Object({ run }, closed),
  Type.Object({ path: text }, closed),
]);

/** Whether packages can be restored, tried out in a scratch catalog. */
export const rehearsalCommands = {
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
} satisfies Partial<CommandTable>;
