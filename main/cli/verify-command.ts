import { resolve } from "node:path";
import { readConfig } from "../config.ts";
import { verifyArchive } from "../jobs/verify-archive.ts";
import { count, exitCodes, formatBytes, type Output } from "./output.ts";

/** `holdall verify ARCHIVE` */
export async function verifyCommand(
  output: Output,
  archive: string,
  flags: { strict?: boolean },
): Promise<number> {
  const path = resolve(archive);
  const result = await verifyArchive(path, {
    threads: readConfig().threads,
    signal: new AbortController().signal,
  });
  output.result(result);
  for (const fault of result.faults)
    output.note(`${fault.severity}: ${fault.object}: ${fault.message}`);
  if (result.faultsMore > 0)
    output.note(`… and ${String(result.faultsMore)} more.`);
  const errors = result.errors > 0;
  output.line(
    `${path}: ${errors ? "NOT SOUND" : "sound"}. ${count(result.items, "item")}, ${count(result.files, "file")}, ` +
      `${count(result.entries, "entry", "entries")}, ${formatBytes(result.size)}; ` +
      `${result.manifest ? "every entry was read and compared with the manifest" : "every entry was read; there is no manifest to compare with"}.`,
  );
  if (errors) return exitCodes.failed;
  if (result.warnings === 0) return exitCodes.done;
  return flags.strict === true ? exitCodes.failed : exitCodes.warnings;
}
