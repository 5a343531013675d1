import type { ExportResult, ImportResult, Run } from "../main/domain/run.ts";

/** Whether a run has not come to its end. */
export function isActive(run: Run): boolean {
  return run.state === "queued" || run.state === "processing";
}

/** What an export wrote; null for an import and for an export that wrote nothing. */
export function exportResult(run: Run): ExportResult | null {
  return run.kind === "export" ? (run.result as ExportResult | null) : null;
}

/** What an import brought in; null for an export and for an import that failed. */
export function importResult(run: Run): ImportResult | null {
  return run.kind === "import" ? (run.result as ImportResult | null) : null;
}

/** What a person calls the run: the title of an export, the last part of the path of an import. */
export function runName(run: Run): string {
  if (run.kind === "export") return run.title;
  return run.title.split(/[/\\]/u).findLast((part) => part !== "") ?? run.title;
}
