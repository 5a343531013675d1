import { Type } from "typebox";
import { onDesktop } from "./on-desktop.ts";
import type { CommandTable } from "./command.ts";

const run = Type.Integer({ minimum: 1 });
const count = Type.Integer({ minimum: 0 });
const closed = { additionalProperties: false };
const path = Type.String({ minLength: 1, maxLength: 4096 });
const volume = Type.Integer({ minimum: 1 });
const packed = Type.Object({ run, volume, path }, closed);

/** What is in the packages that exports have made, and whether it still is what was written. */
export const packageCommands = {
  "packages.folder": {
    who: "user",
    input: Type.Object(
      {
        run,
        volume,
        within: Type.String({ maxLength: 4096 }),
        after: Type.Union([
          Type.Null(),
          Type.Object(
            {
              names: count,
              record: Type.Union([
                Type.Null(),
                Type.Object({ index: count, position: count }, closed),
              ]),
            },
            closed,
          ),
        ]),
        limit: Type.Integer({ minimum: 1, maximum: 1000 }),
        sums: Type.Boolean(),
      },
      closed,
    ),
    handler: ({ packageFiles }, { run, ...what }, caller) =>
      packageFiles.folder(caller, run, what),
  },
  "packages.link": {
    who: "user",
    input: packed,
    async handler({ packageFiles, sessions }, { run, volume, path }, caller) {
      packageFiles.volumes(caller, run);
      const query = new URLSearchParams({
        volume: String(volume),
        path,
        token: await sessions.issueDownload(caller, run),
      });
      return {
        path: `/api/holdall/runs/${String(run)}/file?${query.toString()}`,
      };
    },
  },
  "packages.reveal": {
    who: "administrator",
    input: packed,
    async handler({ packageFiles, reveal }, { run, ...file }, caller) {
      const show = onDesktop(reveal, caller);
      show(await packageFiles.take(caller, run, file));
      return null;
    },
  },
  "checks.start": {
    who: "administrator",
    input: Type.Object({ run }, closed),
    handler: ({ checks }, input, caller) => checks.start(caller, input.run),
  },
  "checks.get": {
    who: "administrator",
    input: Type.Object({ run }, closed),
    handler: ({ checks }, input, caller) => checks.get(caller, input.run),
  },
  "checks.stop": {
    who: "administrator",
    input: Type.Object({ run }, closed),
    handler({ checks }, input, caller) {
      checks.stop(caller, input.run);
      return null;
    },
  },
} satisfies Partial<CommandTable>;
