import type { ErrorView } from "../domain/errors.ts";
import type { Finding } from "../domain/upkeep.ts";

/** What this file needs of the store, the vault and the file system. */
export interface DoctorPorts {
  integrityFaults(): readonly string[];
  bitstreamsWith(
    sha256: string,
  ): readonly { readonly name: string | null; readonly uuid: string }[];
  /** Every file of the store that is not as the catalog says. */
  checkFixity(onChecked: (files: number) => void): AsyncIterable<{
    /** `unknown`: a file that nothing in the catalog refers to. */
    readonly kind: string;
    readonly sha256: string | null;
    readonly file: string;
    readonly message: string;
  }>;
  vault(): Promise<{ readonly available: boolean; readonly reason: string }>;
  /** Bytes free on the disk of the data folder. */
  freeBytes(): Promise<number>;
  /** What this machine lacks for some kinds of targets of exports. */
  lacking(): Promise<
    readonly {
      readonly title: string;
      readonly what: string;
      readonly remedy: string;
    }[]
  >;
  unfinishedRuns(): readonly {
    readonly title: string;
    readonly state: string;
  }[];
  /** Files that belong to no run and no delivery (any more). */
  orphans(): readonly string[];
  /** Saved exports with schedules. */
  scheduled(): readonly {
    readonly name: string;
    readonly nextDue: number | null;
    readonly lastProblem: string | null;
  }[];
  /** Targets that archives could not be delivered to. */
  failedAt(): readonly {
    readonly definition: string;
    readonly summary: string;
    readonly count: number;
  }[];
  /** Tries the targets of saved exports; nothing where that was not asked for. */
  targetTests(): AsyncIterable<{
    readonly definition: string;
    readonly summary: string;
    readonly error: ErrorView | null;
  }>;
  readonly dataDir: string;
}

/** Below this many bytes the disk is called nearly full. */
const littleSpace = 1024 ** 3;

/**
 * Looks at everything a catalog needs to be trusted with.
 * @param onChecked number of files of the bitstream store checked so far
 */
export async function* examine(
  ports: DoctorPorts,
  onChecked: (files: number) => void,
): AsyncGenerator<Finding> {
  const faults = ports.integrityFaults();
  for (const message of faults) {
    yield {
      area: "catalog",
      severity: "error",
      message,
      remedy:
        "Restore catalog.sqlite from a backup; exports made earlier can be imported again.",
    };
  }
  if (faults.length === 0)
    yield { area: "catalog", severity: "ok", message: "The catalog is sound." };

  let damaged = 0;
  let unknown = 0;
  for await (const finding of ports.checkFixity(onChecked)) {
    if (finding.kind === "unknown") {
      unknown++;
      continue;
    }
    damaged++;
    const users =
      finding.sha256 === null ? [] : ports.bitstreamsWith(finding.sha256);
    const names = users
      .map((user) => `${user.name ?? "(no name)"} of item ${user.uuid}`)
      .join(", ");
    yield {
      area: "store",
      severity: "error",
      object: finding.file,
      message: `${finding.message}${names === "" ? "" : ` It is ${names}.`}`,
      remedy:
        "Import the package it came from again, or put the undamaged file back under this name.",
    };
  }
  if (unknown > 0) {
    yield {
      area: "store",
      severity: "warning",
      message: `${unknown === 1 ? "A file in the store belongs" : `${String(unknown)} files in the store belong`} to nothing in the catalog.`,
      remedy:
        unknown === 1
          ? "It does no harm; `holdall doctor --clean` removes it."
          : "They do no harm; `holdall doctor --clean` removes them.",
    };
  }
  if (damaged === 0)
    yield {
      area: "store",
      severity: "ok",
      message: "Every bitstream is there and undamaged.",
    };

  const vault = await ports.vault();
  yield vault.available
    ? {
        area: "vault",
        severity: "ok",
        message: "The system keychain can be used.",
      }
    : {
        area: "vault",
        severity: "warning",
        message: vault.reason,
        remedy:
          "Session tokens are kept in memory only; start a Secret Service (for instance gnome-keyring) to keep them.",
      };

  const free = await ports.freeBytes();
  const gigabytes = (free / 1e9).toFixed(1);
  yield free < littleSpace
    ? {
        area: "disk",
        severity: "warning",
        object: ports.dataDir,
        message: `Only ${gigabytes} GB are free on the disk of the data folder.`,
        remedy: "Free some space before the next import or export.",
      }
    : {
        area: "disk",
        severity: "ok",
        message: `${gigabytes} GB are free on the disk of the data folder.`,
      };

  const lacking = await ports.lacking();
  for (const { title, what, remedy } of lacking) {
    yield {
      area: "targets",
      // Who does not deliver there misses nothing.
      severity: "ok",
      object: title,
      message: `Exports cannot be delivered by ${title}: ${what}.`,
      remedy,
    };
  }
  if (lacking.length === 0) {
    yield {
      area: "targets",
      severity: "ok",
      message: "Exports can be delivered to every kind of target.",
    };
  }

  yield* examineTargets(ports);
  yield* examineSchedules(ports);

  const orphans = ports.orphans();
  for (const path of orphans) {
    yield {
      area: "runs",
      severity: "warning",
      object: path,
      message: `${path} belongs to no run (any more).`,
      remedy: "It does no harm; `holdall doctor --clean` removes it.",
    };
  }
  const runs = ports.unfinishedRuns();
  for (const run of runs) {
    yield {
      area: "runs",
      severity: "warning",
      object: run.title,
      message: `The run is ${run.state === "queued" ? "waiting" : "unfinished"}.`,
      remedy:
        "The next `holdall export` or `holdall import` takes it up again, unless it is running elsewhere.",
    };
  }
  if (runs.length === 0)
    yield { area: "runs", severity: "ok", message: "No run is unfinished." };
}

async function* examineTargets(ports: DoctorPorts): AsyncGenerator<Finding> {
  for (const { definition, summary, count } of ports.failedAt()) {
    yield {
      area: "targets",
      severity: "warning",
      object: summary,
      message: `${count === 1 ? "An archive" : `${String(count)} archives`} of "${definition}" could not be delivered to ${summary}.`,
      remedy: "Mend the target, then try the deliveries again.",
    };
  }
  for await (const { definition, summary, error } of ports.targetTests()) {
    yield error === null
      ? {
          area: "targets",
          severity: "ok",
          object: summary,
          message: `"${definition}" can be delivered to ${summary}.`,
        }
      : {
          area: "targets",
          severity: "error",
          object: summary,
          message: `"${definition}" cannot be delivered to ${summary}: ${error.message}`,
          ...(error.remedy === undefined ? {} : { remedy: error.remedy }),
        };
  }
}

function* examineSchedules(ports: DoctorPorts): Generator<Finding> {
  let faults = 0;
  const scheduled = ports.scheduled();
  for (const { name, nextDue, lastProblem } of scheduled) {
    const message =
      lastProblem !== null
        ? `"${name}" did not run when it was due last: ${lastProblem}`
        : nextDue === null
          ? `"${name}" has a schedule, but will never be due again.`
          : null;
    if (message === null) continue;
    faults++;
    yield {
      area: "schedules",
      severity: "warning",
      object: name,
      message,
      remedy: "`holdall schedule list` shows when it runs next.",
    };
  }
  if (faults === 0 && scheduled.length > 0) {
    yield {
      area: "schedules",
      severity: "ok",
      message: "Every scheduled export has run when it was due last.",
    };
  }
}
