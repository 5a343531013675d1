import type { Problem, Run } from "../domain/run.ts";
import { logOf, type LogLine } from "./process-log.ts";
import { finishedArchive, type ArchiveFile } from "./runs.ts";

/** A file that a process has made: its archive, or what it has said. */
export type ProcessFile = {
  readonly uuid: string;
  readonly process: number;
  readonly name: string;
  /** DSpace's `dspace.process.filetype`. */
  readonly type: "exportSAFZip" | "script_output";
  readonly size: number;
} & (
  { readonly archive: ArchiveFile } | { readonly text: Buffer; archive?: never }
);

/** What this file needs of the runner and the disk. */
export interface ProcessFilePorts {
  log(run: number): readonly LogLine[];
  problems(run: number, limit: number): Iterable<Problem>;
  fileSize(path: string): number | null;
}

export type ProcessFiles = ReturnType<typeof createProcessFiles>;

/** What runs have made and said, as files of processes. */
export function createProcessFiles(ports: ProcessFilePorts) {
  const archiveOf = (run: Run): ProcessFile | null => {
    const archive = finishedArchive(run, ports.fileSize);
    return archive === null
      ? null
      : {
          uuid: run.uuid,
          process: run.id,
          name: "saf-export.zip",
          type: "exportSAFZip",
          size: archive.size,
          archive,
        };
  };

  const outputOf = (run: Run): ProcessFile | null => {
    const text = logOf(run, ports.log(run.id), ports.problems(run.id, 1000));
    return text.length === 0
      ? null
      : {
          uuid: outputUuid(run.uuid),
          process: run.id,
          name: `${run.kind}-${String(run.id)}.log`,
          type: "script_output",
          size: text.length,
          text,
        };
  };

  return {
    /** The archive, once there is one. */
    archiveOf,
    /** What the run has said; null when that is nothing. */
    outputOf,
    /** Which run a uuid of a file is of, and how the file is read of it. */
    named(uuid: string): {
      readonly run: string;
      readonly read: (run: Run) => ProcessFile | null;
    } {
      return uuid === outputUuid(uuid)
        ? { run: runUuid(uuid), read: outputOf }
        : { run: uuid, read: archiveOf };
    },
  };
}

/**
 * The uuid of what a run has said: that of the run with another version, 8 ("custom"). So nothing has to be kept, and the
 * one leads to the other.
 */
function outputUuid(run: string): string {
  return `${run.slice(0, 14)}8${run.slice(15)}`;
}

/** The run that has said what is known by a uuid. */
function runUuid(output: string): string {
  return `${output.slice(0, 14)}4${output.slice(15)}`;
}
