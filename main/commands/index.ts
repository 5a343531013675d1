import { Check, Errors } from "typebox/value";
import type { CommandName, Commands } from "../../preload/contract.ts";
import { requireRole, type Caller } from "../core/access.ts";
import { AppError } from "../domain/errors.ts";
import { accountCommands } from "./account-commands.ts";
import { catalogCommands } from "./catalog-commands.ts";
import type { CommandContext, CommandTable } from "./command.ts";
import { collectionCommands } from "./collection-commands.ts";
import { containerCommands } from "./container-commands.ts";
import { definitionCommands } from "./definition-commands.ts";
import { deliveryCommands } from "./delivery-commands.ts";
import { deskCommands } from "./desk-commands.ts";
import { editingCommands } from "./editing-commands.ts";
import { exportCommands } from "./export-commands.ts";
import { fileCommands } from "./file-commands.ts";
import { filingCommands } from "./filing-commands.ts";
import { importCommands } from "./import-commands.ts";
import { itemCommands } from "./item-commands.ts";
import { packageCommands } from "./package-commands.ts";
import { peopleCommands } from "./people-commands.ts";
import { relationCommands } from "./relation-commands.ts";
import { rightsCommands } from "./rights-commands.ts";
import { recordCommands } from "./record-commands.ts";
import { rehearsalCommands } from "./rehearsal-commands.ts";
import { runCommands } from "./run-commands.ts";
import { settingsCommands } from "./settings-commands.ts";
import { sourceCommands } from "./source-commands.ts";
import { targetCommands } from "./target-commands.ts";
import { upkeepCommands } from "./upkeep-commands.ts";

/** Every verb of the product. */
export const commands: CommandTable = {
  ...catalogCommands,
  ...itemCommands,
  ...deskCommands,
  ...fileCommands,
  ...editingCommands,
  ...filingCommands,
  ...rightsCommands,
  ...peopleCommands,
  ...collectionCommands,
  ...relationCommands,
  ...containerCommands,
  ...exportCommands,
  ...importCommands,
  ...runCommands,
  ...rehearsalCommands,
  ...packageCommands,
  ...definitionCommands,
  ...deliveryCommands,
  ...accountCommands,
  ...targetCommands,
  ...sourceCommands,
  ...upkeepCommands,
  ...recordCommands,
  ...settingsCommands,
};

export function isCommandName(name: unknown): name is CommandName {
  // An inherited name such as `constructor` is no command.
  return typeof name === "string" && Object.hasOwn(commands, name);
}

/**
 * Checks who asks and what, and runs a command.
 * @throws AppError access.unauthenticated, access.denied, input.invalid, and what the command throws
 */
export async function runCommand<Name extends CommandName>(
  context: CommandContext,
  name: Name,
  input: Commands[Name]["input"],
  caller: Caller,
): Promise<Commands[Name]["output"]> {
  const command = commands[name];
  requireRole(caller, command.who);
  if (!Check(command.input, input)) {
    const [first] = Errors(command.input, input);
    throw new AppError("input.invalid", `The input of ${name} is not right.`, {
      object: name,
      ...(first === undefined
        ? {}
        : { remedy: `${first.instancePath} ${first.message}`.trim() }),
    });
  }
  return command.handler(context, input, caller);
}
