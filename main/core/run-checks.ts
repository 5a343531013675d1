import { AppError, toErrorView } from "../domain/errors.ts";
import type { CheckOutcome, RunCheck } from "../domain/run-check.ts";
import type { Caller } from "./access.ts";
import type { PackageFiles } from "./package-files.ts";
import type { Runs } from "./runs.ts";

/** What this file needs of others. */
export interface RunChecksPorts {
  /** Reads archives again. @throws AppError archive.*, file.*, run.cancelled */
  check(
    archives: readonly string[],
    following: {
      onProgress(progress: { entries: number; bytes: number }): void;
      readonly signal: AbortSignal;
    },
  ): Promise<Omit<CheckOutcome, "at">>;
  /** Lets the run remember what was found. */
  keep(run: number, outcome: CheckOutcome): Promise<void>;
  /** A check has begun, got further or ended. */
  announce(check: RunCheck): void;
  now(): number;
}

interface Going {
  readonly stop: AbortController;
  check: RunCheck;
}

/** Checks that have ended are told of until so many others have. */
const mostEnded = 100;

export type RunChecks = ReturnType<typeof createRunChecks>;

/** Packages of finished exports that are read again, to see whether they still are what was written. */
export function createRunChecks(
  ports: RunChecksPorts,
  runs: Pick<Runs, "get">,
  packages: Pick<PackageFiles, "volumes">,
) {
  const known = new Map<number, Going>();

  function tell(going: Going, change: Partial<RunCheck>): void {
    going.check = { ...going.check, ...change };
    ports.announce(going.check);
  }

  function forgetOld(): void {
    for (const [run, { check }] of known) {
      if (known.size <= mostEnded) return;
      if (check.state !== "running") known.delete(run);
    }
  }

  async function follow(going: Going, archives: readonly string[]) {
    try {
      const found = await ports.check(archives, {
        onProgress: (progress) => {
          tell(going, progress);
        },
        signal: going.stop.signal,
      });
      const outcome = { ...found, at: ports.now() };
      await ports.keep(going.check.run, outcome);
      tell(going, { state: "done", entries: outcome.entries, outcome });
    } catch (error) {
      tell(
        going,
        going.stop.signal.aborted
          ? { state: "stopped" }
          : { state: "failed", error: toErrorView(error) },
      );
    }
    forgetOld();
  }

  return {
    /**
     * Begins to read the package of a run again; one that is being read already goes on.
     * @throws AppError as `runs.get`; file.not-found, export.running
     */
    start(caller: Caller, run: number): RunCheck {
      const archives = packages.volumes(caller, run);
      const before = known.get(run);
      if (before?.check.state === "running") return before.check;
      const { result } = runs.get(caller, run);
      const going: Going = {
        stop: new AbortController(),
        check: {
          run,
          state: "running",
          entries: 0,
          entriesTotal:
            result !== null && "entries" in result ? result.entries : 0,
          bytes: 0,
          outcome: null,
          error: null,
        },
      };
      known.set(run, going);
      tell(going, {});
      void follow(going, archives);
      return going.check;
    },

    /**
     * The check of a run that goes on, or the last one since the program started; null when there was none.
     * @throws AppError as `runs.get`
     */
    get: (caller: Caller, run: number): RunCheck | null =>
      known.get(runs.get(caller, run).id)?.check ?? null,

    /**
     * Stops a check; the package stays as it is.
     * @throws AppError as `runs.get`, run.not-running
     */
    stop(caller: Caller, run: number): void {
      const going = known.get(runs.get(caller, run).id);
      if (going?.check.state !== "running")
        throw new AppError(
          "run.not-running",
          "The package of this run is not being read.",
          { object: String(run) },
        );
      going.stop.abort();
    },
  };
}
