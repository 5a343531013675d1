import { basename, isAbsolute } from "node:path";
import type { EventName, Events } from "../../preload/contract.ts";
import type { CheckOutcome, RunCheck } from "../domain/run-check.ts";
import type { RunRecordPage } from "../domain/run-record.ts";
import type { News } from "../domain/news.ts";
import type { Preflight } from "../domain/preflight.ts";
import type { ErrorView } from "../domain/errors.ts";
import type { StorageState } from "../domain/storage.ts";
import type { ExportResult, Problem, Run } from "../domain/run.ts";

/** A text in which the path of a file of this machine is shortened to the file's name. */
function withoutPath(text: string, path: string | undefined): string {
  return path !== undefined && isAbsolute(path)
    ? text.replaceAll(path, basename(path))
    : text;
}

/** Paths in the middle of a text, below the folders that every machine has. */
const machinePath =
  /(?<![\w/:.])(?:\/(?:home|root|tmp|var|usr|opt|srv|mnt|media|Users|private)\b|[A-Za-z]:\\)[^\s"'`:,;)]*/g;

function withoutAnyPath(text: string): string {
  return text.replace(machinePath, (path) =>
    basename(path.replace(/\\/g, "/")),
  );
}

/** An error for strangers: which files this machine has is none of their business. */
export function publicError(error: ErrorView): ErrorView {
  const { object } = error;
  return {
    ...error,
    message: withoutAnyPath(withoutPath(error.message, object)),
    ...(object === undefined
      ? {}
      : { object: isAbsolute(object) ? basename(object) : object }),
    ...(error.remedy === undefined
      ? {}
      : { remedy: withoutAnyPath(withoutPath(error.remedy, object)) }),
  };
}

function publicResult(result: ExportResult): ExportResult {
  const { path, volumes, check } = result;
  return {
    ...result,
    path: basename(path),
    ...(check === undefined ? {} : { check: publicOutcome(check) }),
    ...(volumes === undefined
      ? {}
      : {
          volumes: volumes.map((volume) => ({
            ...volume,
            path: basename(volume.path),
          })),
        }),
  };
}

/** A run for strangers: names of files instead of paths. */
export function publicRun(run: Run): Run {
  const result =
    run.result !== null && "path" in run.result
      ? publicResult(run.result)
      : run.result;
  return {
    ...run,
    title: isAbsolute(run.title) ? basename(run.title) : run.title,
    error: run.error === null ? null : publicError(run.error),
    result,
  };
}

/** News for strangers. */
function publicNews(news: News): News {
  return {
    ...news,
    title: isAbsolute(news.title) ? basename(news.title) : news.title,
    reason: news.reason === null ? null : withoutAnyPath(news.reason),
  };
}

/** An event for strangers. */
export function publicEvent<Name extends EventName>(
  name: Name,
  event: Events[Name],
): Events[Name];
export function publicEvent(
  _name: EventName,
  event: Events[EventName],
): Events[EventName] {
  if ("event" in event) return publicNews(event);
  if ("kind" in event) return publicRun(event);
  return "outcome" in event ? publicCheck(event) : event;
}

/** A line of what is kept of a run, for strangers. */
export function publicRecord(page: RunRecordPage): RunRecordPage {
  return {
    ...page,
    lines: page.lines.map((line) => ({ ...line, ...publicProblem(line) })),
  };
}

/** What reading a package again has shown, for strangers. */
export function publicCheck(check: RunCheck): RunCheck {
  return {
    ...check,
    outcome: check.outcome === null ? null : publicOutcome(check.outcome),
    error: check.error === null ? null : publicError(check.error),
  };
}

function publicOutcome(outcome: CheckOutcome): CheckOutcome {
  return {
    ...outcome,
    faults: outcome.faults.map((fault) => ({
      ...fault,
      object: isAbsolute(fault.object) ? basename(fault.object) : fault.object,
      message: withoutAnyPath(fault.message),
    })),
  };
}

/** What is known of the size of the data folder, for strangers. */
export function publicStorage(state: StorageState): StorageState {
  return {
    ...state,
    error: state.error === null ? null : publicError(state.error),
  };
}

/** A problem for strangers. */
export function publicProblem(problem: Problem): Problem {
  const { object, file } = problem;
  return {
    ...problem,
    object: isAbsolute(object) ? basename(object) : object,
    ...(file === undefined
      ? {}
      : { file: isAbsolute(file) ? basename(file) : file }),
    message: withoutAnyPath(withoutPath(problem.message, object)),
    action: withoutAnyPath(withoutPath(problem.action, object)),
  };
}

/** What is told before an export, for strangers: where the data folder is stays here. */
export function publicPreflight(preflight: Preflight): Preflight {
  return {
    ...preflight,
    places: preflight.places.map((place) =>
      place.kind === "data" ? { ...place, path: basename(place.path) } : place,
    ),
    hindrance:
      preflight.hindrance === null ? null : publicError(preflight.hindrance),
  };
}
