import { Type } from "typebox";
import { AppError } from "../domain/errors.ts";
import type { CommandTable } from "./command.ts";

const closed = { additionalProperties: false };
const nothing = Type.Object({}, closed);

/** What keeps an installation in order. */
export const upkeepCommands = {
  "check-up.get": {
    who: "administrator",
    input: nothing,
    handler: ({ upkeep }) => upkeep.checkUps.state(),
  },
  "check-up.start": {
    who: "administrator",
    input: nothing,
    handler: ({ upkeep }) => upkeep.checkUps.start(),
  },
  "check-up.stop": {
    who: "administrator",
    input: nothing,
    handler: ({ upkeep }) => upkeep.checkUps.stop(),
  },
  "log.tail": {
    who: "administrator",
    input: Type.Object(
      { limit: Type.Integer({ minimum: 1, maximum: 1000 }) },
      closed,
    ),
    handler: ({ upkeep }, { limit }) => upkeep.log(limit),
  },
  "log.reveal": {
    who: "administrator",
    input: nothing,
    handler: ({ upkeep, reveal }, _input, caller) => {
      if (reveal === null || !caller.local)
        throw new AppError(
          "reveal.unavailable",
          "Only the desktop application can show a file of this machine.",
        );
      reveal(upkeep.logFile);
      return null;
    },
  },
  "app.parts": {
    who: "user",
    input: nothing,
    handler: ({ upkeep }) => upkeep.parts(),
  },
} satisfies Partial<CommandTable>;
