import { Type } from "typebox";
import type { CommandTable } from "./command.ts";

const closed = { additionalProperties: false };

export const targetCommands = {
  "targets.kinds": {
    who: "user",
    input: Type.Object({}, closed),
    handler: ({ targets }) => targets.kinds(),
  },
  "targets.test": {
    // It reaches whatever this machine can reach, and writes there.
    who: "administrator",
    input: Type.Object(
      {
        type: Type.String({ minLength: 1, maxLength: 100 }),
        settings: Type.Record(Type.String(), Type.Unknown()),
        secrets: Type.Record(
          Type.String(),
          Type.String({ maxLength: 64 * 1024 }),
        ),
      },
      closed,
    ),
    handler: ({ targets }, { type, settings, secrets }) =>
      targets.test(type, settings, secrets),
  },
} satisfies Partial<CommandTable>;
