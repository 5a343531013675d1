import { resolve } from "node:path";
import { runCommand } from "../commands/index.ts";
import type { Application } from "../compose.ts";
import { localAdministrator } from "../core/access.ts";
import { AppError } from "../domain/errors.ts";
import type { KnownSource } from "../domain/known-source.ts";
import { takeUpInterrupted } from "./follow-run.ts";
import {
  followImport,
  importSettings,
  type ImportFlags,
} from "./import-command.ts";
import { count, exitCodes, formatBytes, table, type Output } from "./output.ts";

/** `holdall source list` */
export async function sourceList(
  { context }: Application,
  output: Output,
): Promise<void> {
  const sources = await runCommand(
    context,
    "sources.list",
    {},
    localAdministrator,
  );
  output.result(sources);
  for (const line of table(
    sources.map(({ id, name, kind, path, lastRun }) => [
      String(id),
      name,
      kind,
      lastRun === null
        ? "never"
        : lastRun.finishedAt === null
          ? lastRun.state
          : `${lastRun.state} ${new Date(lastRun.finishedAt).toISOString()}`,
      path,
    ]),
  ))
    output.line(line);
  if (sources.length === 0) output.line("No source is remembered.");
}

/** `holdall source add PATH` */
export async function sourceAdd(
  { context }: Application,
  output: Output,
  path: string,
  flags: ImportFlags & { readonly name?: string },
): Promise<void> {
  const source = await runCommand(
    context,
    "sources.add",
    {
      ...importSettings(resolve(path), flags),
      ...(flags.name === undefined ? {} : { name: flags.name }),
    },
    localAdministrator,
  );
  output.result(source);
  output.line(`Source ${String(source.id)}: ${source.name} (${source.kind})`);
}

/** `holdall source test PATH` */
export async function sourceTest(
  { context }: Application,
  output: Output,
  path: string,
  flags: ImportFlags,
): Promise<number> {
  const look = await runCommand(
    context,
    "sources.look",
    importSettings(resolve(path), flags),
    localAdministrator,
  );
  output.result(look);
  const fresh = look.items - look.alreadyThere - look.refused;
  output.line(
    `${look.kind}: ${look.complete ? "" : "the first "}${count(look.items, "item")} with ${count(look.files, "file")} (${formatBytes(look.bytes)})`,
  );
  output.line(
    `${String(fresh)} new, ${String(look.alreadyThere)} imported before, ${String(look.refused)} refused`,
  );
  for (const problem of look.first)
    output.line(
      `${problem.severity}: ${problem.object}: ${problem.message} ${problem.action}`,
    );
  return look.refused + look.problems.error + look.problems.warning === 0
    ? exitCodes.done
    : exitCodes.warnings;
}

/** `holdall source run NAME` */
export async function sourceRun(
  application: Application,
  output: Output,
  name: string,
): Promise<number> {
  await takeUpInterrupted(application, output);
  const { id, strict } = await find(application, name);
  const run = await runCommand(
    application.context,
    "sources.run",
    { source: id },
    localAdministrator,
  );
  return followImport(application, output, run.id, { strict });
}

/** `holdall source remove NAME` */
export async function sourceRemove(
  application: Application,
  output: Output,
  name: string,
): Promise<void> {
  const source = await find(application, name);
  await runCommand(
    application.context,
    "sources.remove",
    { source: source.id },
    localAdministrator,
  );
  output.result(source);
  output.line(`Forgot ${source.name}.`);
}

/** @throws AppError source.not-found */
async function find(
  { context }: Application,
  name: string,
): Promise<KnownSource> {
  const sources = await runCommand(
    context,
    "sources.list",
    {},
    localAdministrator,
  );
  const found =
    sources.find((source) => source.name === name) ??
    sources.find(({ id }) => String(id) === name);
  if (found === undefined)
    throw new AppError("source.not-found", `There is no source "${name}".`, {
      object: name,
      remedy: "`holdall source list` shows what there is.",
    });
  return found;
}
