import { AppError } from "../domain/errors.ts";
import type { PackageFolder, PackageMark } from "../domain/package-tree.ts";
import type { Run } from "../domain/run.ts";
import type { Caller } from "./access.ts";
import type { Runs } from "./runs.ts";

/** What this file needs of whoever reads archives. */
export interface PackageFilesPorts<Found> {
  /** @throws AppError archive.*, file.* */
  folder(of: {
    readonly archive: string;
    readonly within: string;
    readonly after: PackageMark | null;
    readonly limit: number;
    readonly sums: boolean;
  }): Promise<PackageFolder>;
  /** Null when the package has no such file. @throws AppError archive.*, file.* */
  find(
    archive: string,
    path: string,
  ): Promise<(Found & { readonly size: number }) | null>;
  /** @throws AppError archive.*, file.* */
  content(archive: string, path: string, found: Found): AsyncIterable<Buffer>;
  /** Writes a file of a package to a place of its own on this machine. @returns its path */
  take(run: Run, name: string, content: AsyncIterable<Buffer>): Promise<string>;
  /** Whether there is a file or folder. */
  isThere(path: string): boolean;
}

/** Which file of which volume, the first being 1. */
export interface PackagePath {
  readonly volume: number;
  /** From the outermost folder on. */
  readonly path: string;
}

/** A file of a package that somebody wants to have. */
export interface PackedFile {
  readonly name: string;
  readonly size: number;
  readonly content: AsyncIterable<Buffer>;
}

export type PackageFiles = ReturnType<typeof createPackageFiles>;

/** Looks into the packages of finished exports. */
export function createPackageFiles<Found>(
  ports: PackageFilesPorts<Found>,
  runs: Pick<Runs, "get">,
) {
  /** @throws AppError export.running, file.not-found */
  function volumesOf(run: Run): readonly string[] {
    if (run.state === "queued" || run.state === "processing")
      throw new AppError("export.running", "The export has not finished yet.", {
        object: run.title,
        remedy: "Ask again in a moment.",
      });
    const { result } = run;
    const paths =
      result !== null && "path" in result && result.path !== ""
        ? (result.volumes ?? [result]).map(({ path }) => path)
        : [];
    if (paths.length === 0 || !paths.every((path) => ports.isThere(path)))
      throw new AppError(
        "file.not-found",
        "The archive of this export is not there (any more).",
        { object: run.title, remedy: "Export it again." },
      );
    return paths;
  }

  /** @throws AppError export.running, file.not-found */
  function volumeOf(run: Run, volume: number): string {
    const path = volumesOf(run)[volume - 1];
    if (path === undefined)
      throw new AppError("file.not-found", "There is no such volume.", {
        object: `${run.title} ${String(volume)}`,
      });
    return path;
  }

  /** @throws AppError export.running, file.not-found, archive.* */
  async function open(
    run: Run,
    { volume, path }: PackagePath,
  ): Promise<PackedFile> {
    const archive = volumeOf(run, volume);
    const found = await ports.find(archive, path);
    if (found === null)
      throw new AppError("file.not-found", "The package has no such file.", {
        object: path,
      });
    return {
      name: path.slice(path.lastIndexOf("/") + 1),
      size: found.size,
      content: ports.content(archive, path, found),
    };
  }

  return {
    /**
     * Where the volumes of a run's package are, in order.
     * @throws AppError as `runs.get`; export.running, file.not-found
     */
    volumes: (caller: Caller, run: number): readonly string[] =>
      volumesOf(runs.get(caller, run)),
    /**
     * A page of what a folder of a package holds.
     * @throws AppError as `runs.get`; export.running, file.not-found, archive.*
     */
    folder: (
      caller: Caller,
      run: number,
      {
        volume,
        ...what
      }: {
        readonly volume: number;
        readonly within: string;
        readonly after: PackageMark | null;
        readonly limit: number;
        readonly sums: boolean;
      },
    ): Promise<PackageFolder> =>
      ports.folder({
        archive: volumeOf(runs.get(caller, run), volume),
        ...what,
      }),
    /**
     * A file of a package.
     * @throws AppError as `runs.get`; export.running, file.not-found, archive.*
     */
    open: async (
      caller: Caller,
      run: number,
      path: PackagePath,
    ): Promise<PackedFile> => open(runs.get(caller, run), path),
    /**
     * Writes a file of a package to a place of its own on this machine.
     * @returns its path
     * @throws AppError as `runs.get`; export.running, file.*, archive.*, disk.full
     */
    async take(
      caller: Caller,
      run: number,
      path: PackagePath,
    ): Promise<string> {
      const seen = runs.get(caller, run);
      const { name, content } = await open(seen, path);
      return ports.take(seen, name, content);
    },
  };
}
