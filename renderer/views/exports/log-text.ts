import type { RunRecordLine } from "../../../main/domain/run-record.ts";

/** A line of what is kept of a run, as it stands in a text file: its parts with tabs between them. */
export function textOfLine(line: RunRecordLine): string {
  const parts = [
    line.at === null ? "" : new Date(line.at).toISOString(),
    line.severity,
    line.code,
    line.object,
    [line.file, line.line].filter((part) => part !== undefined).join(":"),
    `${line.message} ${line.action}`.trim(),
  ];
  return `${parts.map((part) => part.replace(/[\t\r\n]+/gu, " ")).join("\t")}\n`;
}
