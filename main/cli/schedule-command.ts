import { runCommand } from "../commands/index.ts";
import type { Application } from "../compose.ts";
import { localAdministrator } from "../core/access.ts";
import { AppError } from "../domain/errors.ts";
import type { ExportDefinition } from "../domain/export-definition.ts";
import {
  followExport,
  restrictedChoice,
  type ExportFlags,
} from "./export-command.ts";
import { takeUpInterrupted } from "./follow-run.ts";
import { followDeliveries } from "./follow-deliveries.ts";
import { exitCodes, table, type Output } from "./output.ts";
import {
  readRetention,
  readSchedules,
  readTime,
  type ScheduleFlags,
} from "./schedule-flags.ts";

import { readTarget, type TargetTestFlags } from "./target-command.ts";
import { tellPreflight } from "./tell-preflight.ts";

export type AddFlags = Omit<ExportFlags, "out" | "strict"> &
  ScheduleFlags &
  TargetTestFlags & {
    readonly name?: string;
    readonly incremental?: boolean;
    readonly timeZone?: string;
    /** Type of the target it is delivered to. */
    readonly to?: string;
  };

/** `holdall schedule add TARGET…` */
export async function scheduleAdd(
  application: Application,
  output: Output,
  targets: readonly string[],
  flags: AddFlags,
): Promise<void> {
  if (
    [targets.length > 0, flags.query !== undefined, flags.all === true].filter(
      Boolean,
    ).length !== 1
  ) {
    throw new AppError(
      "usage.invalid",
      "Say what to export: a community, collection or item, --query TEXT, or --all.",
    );
  }
  const target =
    flags.to === undefined
      ? null
      : {
          transport: flags.to,
          ...(await readTarget(application, flags.to, flags)),
        };
  if (target !== null && Object.keys(target.secrets).length > 0) {
    const { available, reason } = await application.context.keychain();
    if (!available) {
      throw new AppError(
        "keychain.unavailable",
        `The secret of the target cannot be kept. ${reason}`,
        {
          remedy:
            "Start a Secret Service (for instance gnome-keyring), or use a key file that the target's settings name.",
        },
      );
    }
  }
  const retention = readRetention(flags);
  const definition = await runCommand(
    application.context,
    "definitions.create",
    {
      name:
        flags.name ??
        (
          flags.query ??
          (flags.all === true ? "Everything" : targets.join(", "))
        ).slice(0, 200),
      ...(targets.length === 1 ? { target: targets[0] ?? "" } : {}),
      ...(targets.length > 1 ? { items: targets } : {}),
      ...(flags.query === undefined ? {} : { query: flags.query }),
      ...(flags.incremental === true ? { incremental: true } : {}),
      options: {
        format: flags.format,
        packer: flags.packer,
        migrate: flags.migrate === true,
        bitstreams: flags.bitstreams,
        withdrawn: flags.withdrawn === true,
        verify: flags.verify,
        ...(flags.rehearse === true ? { rehearse: true } : {}),
        restricted: restrictedChoice(flags.restricted),
      },
      schedules: readSchedules(flags),
      ...(flags.timeZone === undefined ? {} : { timeZone: flags.timeZone }),
      ...(retention === null ? {} : { retention }),
      ...(target === null ? {} : { targets: [target] }),
    },
    localAdministrator,
  );
  output.result(definition);
  output.line(`"${definition.name}" was saved. ${whenNext(definition)}`);
  if (definition.schedules.length > 0)
    output.line(
      "Schedules are kept while `holdall serve` or the desktop application runs.",
    );
}

/** `holdall schedule list` */
export async function scheduleList(
  application: Application,
  output: Output,
): Promise<void> {
  const definitions = await runCommand(
    application.context,
    "definitions.list",
    {},
    localAdministrator,
  );
  output.result(definitions);
  for (const line of table(
    definitions.map((definition) => [
      String(definition.id),
      definition.nextDue === null
        ? "not scheduled"
        : inZone(definition.nextDue, definition.timeZone),
      definition.name,
      definition.lastProblem ?? "",
    ]),
  ))
    output.line(line);
  if (definitions.length === 0) output.line("There is no saved export yet.");
}

/** `holdall schedule next NAME` */
export async function scheduleNext(
  application: Application,
  output: Output,
  reference: string,
  count: number,
): Promise<void> {
  const { schedules, timeZone } = await find(application, reference);
  const times = await runCommand(
    application.context,
    "schedules.preview",
    { schedules, timeZone, count },
    localAdministrator,
  );
  output.result(times.map((time) => new Date(time).toISOString()));
  for (const time of times) output.line(inZone(time, timeZone));
  if (times.length === 0) output.line("It never runs by itself.");
}

/** `holdall schedule run NAME` */
export async function scheduleRun(
  application: Application,
  output: Output,
  reference: string,
  flags: { readonly strict?: boolean; readonly tellEmpty?: boolean },
): Promise<number> {
  const { id, lastRun } = await find(application, reference);
  // What was killed goes on; it is the run that was asked for.
  const interrupted = await takeUpInterrupted(application, output);
  const run =
    interrupted.find((one) => one.id === lastRun) ??
    (await runCommand(
      application.context,
      "definitions.start",
      { definition: id },
      localAdministrator,
    ));
  const code = await followExport(application, output, run.id, flags);
  const failed = await followDeliveries(application, output, run.id);
  if (!failed || code === exitCodes.failed) return code;
  return flags.strict === true ? exitCodes.failed : exitCodes.warnings;
}

/** `holdall schedule check NAME` */
export async function scheduleCheck(
  application: Application,
  output: Output,
  reference: string,
  flags: { readonly strict?: boolean; readonly thorough?: boolean },
): Promise<number> {
  const { id } = await find(application, reference);
  const found = await runCommand(
    application.context,
    "exports.preflight",
    { definition: id, thorough: flags.thorough === true },
    localAdministrator,
  );
  return tellPreflight(output, found, flags.strict === true);
}

/** `holdall schedule remove NAME` */
export async function scheduleRemove(
  application: Application,
  output: Output,
  reference: string,
): Promise<void> {
  const { id, name } = await find(application, reference);
  await runCommand(
    application.context,
    "definitions.remove",
    { definition: id },
    localAdministrator,
  );
  output.result({ id, name });
  output.line(`"${name}" was removed. The archives it has made stay.`);
}

/** `holdall schedule quiet [FROM-TO|off]` */
export async function scheduleQuiet(
  application: Application,
  output: Output,
  range: string | undefined,
): Promise<void> {
  const { context } = application;
  if (range !== undefined) {
    await runCommand(
      context,
      "quiet-hours.set",
      { hours: range === "off" ? null : readRange(range) },
      localAdministrator,
    );
  }
  const hours = await runCommand(
    context,
    "quiet-hours.get",
    {},
    localAdministrator,
  );
  output.result(hours);
  output.line(
    hours === null
      ? "There are no quiet hours."
      : `Nothing begins by itself from ${hours.from} to ${hours.to} (${hours.timeZone}).`,
  );
}

function readRange(range: string) {
  const [from = "", to = ""] = range.split("-").map((part) => {
    const { hour, minute } = readTime(part.trim());
    return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
  });
  return {
    from,
    to,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
}

/** A saved export by its number or its name. @throws AppError definition.not-found */
async function find(
  { context }: Application,
  reference: string,
): Promise<ExportDefinition> {
  const definitions = await runCommand(
    context,
    "definitions.list",
    {},
    localAdministrator,
  );
  const found = definitions.find(
    ({ id, name }) => String(id) === reference || name === reference,
  );
  if (found === undefined) {
    throw new AppError(
      "definition.not-found",
      `There is no saved export "${reference}".`,
      {
        object: reference,
        remedy: "`holdall schedule list` shows what there is.",
      },
    );
  }
  return found;
}

function whenNext({ nextDue, timeZone }: ExportDefinition): string {
  return nextDue === null
    ? "It runs when it is asked to."
    : `It runs next on ${inZone(nextDue, timeZone)}.`;
}

function inZone(time: number, timeZone: string): string {
  return `${new Intl.DateTimeFormat("en-GB", {
    dateStyle: "full",
    timeStyle: "short",
    timeZone,
  }).format(time)} (${timeZone})`;
}
