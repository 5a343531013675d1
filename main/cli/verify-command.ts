import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { readConfig } from "../config.ts";
import type { Fault } from "../formats/package-check.ts";
import { verifyArchive, type Verification } from "../jobs/verify-archive.ts";
import { verifySet } from "../jobs/verify-set.ts";
import { packers } from "../packers/index.ts";
import { count, exitCodes, formatBytes, type Output } from "./output.ts";

/** `holdall verify ARCHIVE…` */
export async function verifyCommand(
  output: Output,
  archives: readonly string[],
  flags: { strict?: boolean },
): Promise<number> {
  const paths = await volumesOf(archives.map((archive) => resolve(archive)));
  const options = {
    threads: readConfig().threads,
    signal: new AbortController().signal,
  };
  const [first] = paths;
  if (paths.length === 1 && first !== undefined) {
    const result = await verifyArchive(first, options);
    output.result(result);
    tell(output, result);
    return exitCode(result.errors, result.warnings, flags.strict === true);
  }
  const set = await verifySet(paths, options);
  const own = (severity: Fault["severity"]) =>
    set.faults.filter((fault) => fault.severity === severity).length;
  const sum = (number: (archive: Verification) => number) =>
    set.archives.reduce((total, archive) => total + number(archive), 0);
  const errors = sum((archive) => archive.errors) + own("error");
  const warnings = sum((archive) => archive.warnings) + own("warning");
  output.result({ ...set, errors, warnings });
  for (const archive of set.archives) tell(output, archive);
  tellFaults(output, set.faults);
  output.line(
    `${count(set.archives.length, "volume")} together: ${errors > 0 ? "NOT SOUND" : "sound"}. ` +
      `${count(
        sum(({ items }) => items),
        "item",
      )}, ${count(
        sum(({ files }) => files),
        "file",
      )}, ${formatBytes(sum(({ size }) => size))}.`,
  );
  return exitCode(errors, warnings, flags.strict === true);
}

/** A single name that is no file, but with numbers is one of volumes, stands for all of them. */
async function volumesOf(paths: readonly string[]): Promise<readonly string[]> {
  const [path] = paths;
  if (path === undefined || paths.length > 1 || existsSync(path)) return paths;
  const folder = dirname(path);
  if (!existsSync(folder)) return paths;
  const names = await readdir(folder);
  for (const extension of packers.map((packer) => packer.extension)) {
    if (!path.endsWith(extension)) continue;
    const base = basename(path, extension);
    const numbers = names
      .filter((name) => name.startsWith(`${base}.`) && name.endsWith(extension))
      .map((name) =>
        name.slice(base.length + 1, name.length - extension.length),
      )
      .filter((number) => /^[1-9]\d*$/.test(number))
      .map(Number)
      .sort((one, other) => one - other);
    if (numbers.length === 0) continue;
    return numbers.map((number) =>
      join(folder, `${base}.${String(number)}${extension}`),
    );
  }
  return paths;
}

function tell(output: Output, result: Verification): void {
  tellFaults(output, result.faults);
  if (result.faultsMore > 0)
    output.note(`… and ${String(result.faultsMore)} more.`);
  output.line(
    `${result.archive}: ${result.errors > 0 ? "NOT SOUND" : "sound"}. ${count(result.items, "item")}, ${count(result.files, "file")}, ` +
      `${count(result.entries, "entry", "entries")}, ${formatBytes(result.size)}; ` +
      `${result.manifest ? "every entry was read and compared with the manifest" : "every entry was read; there is no manifest to compare with"}.`,
  );
}

function tellFaults(output: Output, faults: readonly Fault[]): void {
  for (const fault of faults)
    output.note(
      `${fault.severity}: ${fault.object === "" ? "" : `${fault.object}: `}${fault.message}`,
    );
}

function exitCode(errors: number, warnings: number, strict: boolean): number {
  if (errors > 0) return exitCodes.failed;
  if (warnings === 0) return exitCodes.done;
  return strict ? exitCodes.failed : exitCodes.warnings;
}
