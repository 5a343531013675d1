import type { ObjectKind } from "../domain/catalog.ts";
import { AppError } from "../domain/errors.ts";
import type { RunRequest } from "../domain/run-request.ts";
import type { Run, RunState } from "../domain/run.ts";
import type { Access, Caller } from "./access.ts";
import type { Part } from "./objects.ts";
import type { ProcessFile, ProcessFiles } from "./process-files.ts";
import {
  describeProcess,
  statesOf,
  type ProcessRecord,
  type ProcessStatus,
} from "./process-record.ts";
import type { ScriptRuns, TakenUpload } from "./script-runs.ts";
import { scripts, type Script, type ScriptName } from "./scripts.ts";
import type { OpenUpload } from "./uploads.ts";

/** Which processes; null: any. */
export interface ProcessFilter {
  readonly kind: ScriptName | null;
  readonly states: readonly RunState[] | null;
  /** Id of an account. */
  readonly owner: number | null;
}

export interface ProcessSlice {
  readonly sort: "id" | "script" | "created" | "started" | "ended";
  readonly descending: boolean;
  readonly skip: number;
  readonly limit: number;
}

/** What this file needs of the catalog and the runner. */
export interface ProcessPorts {
  find(
    reference: string,
  ): { readonly id: number; readonly kind: ObjectKind } | null;
  uuidOf(object: number): string | null;
  get(run: number): Run | null;
  idOfRun(uuid: string): number | null;
  page(
    filter: ProcessFilter,
    slice: ProcessSlice,
  ): { readonly ids: readonly number[]; readonly total: number };
  owner(run: number): number | null;
  request(run: number): RunRequest;
  /** @throws AppError run.running */
  remove(run: number): Promise<void>;
  beginUpload(): Promise<OpenUpload>;
  useUpload(reference: string, run: Run): void;
}

export type Processes = ReturnType<typeof createProcesses>;

/** Scripts and processes of DSpace: the same runs that every other door shows. */
export function createProcesses(
  ports: ProcessPorts,
  files: ProcessFiles,
  scriptRuns: ScriptRuns,
  access: Access,
) {
  /** @throws AppError access.unauthenticated, run.not-found, access.denied */
  const runOf = (caller: Caller, id: number): Run => {
    access.requireSignedIn(caller);
    const run = ports.get(id);
    if (run === null)
      throw new AppError("run.not-found", `There is no process ${String(id)}.`);
    access.requireSeesRun(caller, ports.owner(id));
    return run;
  };

  const describe = (run: Run): ProcessRecord =>
    describeProcess(
      run,
      ports.owner(run.id),
      ports.request(run.id),
      ports.uuidOf,
    );

  const list = (
    filter: ProcessFilter,
    slice: ProcessSlice,
  ): Part<ProcessRecord> => {
    const { ids, total } = ports.page(filter, slice);
    return {
      records: ids.flatMap((id) => {
        const run = ports.get(id);
        return run === null ? [] : describe(run);
      }),
      total,
    };
  };

  return {
    /** Scripts the caller may start. */
    scripts: (caller: Caller): readonly Script[] =>
      scripts.filter(({ name }) => mayStart(caller, name)),
    /** @throws AppError access.unauthenticated, object.not-found, access.denied */
    script(caller: Caller, name: string): Script {
      access.requireSignedIn(caller);
      const script = scripts.find((known) => known.name === name);
      if (script === undefined)
        throw new AppError(
          "object.not-found",
          `There is no script ${name.slice(0, 40)}.`,
        );
      if (script.name === "import") access.requireAdministrator(caller);
      return script;
    },

    /** @throws AppError access.unauthenticated, access.denied */
    list(
      caller: Caller,
      filter: Omit<ProcessFilter, "owner" | "states"> & {
        readonly status: ProcessStatus | null;
        /** uuid of an account. */
        readonly owner: string | null;
      },
      slice: ProcessSlice,
    ): Part<ProcessRecord> {
      access.requireAdministrator(caller);
      const owner = filter.owner === null ? null : ports.find(filter.owner);
      if (filter.owner !== null && owner?.kind !== "account")
        return { records: [], total: 0 };
      return list(
        {
          kind: filter.kind,
          states: filter.status === null ? null : statesOf[filter.status],
          owner: owner?.id ?? null,
        },
        slice,
      );
    },
    /** @throws AppError access.unauthenticated */
    own(caller: Caller, slice: ProcessSlice): Part<ProcessRecord> {
      access.requireSignedIn(caller);
      return caller.account === null
        ? { records: [], total: 0 }
        : list({ kind: null, states: null, owner: caller.account.id }, slice);
    },
    /** @throws AppError access.unauthenticated, run.not-found, access.denied */
    get: (caller: Caller, id: number): ProcessRecord =>
      describe(runOf(caller, id)),
    /** The archive, once there is one. @throws AppError as {@link get} */
    files(caller: Caller, id: number): readonly ProcessFile[] {
      const archive = files.archiveOf(runOf(caller, id));
      return archive === null ? [] : [archive];
    },
    /** What the process has said. @throws AppError as {@link get} */
    output: (caller: Caller, id: number): ProcessFile | null =>
      files.outputOf(runOf(caller, id)),
    /**
     * A file of a process by its uuid; null when no process has such a file.
     * @throws AppError access.unauthenticated, access.denied
     */
    fileOf(caller: Caller, uuid: string): ProcessFile | null {
      const { run, read } = files.named(uuid);
      const id = ports.idOfRun(run);
      return id === null ? null : read(runOf(caller, id));
    },

    /**
     * @throws AppError as {@link get}, run.running
     */
    remove: (caller: Caller, id: number): Promise<void> =>
      ports.remove(runOf(caller, id).id),

    /**
     * Starts an export and does not wait for it.
     * @throws AppError input.invalid, access.unauthenticated, access.denied
     */
    async export(caller: Caller, sent: unknown): Promise<ProcessRecord> {
      return describe(runOf(caller, await scriptRuns.export(caller, sent)));
    },

    /** Makes room for the file of an import. */
    beginUpload: (): Promise<OpenUpload> => ports.beginUpload(),
    /**
     * Starts an import of a file that has come, and does not wait for it.
     * @throws AppError input.invalid, source.unknown, access.unauthenticated, access.denied
     */
    async import(
      caller: Caller,
      sent: unknown,
      taken: TakenUpload | null,
    ): Promise<ProcessRecord> {
      const { id, path } = await scriptRuns.import(caller, sent, taken);
      const run = runOf(caller, id);
      ports.useUpload(path, run);
      return describe(run);
    },
  };

  function mayStart(caller: Caller, name: ScriptName): boolean {
    return (
      caller.administrator || (name === "export" && caller.account !== null)
    );
  }
}
