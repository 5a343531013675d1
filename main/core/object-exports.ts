import type { ObjectKind } from "../domain/catalog.ts";
import { AppError } from "../domain/errors.ts";
import type { RunRequest } from "../domain/run-request.ts";
import type { Run } from "../domain/run.ts";
import { refused, type Access, type Caller } from "./access.ts";
import { rootName, type Exports } from "./exports.ts";
import { finishedArchive, type ArchiveFile } from "./runs.ts";

export type ExportedKind = "community" | "collection" | "item";

/** What this file needs of the catalog and the disk. */
export interface ObjectExportPorts {
  find(uuid: string): { readonly id: number; readonly kind: ObjectKind } | null;
  /** Handle or name of an object, for file names. */
  label(kind: ExportedKind, id: number): string;
  /** Exports of one object, oldest first, each with its second. */
  exportsOf(object: number): readonly { run: Run; second: number }[];
  exportAt(object: number, second: number): Run | null;
  /** The second by which a run is known. */
  second(run: number): number | null;
  request(run: number): RunRequest;
  fileSize(path: string): number | null;
}

/** A SAF ZIP of one object, known by the object and a second. */
export interface ObjectExport {
  readonly kind: ExportedKind;
  readonly uuid: string;
  /** Seconds since 1970. */
  readonly second: number;
  readonly state: "in-progress" | "completed" | "not-available";
  /** Bytes; null unless completed. */
  readonly size: number | null;
}

export type ObjectExports = ReturnType<typeof createObjectExports>;

const options = {
  format: "saf",
  packer: "zip",
  migrate: false,
  bitstreams: true,
  withdrawn: false,
  verify: true,
} as const;

/** Exports of single objects as DSpace's exportToZip knows them; the same runs that window and command line show. */
export function createObjectExports(
  ports: ObjectExportPorts,
  exports: Exports,
  access: Access,
) {
  /**
   * The object, for somebody who administers it.
   * @param kind null: any
   * @throws AppError access.unauthenticated, object.not-found, access.denied
   */
  const target = (
    caller: Caller,
    kind: ExportedKind | null,
    uuid: string,
  ): { id: number; kind: ExportedKind } => {
    if (caller.account === null && !caller.local) throw refused(caller);
    const found = ports.find(uuid);
    if (
      found === null ||
      !isExported(found.kind) ||
      (kind !== null && found.kind !== kind)
    ) {
      throw new AppError(
        "object.not-found",
        `There is no ${kind ?? "object"} ${uuid}.`,
        { object: uuid },
      );
    }
    access.requireAdministers(caller, found.id);
    return { id: found.id, kind: found.kind };
  };

  /**
   * Whether a run is one of those told here, and to this caller: packages with items that are only mapped to the object
   * are for those who administer everything.
   */
  const isZip = (caller: Caller, run: Run): boolean => {
    const request = ports.request(run.id);
    if (request.kind !== "export") return false;
    const { selection } = request;
    return (
      (caller.administrator ||
        selection.kind === "items" ||
        ("owned" in selection && selection.owned)) &&
      request.options.format === "saf" &&
      request.options.packer === "zip" &&
      (request.options.volumeBytes ?? null) === null
    );
  };

  const describe = (
    kind: ExportedKind,
    uuid: string,
    second: number,
    run: Run | null,
  ): ObjectExport => {
    const running = run?.state === "queued" || run?.state === "processing";
    const archive = run === null ? null : finishedArchive(run, ports.fileSize);
    return {
      kind,
      uuid,
      second,
      state: running
        ? "in-progress"
        : archive === null
          ? "not-available"
          : "completed",
      size: archive?.size ?? null,
    };
  };

  const zipAt = (
    caller: Caller,
    object: number,
    second: number,
  ): Run | null => {
    const run = ports.exportAt(object, second);
    return run !== null && isZip(caller, run) ? run : null;
  };

  return {
    /** Checks the right alone. @throws AppError as {@link target} */
    kindOf: (
      caller: Caller,
      kind: ExportedKind | null,
      uuid: string,
    ): ExportedKind => target(caller, kind, uuid).kind,

    /** Oldest first. @throws AppError as {@link target} */
    list(
      caller: Caller,
      kind: ExportedKind | null,
      uuid: string,
    ): readonly ObjectExport[] {
      const object = target(caller, kind, uuid);
      return ports
        .exportsOf(object.id)
        .filter(({ run }) => isZip(caller, run))
        .map(({ run, second }) => describe(object.kind, uuid, second, run));
    },

    /**
     * Starts an export and does not wait for it.
     * @param reuse take the export of this object that is running, if there is one
     * @throws AppError as {@link target}
     */
    async create(
      caller: Caller,
      kind: ExportedKind | null,
      uuid: string,
      reuse: boolean,
    ): Promise<ObjectExport> {
      const object = target(caller, kind, uuid);
      if (reuse) {
        const running = ports
          .exportsOf(object.id)
          .filter(({ run }) => isZip(caller, run))
          .map(({ run, second }) => describe(object.kind, uuid, second, run))
          .find(({ state }) => state === "in-progress");
        if (running !== undefined) return running;
      }
      const id = await exports.create(
        {
          target: String(object.id),
          owned: exports.ownedOnly(caller, object),
          options,
        },
        caller.account?.id ?? null,
        "dspace",
      );
      const second = ports.second(id);
      if (second === null)
        throw new Error("an export of one object has no second");
      return {
        kind: object.kind,
        uuid,
        second,
        state: "in-progress",
        size: null,
      };
    },

    /** @throws AppError as {@link target} */
    view(
      caller: Caller,
      kind: ExportedKind | null,
      uuid: string,
      second: number,
    ): ObjectExport {
      const object = target(caller, kind, uuid);
      return describe(
        object.kind,
        uuid,
        second,
        zipAt(caller, object.id, second),
      );
    },

    /**
     * The finished archive; its name says what it is of.
     * @throws AppError as {@link target}, export.running, file.not-found
     */
    archive(
      caller: Caller,
      kind: ExportedKind | null,
      uuid: string,
      second: number,
    ): ArchiveFile {
      const object = target(caller, kind, uuid);
      const run = zipAt(caller, object.id, second);
      const { state } = describe(object.kind, uuid, second, run);
      if (state === "in-progress") {
        throw new AppError(
          "export.running",
          "The export has not finished yet.",
          { remedy: "Ask again in a moment.", retryAfter: 2 },
        );
      }
      const archive =
        run === null ? null : finishedArchive(run, ports.fileSize);
      if (archive === null) {
        throw new AppError(
          "file.not-found",
          "There is no archive of that date (any more).",
          { object: uuid, remedy: "Create another one." },
        );
      }
      const date = new Date(second * 1000)
        .toISOString()
        .slice(0, 19)
        .replaceAll(":", "-");
      return {
        ...archive,
        name: `${rootName(ports.label(object.kind, object.id))}-${date}.zip`,
      };
    },
  };
}

function isExported(kind: ObjectKind): kind is ExportedKind {
  return kind === "community" || kind === "collection" || kind === "item";
}
