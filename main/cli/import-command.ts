import { resolve } from "node:path";
import type { ImportInput } from "../../preload/contract.ts";
import { runCommand } from "../commands/index.ts";
import type { Application } from "../compose.ts";
import { localAdministrator } from "../core/access.ts";
import type { ImportResult } from "../domain/run.ts";
import { AppError, fromErrorView } from "../domain/errors.ts";
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

export interface ImportFlags {
  readonly into?: string;
  readonly community?: string;
  readonly strict?: boolean;
  readonly newIdentifiers?: boolean;
  readonly encoding?: string;
  readonly delimiter?: string;
  readonly assetstore?: string;
}

/** What is asked of an import. @throws AppError usage.invalid */
export function importSettings(path: string, flags: ImportFlags): ImportInput {
  const delimiter = flags.delimiter === "\\t" ? "\t" : flags.delimiter;
  if (delimiter !== undefined && !/^[^"\r\n]$/u.test(delimiter)) {
    throw new AppError(
      "usage.invalid",
      `${JSON.stringify(delimiter)} cannot be the delimiter of a spreadsheet.`,
      { remedy: "Give one character, such as ; or \\t for a tab." },
    );
  }
  return {
    path,
    strict: flags.strict === true,
    newIdentifiers: flags.newIdentifiers === true,
    ...(flags.into === undefined ? {} : { into: flags.into }),
    ...(flags.community === undefined ? {} : { community: flags.community }),
    ...(flags.encoding === undefined ? {} : { encoding: flags.encoding }),
    ...(delimiter === undefined ? {} : { delimiter }),
    ...(flags.assetstore === undefined
      ? {}
      : { assetstore: resolve(flags.assetstore) }),
  };
}

/** `holdall import PATH` */
export async function importCommand(
  application: Application,
  output: Output,
  path: string,
  flags: ImportFlags,
): Promise<number> {
  const settings = importSettings(resolve(path), flags);
  await takeUpInterrupted(application, output);
  const { id } = await runCommand(
    application.context,
    "imports.create",
    settings,
    localAdministrator,
  );
  return followImport(application, output, id, flags);
}

/** Waits for an import, and says what came of it. @returns the exit code */
export async function followImport(
  application: Application,
  output: Output,
  id: number,
  flags: Pick<ImportFlags, "strict" | "encoding">,
): Promise<number> {
  const run = await followRun(application, id, output);
  output.result(runDocument(application, run));
  showProblems(application, run, output);
  if (run.error !== null) {
    if (!output.json) tellError(fromErrorView(run.error), false);
    // Which encodings there are is known where spreadsheets are read.
    return run.error.code === "input.invalid" &&
      run.error.object === flags.encoding
      ? exitCodes.usage
      : exitCodes.failed;
  }
  const result = run.result as ImportResult;
  const places = result.collections.map((collection) => `"${collection.name}"`);
  const into =
    places.length === 0
      ? ""
      : ` into ${places.length > 3 ? count(places.length, "collection") : places.join(", ")}`;
  output.line(
    `Imported ${count(result.items, "item")} with ${count(result.files, "file")} (${formatBytes(result.bytes)})${into}.`,
  );
  if (result.itemsAlreadyThere > 0)
    output.line(
      `${count(result.itemsAlreadyThere, "item was", "items were")} there already.`,
    );
  if (result.itemsRefused > 0)
    output.line(
      `${count(result.itemsRefused, "item was", "items were")} refused.`,
    );
  return runExitCode(run, flags.strict === true);
}
