import { join } from "node:path";
import { AppError } from "../domain/errors.ts";
import type { Rehearsal } from "../domain/rehearsal.ts";
import type { ExportRequest } from "../domain/run-request.ts";
import type { RunProgress } from "../domain/run.ts";
import type { JobContext } from "./protocol.ts";
import { rehearse } from "./rehearse.ts";

export interface ArchiveRehearsal {
  readonly context: JobContext;
  readonly request: ExportRequest;
  /** Where the archives are now. */
  readonly parts: readonly string[];
  /** Where they will be, for telling of them. */
  readonly targets: readonly string[];
  /** Items that must come back. */
  readonly planned: number;
  /** Work folder of the run. */
  readonly work: string;
  readonly show: (progress: Partial<RunProgress>) => void;
}

/**
 * Imports the archives of an export again before they get their names. What is different does not make the package a bad
 * one, but it has to be known: it is reported.
 * @returns null when they could not be imported, which is reported too
 */
export async function rehearseArchives({
  context,
  request,
  parts,
  targets,
  planned,
  work,
  show,
}: ArchiveRehearsal): Promise<Rehearsal | null> {
  const { paths, threads, report, signal } = context;
  show({ phase: "verifying", items: 0 });
  const named = (text: string): string =>
    parts.reduce(
      (told, part, index) => told.replaceAll(part, targets[index] ?? part),
      text,
    );
  const problem = (object: string, message: string) => {
    report.problem({
      severity: "warning",
      code: "rehearsal.different",
      object: named(object),
      message: named(message),
      action: "The package was left as it is.",
    });
  };
  try {
    const result = await rehearse({
      archives: parts,
      paths,
      scratch: join(work, "rehearsal"),
      planned,
      withFiles: request.options.bitstreams,
      threads,
      signal,
      onProgress: ({ items }) => {
        show({ items });
      },
    });
    report.log(
      "info",
      `rehearsed: ${String(result.same)} of ${String(result.items)} ${result.items === 1 ? "item" : "items"} came back the same`,
    );
    const first = result.first.map(({ object, message }) => ({
      object: named(object),
      message: named(message),
    }));
    for (const { object, message } of first) problem(object, message);
    return { ...result, first };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof AppError)) throw error;
    problem(
      request.title,
      `The package could not be imported again: ${error.message}`,
    );
    return null;
  }
}
