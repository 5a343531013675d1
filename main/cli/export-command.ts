import { resolve } from "node:path";
import { runCommand } from "../commands/index.ts";
import type { Application } from "../compose.ts";
import { localAdministrator } from "../core/access.ts";
import { AppError, fromErrorView } from "../domain/errors.ts";
import type {
  ExportChanges,
  ExportResult,
  RestrictedChoice,
} from "../domain/run.ts";
import { smallestVolume } from "../domain/run-request.ts";
import {
  followRun,
  runDocument,
  runExitCode,
  showProblems,
  takeUpInterrupted,
} from "./follow-run.ts";
import {
  count,
  exitCodes,
  formatBytes,
  tellError,
  type Output,
} from "./output.ts";
import { rehearsalText } from "./rehearsal-text.ts";
import { parseSize } from "./parse-size.ts";
import { tellPreflight } from "./tell-preflight.ts";

export interface ExportFlags {
  readonly format: string;
  readonly packer: string;
  readonly volumes?: string;
  readonly out?: string;
  readonly query?: string;
  readonly all?: boolean;
  readonly migrate?: boolean;
  readonly bitstreams: boolean;
  readonly withdrawn?: boolean;
  readonly verify: boolean;
  readonly rehearse?: boolean;
  readonly strict?: boolean;
  readonly revisions?: boolean;
  readonly links?: string;
  readonly payload?: string;
  readonly organization?: string;
  readonly formulas?: boolean;
  readonly restricted: string;
  readonly dryRun?: boolean;
  readonly thorough?: boolean;
}

/** `holdall export TARGET…` */
export async function exportCommand(
  application: Application,
  output: Output,
  targets: readonly string[],
  flags: ExportFlags,
): Promise<number> {
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
  if (flags.query?.trim() === "")
    throw new AppError("usage.invalid", "--query has no word to search for.");
  refuseIdleFlags(flags);
  const asked = {
    ...(targets.length === 1 ? { target: targets[0] ?? "" } : {}),
    ...(targets.length > 1 ? { items: targets } : {}),
    ...(flags.query === undefined ? {} : { query: flags.query }),
    ...(flags.out === undefined ? {} : { out: resolve(flags.out) }),
    options: {
      format: flags.format,
      packer: flags.packer,
      migrate: flags.migrate === true,
      bitstreams: flags.bitstreams,
      withdrawn: flags.withdrawn === true,
      verify: flags.verify,
      ...(flags.rehearse === true ? { rehearse: true } : {}),
      ...(flags.volumes === undefined
        ? {}
        : { volumeBytes: volumeSize(flags.volumes) }),
      ...(flags.payload === undefined ? {} : { payload: flags.payload }),
      ...(flags.organization === undefined
        ? {}
        : { sourceOrganization: flags.organization }),
      ...(flags.formulas === false ? { neutraliseFormulas: true } : {}),
      ...(flags.revisions === true ? { includeRevisionHistory: true } : {}),
      ...(flags.links === undefined
        ? {}
        : { maxLinkLevel: linkSteps(flags.links) }),
      restricted: restrictedChoice(flags.restricted),
    },
  };
  if (flags.dryRun === true) {
    const found = await runCommand(
      application.context,
      "exports.preflight",
      { ...asked, thorough: flags.thorough === true },
      localAdministrator,
    );
    return tellPreflight(output, found, flags.strict === true);
  }
  await takeUpInterrupted(application, output);
  const { id } = await runCommand(
    application.context,
    "exports.create",
    asked,
    localAdministrator,
  );
  return followExport(application, output, id, flags);
}

/**
 * What would have no effect is told before, not found out from the package.
 * @throws AppError usage.invalid
 */
function refuseIdleFlags(
  flags: Pick<ExportFlags, "format" | "payload" | "formulas" | "organization">,
): void {
  const isBag = flags.format === "bagit";
  if (
    flags.formulas === false &&
    (isBag ? flags.payload : flags.format) !== "csv"
  )
    throw new AppError(
      "usage.invalid",
      "--no-formulas goes with --format csv, or --payload csv.",
    );
  if (flags.organization !== undefined && !isBag)
    throw new AppError(
      "usage.invalid",
      "--organization goes with --format bagit.",
    );
}

/** @throws AppError usage.invalid */
function volumeSize(text: string): number {
  const bytes = parseSize(text);
  if (bytes >= smallestVolume) return bytes;
  throw new AppError(
    "usage.invalid",
    `--volumes ${text}: a volume has ${String(smallestVolume / 1024)} KiB at the least, or it would hold little but its own lists.`,
    { object: text, remedy: "Write a size like 700MB, 4.7GB or 2GiB." },
  );
}

/** @throws AppError usage.invalid */
function linkSteps(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new AppError(
    "usage.invalid",
    `--links ${text} is not a number of steps.`,
    { object: text, remedy: "Give a whole number, such as 1." },
  );
}

/** Waits for an export and says what became of it. @returns the exit code */
export async function followExport(
  application: Application,
  output: Output,
  id: number,
  flags: { readonly strict?: boolean; readonly tellEmpty?: boolean },
): Promise<number> {
  const run = await followRun(application, id, output);
  output.result(runDocument(application, run));
  showProblems(application, run, output);
  if (run.error !== null) {
    // What a run stumbles over was not wrong with the command line.
    if (!output.json) tellError(fromErrorView(run.error), false);
    return exitCodes.failed;
  }
  const result = run.result as ExportResult;
  if (result.path === "") {
    output.line(
      `Nothing has changed since ${new Date(result.changes?.base?.finishedAt ?? 0).toISOString()}; no archive was made.`,
    );
    return flags.tellEmpty === true ? exitCodes.empty : exitCodes.done;
  }
  for (const { path, size, sha256 } of result.volumes ?? []) {
    output.line(`${path}  ${formatBytes(size)}  sha256 ${sha256}`);
  }
  if (result.volumes === undefined) output.line(result.path);
  output.line(
    `${ofPlanned(result.items, result.itemsPlanned, "item")}, ${ofPlanned(result.files, result.filesPlanned, "file")}, ` +
      `${formatBytes(totalSize(result))}${result.volumes === undefined ? "" : ` in ${count(result.volumes.length, "volume")}`}${result.verified === true ? ", re-read and matched" : ""}.`,
  );
  if (result.volumes === undefined) output.line(`sha256 ${result.sha256}`);
  if ((result.restrictedLeftOut ?? 0) > 0) {
    output.line(
      `Left out: ${count(result.restrictedLeftOut ?? 0, "file")} that not everybody may read; --restricted include takes them along.`,
    );
  }
  if (result.rehearsal !== undefined)
    output.line(rehearsalText(result.rehearsal));
  if (result.changes !== undefined) output.line(changesText(result.changes));
  return runExitCode(run, flags.strict === true);
}

function changesText({ base, ...counts }: ExportChanges): string {
  if (base === null) return "It is the first of its kind and holds everything.";
  const { created, changed, deleted, withdrawn, left } = counts;
  return `Since ${new Date(base.finishedAt).toISOString()}: ${String(created)} new, ${String(changed)} changed, ${String(deleted)} deleted, ${String(withdrawn)} withdrawn, ${String(left)} no longer part of it.`;
}

/** @throws AppError usage.invalid */
export function restrictedChoice(text: string): RestrictedChoice {
  if (text === "leave-out" || text === "warn" || text === "include")
    return text;
  throw new AppError("usage.invalid", `--restricted cannot be ${text}.`, {
    remedy: "It is leave-out, warn or include.",
  });
}

function totalSize({ size, volumes }: ExportResult): number {
  return volumes?.reduce((sum, volume) => sum + volume.size, 0) ?? size;
}

function ofPlanned(done: number, planned: number, noun: string): string {
  return `${done.toLocaleString("en")} of ${count(planned, noun)}`;
}
