// Adds up the reports that vitest left in a folder; fails when a test failed or was skipped, or when a report is missing.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

interface TestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly success: boolean;
}

const folder = process.argv[2];
if (folder === undefined) throw new Error("Name the folder with the reports.");

const reports = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .map(
    (name) =>
      JSON.parse(readFileSync(join(folder, name), "utf8")) as TestReport,
  );

const sum = (count: (report: TestReport) => number): number =>
  reports.reduce((total, report) => total + count(report), 0);

const passed = sum((report) => report.numPassedTests);
const failed = sum((report) => report.numFailedTests);
const skipped = sum((report) => report.numPendingTests + report.numTodoTests);
const complete =
  reports.length === 2 && reports.every((report) => report.success);

if (reports.length !== 2)
  process.stdout.write("A part of the tests left no report.\n");
process.stdout.write(
  `${passed} passed, ${failed} failed, ${skipped} skipped\n`,
);
process.exitCode =
  complete && passed > 0 && failed === 0 && skipped === 0 ? 0 : 1;
