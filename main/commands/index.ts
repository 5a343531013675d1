import { Check, Errors } from "typebox/value";
import type { CommandName, Commands } from "../../preload/contract.ts";
import { AppError } from "../domain/errors.ts";
import { accountCommands } from "./account-commands.ts";
import { catalogCommands } from "./catalog-commands.ts";
import type { CommandContext, CommandTable } from "./command.ts";
import { runCommands } from "./run-commands.ts";

/** Every verb of the product. */
export const commands: CommandTable = {
  ...catalogCommands,
  ...runCommands,
  ...accountCommands,
};

/**
 * Checks the input of a command against its schema and runs it.
 * @throws AppError input.invalid, and what the command throws
 */
export async function runCommand<Name extends CommandName>(
  context: CommandContext,
  name: Name,
  input: Commands[Name]["input"],
): Promise<Commands[Name]["output"]> {
  const command = commands[name];
  if (!Check(command.input, input)) {
    const [first] = Errors(command.input, input);
    throw new AppError("input.invalid", `The input of ${name} is not right.`, {
      object: name,
      ...(first === undefined
        ? {}
        : { remedy: `${first.instancePath} ${first.message}`.trim() }),
    });
  }
  return command.handler(context, input);
}
