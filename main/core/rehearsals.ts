import { AppError } from "../domain/errors.ts";
import type { Rehearsal, RehearsalProgress } from "../domain/rehearsal.ts";
import type { RunRequest } from "../domain/run-request.ts";
import type { Run } from "../domain/run.ts";
import type { Caller } from "./access.ts";

/** What this file needs of others. */
export interface RehearsalPorts {
  request(run: number): RunRequest;
  /** Imports a package into a scratch catalog and compares it with this one. */
  rehearse(
    archives: readonly string[],
    planned: number | null,
    withFiles: boolean,
    watch: {
      readonly signal: AbortSignal;
      onProgress(progress: RehearsalProgress): void;
    },
  ): Promise<Rehearsal>;
  keepRehearsal(run: number, rehearsal: Rehearsal): Promise<void>;
  /** Whether there is a file or folder. */
  isThere(path: string): boolean;
}

/** What is rehearsed: an export that has ended, or a package that lies anywhere. */
export type Rehearsed = { readonly run: number } | { readonly path: string };

/** Imports packages into scratch catalogs and compares what comes out: how far that is, and how to stop it. */
export function createRehearsals(
  ports: RehearsalPorts,
  endedExport: (caller: Caller, run: number) => Run,
) {
  interface Active {
    readonly stop: AbortController;
    progress: RehearsalProgress;
  }
  const active = new Map<string, Active>();
  const nameOf = (what: Rehearsed): string =>
    "run" in what ? String(what.run) : what.path;

  async function watched(
    what: Rehearsed,
    ...[archives, planned, withFiles]: readonly [
      readonly string[],
      number | null,
      boolean,
    ]
  ): Promise<Rehearsal> {
    const name = nameOf(what);
    if (active.has(name))
      throw new AppError("rehearsal.running", "It is being rehearsed.", {
        object: name,
        remedy: "Wait for its end, or stop it first.",
      });
    const one: Active = {
      stop: new AbortController(),
      progress: { phase: "importing", items: 0, itemsTotal: planned ?? 0 },
    };
    active.set(name, one);
    try {
      return await ports.rehearse(archives, planned, withFiles, {
        signal: one.stop.signal,
        onProgress(progress) {
          one.progress = progress;
        },
      });
    } finally {
      active.delete(name);
    }
  }

  return {
    /**
     * Imports the package of a run into a scratch catalog and compares it with this one. The run remembers the result.
     * @throws AppError as `runs.get`; input.invalid, run.running, file.not-found, rehearsal.impossible,
     *   rehearsal.running, run.cancelled, source.unknown
     */
    async rehearse(caller: Caller, id: number): Promise<Rehearsal> {
      const run = endedExport(caller, id);
      const request = ports.request(id);
      const result =
        run.result !== null && "path" in run.result ? run.result : null;
      const archives =
        result === null
          ? []
          : (result.volumes ?? [result]).map(({ path }) => path);
      if (result === null || !archives.every((path) => ports.isThere(path)))
        throw new AppError(
          "file.not-found",
          "The archive of this export is not there (any more).",
          { object: run.title, remedy: "Export it again." },
        );
      if (request.kind === "export" && request.options.migrate)
        throw new AppError(
          "rehearsal.impossible",
          "A package for migration leaves out which items it holds, so nothing can be compared.",
          { object: run.title, remedy: "Export it without migration." },
        );
      const rehearsal = await watched(
        { run: id },
        archives,
        result.itemsPlanned,
        request.kind === "export" && request.options.bitstreams,
      );
      await ports.keepRehearsal(id, rehearsal);
      return rehearsal;
    },

    /**
     * The same for a package that lies anywhere.
     * @throws AppError file.not-found, rehearsal.running, run.cancelled, source.unknown, archive.*
     */
    async rehearseArchive(path: string): Promise<Rehearsal> {
      if (!ports.isThere(path))
        throw new AppError("file.not-found", `There is no file ${path}.`, {
          object: path,
        });
      return watched({ path }, [path], null, true);
    },

    /** How far a rehearsal is; null when none is under way. */
    rehearsalProgress: (what: Rehearsed): RehearsalProgress | null =>
      active.get(nameOf(what))?.progress ?? null,

    /**
     * Stops a rehearsal; who waits for it gets `run.cancelled`.
     * @returns whether there was one
     */
    stopRehearsal(what: Rehearsed): boolean {
      const one = active.get(nameOf(what));
      one?.stop.abort(
        new AppError("run.cancelled", "The rehearsal was stopped.", {
          object: nameOf(what),
        }),
      );
      return one !== undefined;
    },
  };
}
