import { basename } from "node:path";
import { AppError } from "../domain/errors.ts";
import type { EndedRuns } from "../domain/ended-runs.ts";
import type { RunFilter } from "../domain/run-filter.ts";
import type { RunRecordPage } from "../domain/run-record.ts";
import type { ExportResult, Problem, Run, Severity } from "../domain/run.ts";
import { refused, type Access, type Caller } from "./access.ts";

/** What this file needs of the catalog, the runner and the disk. */
export interface RunsPorts {
  get(id: number): Run | null;
  /** Newest first; with `owner` only that account's. */
  list(
    limit: number,
    before: number | undefined,
    owner: number | null,
    filter: RunFilter,
  ): readonly Run[];
  owner(id: number): number | null;
  /** Exports that have ended, in `count` spans of `step` milliseconds; with an owner only that account's. */
  ended(
    since: number,
    step: number,
    count: number,
    owner: number | null,
  ): readonly EndedRuns[];
  unfinished(): readonly Run[];
  problems(id: number, limit: number): Iterable<Problem>;
  /** All that is kept of a run, page by page. */
  record(
    id: number,
    severity: Severity | null,
    after: number,
    limit: number,
  ): RunRecordPage;
  cancel(id: number): Promise<void>;
  pause(id: number): Promise<void>;
  resume(id: number): Promise<void>;
  /** When the archive of a run was removed by the rules of its saved export; null when it was not. */
  expiredAt(run: number): number | null;
  /** Size of a regular file in bytes; null when there is none. */
  fileSize(path: string): number | null;
  isFolder(path: string): boolean;
}

/** A finished archive on the disk. */
export interface ArchiveFile {
  readonly run: number;
  readonly path: string;
  /** Name for people who download it. */
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
  /** Null when nobody has asked for it. */
  readonly md5: string | null;
  /** Milliseconds since 1970. */
  readonly finishedAt: number;
}

export type Runs = ReturnType<typeof createRuns>;

/** Runs, as far as the caller may see them: administrators all, others their own. */
export function createRuns(ports: RunsPorts, access: Access) {
  /** @throws AppError run.not-found, access.unauthenticated, access.denied */
  const get = (caller: Caller, id: number): Run => {
    const run = ports.get(id);
    if (run === null) {
      throw new AppError("run.not-found", `There is no run ${String(id)}.`, {
        object: String(id),
      });
    }
    if (!access.seesRun(caller, ports.owner(id))) throw refused(caller);
    return run;
  };

  return {
    get,
    /** How the caller's exports have ended over time; see {@link RunsPorts.ended}. */
    ended: (
      caller: Caller,
      since: number,
      step: number,
      count: number,
    ): readonly EndedRuns[] =>
      caller.administrator
        ? ports.ended(since, step, count, null)
        : caller.account === null
          ? []
          : ports.ended(since, step, count, caller.account.id),
    /** @param mine only what the caller has started */
    list(
      caller: Caller,
      limit: number,
      before?: number,
      filter: RunFilter = {},
      mine = false,
    ): readonly Run[] {
      const account = caller.account?.id ?? null;
      if (caller.administrator && !(mine && account !== null))
        return ports.list(limit, before, null, filter);
      return account === null ? [] : ports.list(limit, before, account, filter);
    },
    /** Runs that wait or are being processed. */
    unfinished: (caller: Caller): readonly Run[] =>
      ports
        .unfinished()
        .filter((run) => access.seesRun(caller, ports.owner(run.id))),
    /** Whether the caller may be told about a run. */
    sees: (caller: Caller, id: number): boolean =>
      access.seesRun(caller, ports.owner(id)),
    /** @throws AppError as {@link get} */
    problems: (caller: Caller, id: number, limit: number): Iterable<Problem> =>
      ports.problems(get(caller, id).id, limit),
    /**
     * A page of all that is kept of a run.
     * @param after number of the last line of the page before; 0 for the first page
     * @throws AppError as {@link get}
     */
    record: (
      caller: Caller,
      id: number,
      severity: Severity | null,
      after: number,
      limit: number,
    ): RunRecordPage =>
      ports.record(get(caller, id).id, severity, after, limit),
    /** @throws AppError as {@link get}, run.not-running */
    pause: (caller: Caller, id: number): Promise<void> =>
      ports.pause(get(caller, id).id),
    /** @throws AppError as {@link get}, run.not-running */
    resume: (caller: Caller, id: number): Promise<void> =>
      ports.resume(get(caller, id).id),
    /** @throws AppError as {@link get}, run.not-running */
    cancel: (caller: Caller, id: number): Promise<void> =>
      ports.cancel(get(caller, id).id),
    /**
     * The archive of a finished export, still as large as it was written.
     * @param volume which of its volumes, the first being 1
     * @throws AppError as {@link get}, file.not-found, archive.expired, export.running
     */
    archive: (caller: Caller, id: number, volume = 1): ArchiveFile =>
      archiveOf(get(caller, id), volume, ports),
    /**
     * Where what a finished export has made lies, for those who are at this machine: its archive, the first of its
     * volumes, or its folder where it was not packed.
     * @throws AppError as {@link archive}
     */
    place(caller: Caller, id: number): string {
      const run = get(caller, id);
      const path = exported(run)?.path ?? "";
      return path !== "" && ports.isFolder(path)
        ? path
        : archiveOf(run, 1, ports).path;
    },
  };
}

/** @throws AppError file.not-found, archive.expired, export.running */
function archiveOf(
  run: Run,
  volume: number,
  {
    fileSize,
    expiredAt,
    isFolder,
  }: Pick<RunsPorts, "fileSize" | "expiredAt" | "isFolder">,
): ArchiveFile {
  if (run.state === "queued" || run.state === "processing") {
    throw new AppError("export.running", "The export has not finished yet.", {
      object: run.title,
      remedy: "Ask again in a moment.",
    });
  }
  const archive = finishedArchive(run, fileSize, volume);
  if (run.result !== null && "path" in run.result && run.result.path === "") {
    throw new AppError(
      "file.not-found",
      "Nothing had changed, so this export made no archive.",
      { object: run.title },
    );
  }
  if (archive === null) {
    const { path, volumes } = exported(run) ?? { path: "" };
    if (volume > (volumes?.length ?? 1))
      throw new AppError("file.not-found", "There is no such volume.", {
        object: `${run.title} ${String(volume)}`,
      });
    if (path !== "" && isFolder(path))
      throw new AppError(
        "file.not-found",
        "This export is a folder and not packed, so there is no archive of it.",
        {
          object: run.title,
          remedy:
            "Take its files one by one, or export it again as an archive.",
        },
      );
    const expired = expiredAt(run.id);
    if (expired !== null) {
      throw new AppError(
        "archive.expired",
        `The archive of this export was removed on ${new Date(expired).toISOString().slice(0, 10)}, as its saved export says.`,
        { object: run.title, remedy: "Export it again." },
      );
    }
    throw new AppError(
      "file.not-found",
      "The archive of this export is not there (any more).",
      { object: run.title, remedy: "Export it again." },
    );
  }
  return archive;
}

/** What an export that has come to a good end has made; null for all other runs. */
function exported(run: Run): ExportResult | null {
  const done = run.state === "done" || run.state === "done-with-problems";
  return done && run.kind === "export" ? (run.result as ExportResult) : null;
}

/**
 * The archive of a run; null when it has none, or the file is not the one that was written.
 * @param volume which of its volumes, the first being 1
 */
export function finishedArchive(
  run: Run,
  fileSize: (path: string) => number | null,
  volume = 1,
): ArchiveFile | null {
  const result = exported(run);
  const one =
    result === null ? undefined : (result.volumes ?? [result])[volume - 1];
  if (one === undefined) return null;
  const { path, size, sha256 } = one;
  if (fileSize(path) !== size) return null;
  return {
    run: run.id,
    path,
    name: basename(path),
    size,
    sha256,
    md5: volume === 1 ? (result?.md5 ?? null) : null,
    finishedAt: run.finishedAt ?? run.createdAt,
  };
}
