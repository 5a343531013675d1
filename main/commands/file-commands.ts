import { Type } from "typebox";
import type { CommandTable } from "./command.ts";
import { onDesktop } from "./on-desktop.ts";

const bitstream = Type.Integer({ minimum: 1 });
const closed = { additionalProperties: false };
const one = Type.Object({ bitstream }, closed);

/** The files of items. */
export const fileCommands = {
  "files.link": {
    who: "user",
    input: Type.Object(
      {
        bitstream,
        as: Type.Union([Type.Literal("show"), Type.Literal("save")]),
      },
      closed,
    ),
    handler: async ({ files, sessions }, input, caller) => {
      files.get(caller, input.bitstream);
      const token = await sessions.issueFile(caller, input.bitstream, input.as);
      return {
        path: `/api/holdall/files/${String(input.bitstream)}/content?token=${token}`,
      };
    },
  },
  "files.check": {
    who: "user",
    input: one,
    handler: ({ files }, input, caller) => files.check(caller, input.bitstream),
  },
  "files.save": {
    who: "user",
    input: one,
    handler: async ({ files, save }, input, caller) => {
      const { path, name } = files.get(caller, input.bitstream);
      return { path: await onDesktop(save, caller)(path, name) };
    },
  },
  "files.open": {
    who: "user",
    input: one,
    handler: async ({ files, open }, input, caller) => {
      const { path, name } = files.get(caller, input.bitstream);
      await onDesktop(open, caller)(path, name);
      return null;
    },
  },
} satisfies Partial<CommandTable>;
