import { basename, isAbsolute } from "node:path";
import { AppError } from "../domain/errors.ts";
import type {
  KnownSource,
  SourceLook,
  SourceSettings,
} from "../domain/known-source.ts";
import type { ImportRequest } from "../domain/run-request.ts";
import type { Imports } from "./imports.ts";

/** What this file needs of others. */
export interface KnownSourcePorts {
  readonly store: {
    list(): readonly KnownSource[];
    get(id: number): KnownSource | null;
    named(name: string): number | null;
    add(
      name: string,
      kind: string,
      settings: SourceSettings,
      now: number,
    ): number;
    change(
      id: number,
      name: string,
      kind: string,
      settings: SourceSettings,
    ): void;
    remove(id: number): void;
    link(run: number, source: number): void;
    runs(source: number, limit: number): readonly number[];
  };
  /** Does something with the store as one transaction. */
  write<Result>(work: () => Result): Promise<Result>;
  readonly imports: Pick<Imports, "create" | "request">;
  /** Reads what is there without taking anything in. */
  look(request: ImportRequest): Promise<SourceLook>;
  /** Whether a path names what somebody has sent, which goes again. */
  isTemporary(path: string): boolean;
  now(): number;
}

/** A source as somebody describes it; without a name it is called as its file or folder. */
export interface SourceDraft extends SourceSettings {
  readonly name?: string | undefined;
}

export type KnownSources = ReturnType<typeof createKnownSources>;

/** Files and folders that are imported from again and again. */
export function createKnownSources(ports: KnownSourcePorts) {
  const { store } = ports;

  /** @throws AppError source.not-found */
  function get(id: number): KnownSource {
    const found = store.get(id);
    if (found === null)
      throw new AppError(
        "source.not-found",
        `There is no source ${String(id)}.`,
        {
          object: String(id),
        },
      );
    return found;
  }

  /** @throws AppError input.invalid */
  function checkPath({ path }: SourceSettings): void {
    if (ports.isTemporary(path) || !isAbsolute(path))
      throw new AppError(
        "input.invalid",
        "A source that is remembered is a file or folder of this machine.",
        { object: path, remedy: "Give its whole path." },
      );
  }

  /** @throws AppError source.name-taken */
  function checkName(name: string, id: number | null): void {
    const other = store.named(name);
    if (other !== null && other !== id)
      throw new AppError(
        "source.name-taken",
        `There is a source "${name}" already.`,
        { object: name, remedy: "Choose another name." },
      );
  }

  /** The name of a file or folder, with a number where another source is called so. */
  function nameFor(path: string): string {
    const name = basename(path) || path;
    for (let number = 1; ; number++) {
      const wanted = number === 1 ? name : `${name} ${String(number)}`;
      if (store.named(wanted) === null) return wanted;
    }
  }

  return {
    list: (): readonly KnownSource[] => store.list(),
    get,
    /** @throws AppError input.invalid, source.name-taken, and as `imports.request` */
    async add({ name, ...settings }: SourceDraft): Promise<KnownSource> {
      checkPath(settings);
      const { source: kind } = await ports.imports.request(settings);
      return ports.write(() => {
        const called = name ?? nameFor(settings.path);
        checkName(called, null);
        return get(store.add(called, kind, settings, ports.now()));
      });
    },
    /**
     * Replaces what is known of a source.
     * @throws AppError source.not-found, and as `add`
     */
    async change(
      id: number,
      { name, ...settings }: SourceDraft,
    ): Promise<KnownSource> {
      get(id);
      checkPath(settings);
      const { source: kind } = await ports.imports.request(settings);
      return ports.write(() => {
        const called = name ?? get(id).name;
        checkName(called, id);
        store.change(id, called, kind, settings);
        return get(id);
      });
    },
    /** Forgets a source; what was imported from it, and its runs, stay. @throws AppError source.not-found */
    remove: (id: number): Promise<void> =>
      ports.write(() => {
        store.remove(get(id).id);
      }),
    /**
     * Looks into what lies at a path: what is there, what of it is new, and what is wrong with it.
     * @throws AppError as `imports.request`; archive.*, file.*, disk.full
     */
    look: async (settings: SourceSettings): Promise<SourceLook> =>
      ports.look(await ports.imports.request(settings)),
    /**
     * Imports from a source what is not there yet.
     * @returns the run
     * @throws AppError source.not-found, and as `imports.create`
     */
    async start(id: number, owner: number | null): Promise<number> {
      const {
        path,
        into,
        community,
        strict,
        newIdentifiers,
        encoding,
        delimiter,
        assetstore,
      } = get(id);
      const run = await ports.imports.create(
        {
          path,
          into,
          community,
          strict,
          newIdentifiers,
          encoding,
          delimiter,
          assetstore,
        },
        owner,
      );
      await ports.write(() => {
        // Somebody may have removed it meanwhile.
        if (store.get(id) !== null) store.link(run, id);
      });
      return run;
    },
    /** Runs of a source, the newest first. @throws AppError source.not-found */
    runs: (id: number, limit: number): readonly number[] =>
      store.runs(get(id).id, limit),
  };
}
