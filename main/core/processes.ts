import type { ObjectKind } from "../domain/catalog.ts";
import { AppError } from "../domain/errors.ts";
import type { RunRequest } from "../domain/run-request.ts";
import type { Problem, Run, RunState } from "../domain/run.ts";
import type { Access, Caller } from "./access.ts";
import type { Exports } from "./exports.ts";
import type { Imports } from "./imports.ts";
import type { Part } from "./objects.ts";
import { readArguments, type ProcessArgument } from "./process-arguments.ts";
import { logOf, type LogLine } from "./process-log.ts";
import { finishedArchive, type ArchiveFile } from "./runs.ts";
import { scripts, type Script, type ScriptName } from "./scripts.ts";
import type { OpenUpload } from "./uploads.ts";

export const processStatuses = [
  "SCHEDULED",
  "RUNNING",
  "COMPLETED",
  "FAILED",
] as const;
export type ProcessStatus = (typeof processStatuses)[number];

const statesOf: Readonly<Record<ProcessStatus, readonly RunState[]>> = {
  SCHEDULED: ["queued"],
  RUNNING: ["processing"],
  COMPLETED: ["done", "done-with-problems"],
  FAILED: ["failed", "cancelled"],
};

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

/** A run as DSpace's scripts and processes know it. */
export interface ProcessRecord {
  readonly id: number;
  readonly uuid: string;
  /** uuid of who started it; null when that was somebody at this machine. */
  readonly owner: string | null;
  readonly script: ScriptName;
  readonly status: ProcessStatus;
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly started: number | null;
  readonly ended: number | null;
  readonly parameters: readonly ProcessArgument[];
}

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
  log(run: number): readonly LogLine[];
  problems(run: number, limit: number): Iterable<Problem>;
  /** @throws AppError run.running */
  remove(run: number): Promise<void>;
  fileSize(path: string): number | null;
  beginUpload(): Promise<OpenUpload>;
  useUpload(reference: string, run: Run): void;
}

/** A file of a form, taken in. */
export interface TakenUpload {
  readonly name: string;
  readonly upload: OpenUpload;
}

export type Processes = ReturnType<typeof createProcesses>;

/** Scripts and processes of DSpace: the same runs that every other door shows. */
export function createProcesses(
  ports: ProcessPorts,
  exports: Exports,
  imports: Imports,
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

  const describe = (run: Run): ProcessRecord => {
    const owner = ports.owner(run.id);
    return {
      id: run.id,
      uuid: run.uuid,
      owner: owner === null ? null : ports.uuidOf(owner),
      script: run.kind,
      status: statusOf(run.state),
      created: run.createdAt,
      started: run.startedAt,
      ended: run.finishedAt,
      parameters: parametersOf(ports.request(run.id), ports.uuidOf),
    };
  };

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
      const archive = archiveOf(runOf(caller, id));
      return archive === null ? [] : [archive];
    },
    /** What the process has said. @throws AppError as {@link get} */
    output: (caller: Caller, id: number): ProcessFile | null =>
      outputOf(runOf(caller, id)),
    /**
     * A file of a process by its uuid; null when no process has such a file.
     * @throws AppError access.unauthenticated, access.denied
     */
    fileOf(caller: Caller, uuid: string): ProcessFile | null {
      const isOutput = uuid === outputUuid(uuid);
      const id = ports.idOfRun(isOutput ? runUuid(uuid) : uuid);
      if (id === null) return null;
      const run = runOf(caller, id);
      return isOutput ? outputOf(run) : archiveOf(run);
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
      const given = readArguments(sent, parametersOfScript("export"));
      const kind = exportedKinds[(given.get("-t") ?? "").toUpperCase()];
      if (kind === undefined)
        throw new AppError("input.invalid", "-t is COLLECTION or ITEM.");
      const reference = given.get("-i") ?? "";
      const found = /^[0-9]+$/.test(reference) ? null : ports.find(reference);
      if (found?.kind !== kind)
        throw new AppError("input.invalid", `-i is no ${kind}.`, {
          object: reference.slice(0, 200),
        });
      access.requireAdministers(caller, found.id);
      const first = given.get("-n");
      if (first !== undefined && !/^[1-9][0-9]{0,7}$/.test(first))
        throw new AppError("input.invalid", "-n is a number from 1 on.");
      const id = await exports.create(
        {
          target: String(found.id),
          owned: exports.ownedOnly(caller, found),
          options: {
            format: "saf",
            packer: "zip",
            migrate: given.has("-m"),
            bitstreams: !given.has("-x"),
            withdrawn: false,
            verify: true,
            ...(first === undefined ? {} : { firstNumber: Number(first) }),
          },
        },
        caller.account?.id ?? null,
        "dspace",
      );
      return describe(runOf(caller, id));
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
      access.requireAdministrator(caller);
      const given = readArguments(sent, parametersOfScript("import"));
      if (taken === null)
        throw new AppError("input.invalid", "There is no part `file`.");
      if (given.get("-z") !== taken.name)
        throw new AppError(
          "input.invalid",
          "-z is not the name of the file that was sent.",
        );
      const collection = given.get("-c");
      if (
        collection !== undefined &&
        ports.find(collection)?.kind !== "collection"
      )
        throw new AppError("input.invalid", "-c is no collection.", {
          object: collection.slice(0, 200),
        });
      const { id: upload } = await taken.upload.finish();
      const path = `upload:${upload}`;
      const id = await imports.create(
        {
          path,
          ...(collection === undefined ? {} : { into: collection }),
          strict: false,
          newIdentifiers: false,
        },
        caller.account?.id ?? null,
        "dspace",
      );
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

const exportedKinds: Readonly<Record<string, "collection" | "item">> = {
  COLLECTION: "collection",
  ITEM: "item",
};

function parametersOfScript(name: ScriptName) {
  return scripts.find((script) => script.name === name)?.parameters ?? [];
}

function statusOf(state: RunState): ProcessStatus {
  return (
    processStatuses.find((status) => statesOf[status].includes(state)) ??
    "FAILED"
  );
}

/** What a run was asked for, as the script's arguments would say it. */
function parametersOf(
  request: RunRequest,
  uuidOf: ProcessPorts["uuidOf"],
): readonly ProcessArgument[] {
  const flag = (name: string) => ({ name, value: null });
  if (request.kind === "import") {
    const collection =
      request.collection === null ? null : uuidOf(request.collection);
    return [
      flag("-a"),
      ...(collection === null ? [] : [{ name: "-c", value: collection }]),
    ];
  }
  const { selection, options } = request;
  const object =
    selection.kind === "items"
      ? selection.ids.length === 1
        ? (selection.ids[0] ?? null)
        : null
      : "id" in selection
        ? selection.id
        : null;
  const type =
    selection.kind === "items" ? "ITEM" : selection.kind.toUpperCase();
  const uuid = object === null ? null : uuidOf(object);
  return [
    { name: "-t", value: type },
    ...(uuid === null ? [] : [{ name: "-i", value: uuid }]),
    ...(options.firstNumber === undefined
      ? []
      : [{ name: "-n", value: String(options.firstNumber) }]),
    ...(options.migrate ? [flag("-m")] : []),
    ...(options.bitstreams ? [] : [flag("-x")]),
  ];
}

/**
 * The uuid of what a run has said: that of the run with another version, 8 ("custom"). So nothing has to be kept, and the
 * one leads to the other.
 */
function outputUuid(run: string): string {
  return `${run.slice(0, 14)}8${run.slice(15)}`;
}

function runUuid(output: string): string {
  return `${output.slice(0, 14)}4${output.slice(15)}`;
}
