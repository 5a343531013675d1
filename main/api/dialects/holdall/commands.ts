import type { FastifyInstance } from "fastify";
import type { CommandName, Commands } from "../../../../preload/contract.ts";
import {
  commands,
  isCommandName,
  runCommand,
} from "../../../commands/index.ts";
import { AppError } from "../../../domain/errors.ts";
import type { ApiContext } from "../../api-context.ts";
import { jsonOf } from "../../request-body.ts";
import {
  publicCheck,
  publicPreflight,
  publicRecord,
  publicProblem,
  publicRun,
  publicStorage,
} from "../../public-view.ts";

/** What strangers see of the answers that hold paths of this machine. */
const publicAnswers: {
  readonly [Name in CommandName]?: (
    value: Commands[Name]["output"],
  ) => Commands[Name]["output"];
} = {
  "app.about": (about) => ({ ...about, dataFolder: "" }),
  "exports.create": publicRun,
  "exports.again": publicRun,
  "exports.preflight": publicPreflight,
  "imports.create": publicRun,
  "imports.sample": publicRun,
  "sources.run": publicRun,
  "sources.runs": (runs) => runs.map(publicRun),
  "runs.get": publicRun,
  "runs.cancel": publicRun,
  "runs.list": (runs) => runs.map(publicRun),
  "runs.pause": publicRun,
  "runs.resume": publicRun,
  "runs.log": publicRecord,
  "checks.start": publicCheck,
  "checks.get": (check) => (check === null ? null : publicCheck(check)),
  "storage.get": publicStorage,
  "storage.measure": publicStorage,
  "storage.clean": publicStorage,
  "storage.stop": publicStorage,
  "runs.problems": (problems) => problems.map(publicProblem),
};

/** Runs a command for a caller, and hides what is none of a stranger's business. */
async function answer<Name extends CommandName>(
  context: ApiContext,
  name: Name,
  input: Commands[Name]["input"],
  caller: Parameters<typeof runCommand>[3],
): Promise<Commands[Name]["output"]> {
  const value = await runCommand(context.commands, name, input, caller);
  return publicAnswers[name]?.(value) ?? value;
}

/** Every command of the product as `POST commands/<name>`. */
export function addCommands(app: FastifyInstance, context: ApiContext): void {
  for (const [name, command] of Object.entries(commands)) {
    if (!isCommandName(name)) continue;
    app.post(
      `/commands/${name}`,
      {
        schema: {
          summary: name,
          tags: ["Holdall"],
          description:
            command.who === "administrator"
              ? "For administrators."
              : "For everyone who is signed in.",
          body: command.input,
        },
      },
      async (request, reply) => {
        const type = request.headers["content-type"];
        if (type !== undefined && !/^application\/json\b/i.test(type)) {
          throw new AppError(
            "media-type.unsupported",
            "Commands take application/json.",
          );
        }
        const caller = await context.callerOf(request);
        // runCommand compares the input with the command's schema before anybody else sees it.
        const input = (jsonOf(request) ?? {}) as never;
        return reply
          .header("Content-Type", "application/json; charset=utf-8")
          .send(
            JSON.stringify({
              ok: true,
              value: await answer(context, name, input, caller),
            }),
          );
      },
    );
  }
}
