import type { Application } from "../compose.ts";
import type { Leftovers } from "../domain/storage.ts";
import type { Finding } from "../domain/upkeep.ts";
import { count, exitCodes, formatBytes, type Output } from "./output.ts";

/** `holdall doctor` */
export async function doctorCommand(
  application: Application,
  output: Output,
  flags: { clean?: boolean; strict?: boolean; targets?: boolean },
): Promise<number> {
  const { collections, items, bitstreams, bytes } =
    application.context.catalog.summary();
  output.line(
    `${application.config.dataDir}: ${count(collections, "collection")}, ${count(items, "item")}, ` +
      `${count(bitstreams, "bitstream")}, ${formatBytes(bytes)}`,
  );
  const removed =
    flags.clean === true ? cleaned(await application.clean()) : null;
  if (removed !== null) {
    output.line(
      `Removed ${count(removed.files, "file")} that nothing refers to (${formatBytes(removed.bytes)}).`,
    );
    if (removed.young > 0) {
      output.line(
        `Kept ${count(removed.young, "file")} that nothing refers to, because they are younger than an hour: an import may be about to.`,
      );
    }
    if (removed.inUse > 0) {
      output.line(
        `Kept ${count(removed.inUse, "file")} that nothing refers to any more, because a run has not ended that may need them.`,
      );
    }
  }
  let worst = 0;
  const findings: Finding[] = [];
  const terminal = !output.json && process.stderr.isTTY;
  for await (const finding of application.examine((files) => {
    if (terminal && files % 100 === 0)
      process.stderr.write(`\r\u001b[2K${count(files, "file")} checked`);
  }, flags.targets === true)) {
    if (terminal) process.stderr.write("\r\u001b[2K");
    if (output.json) findings.push(finding);
    output.line(
      `${finding.severity.padEnd(7)} ${finding.area.padEnd(9)} ${finding.message}`,
    );
    if (finding.remedy !== undefined)
      output.line(`${" ".repeat(18)}${finding.remedy}`);
    worst = Math.max(worst, severities.indexOf(finding.severity));
  }
  output.result({
    dataFolder: application.config.dataDir,
    collections,
    items,
    bitstreams,
    bytes,
    ...(removed === null
      ? {}
      : {
          cleaned: {
            files: removed.files,
            bytes: removed.bytes,
            keptYoung: removed.young,
            keptInUse: removed.inUse,
          },
        }),
    findings,
  });
  if (worst === 2 || (worst === 1 && flags.strict === true))
    return exitCodes.failed;
  return worst === 1 ? exitCodes.warnings : exitCodes.done;
}

/** What was removed, in one. */
function cleaned({ contents, unfinished, remains, young, inUse }: Leftovers) {
  const kinds = [contents, unfinished, remains];
  return {
    files: kinds.reduce((sum, { files }) => sum + files, 0),
    bytes: kinds.reduce((sum, { bytes }) => sum + bytes, 0),
    young,
    inUse,
  };
}

const severities: readonly Finding["severity"][] = ["ok", "warning", "error"];
