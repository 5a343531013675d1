import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, readdir, realpath, rm, stat } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { AppError, fromSystemError } from "../domain/errors.ts";
import type { Run } from "../domain/run.ts";

/** What this file needs. */
export interface UploadPorts {
  /** Folder for files that are on their way in. */
  readonly folder: string;
  /** Bytes free on its disk. */
  freeBytes(): Promise<number>;
  /** What unfinished imports read from. */
  pathsInUse(): readonly { readonly run: number; readonly path: string }[];
  /** Calls back whenever a run changes. */
  onRunChanged(listener: (run: Run) => void): () => void;
}

/** An upload while files are being added. */
export interface OpenUpload {
  /** @throws AppError input.invalid, request.too-large, disk.full */
  add(name: string, content: Readable): Promise<void>;
  /** @throws AppError input.invalid when nothing was added */
  finish(): Promise<{
    readonly id: string;
    readonly files: number;
    readonly bytes: number;
  }>;
  /** Removes what has come so far. */
  discard(): Promise<void>;
}

/** Files of one upload, and bytes that must stay free on the disk. */
const mostFiles = 100_000;
const reserve = 256 * 1024 * 1024;
const deepest = 32;
/** Uploads that nobody has used after this time are removed at the next start, in milliseconds. */
const forgetAfter = 24 * 60 * 60_000;

const prefix = "upload:";

export type Uploads = ReturnType<typeof createUploads>;

/** Files sent by a browser, kept until the import that asked for them has ended. */
export function createUploads(ports: UploadPorts) {
  const root = resolve(ports.folder);
  /** The upload each run reads from. */
  const used = new Map<number, string>();
  const stop = ports.onRunChanged((run) => {
    const id = used.get(run.id);
    if (id === undefined) return;
    if (run.state === "queued" || run.state === "processing") return;
    used.delete(run.id);
    void rm(join(root, id), { recursive: true, force: true });
  });

  return {
    /** Makes room for an upload. @throws AppError file.unwritable */
    async begin(): Promise<OpenUpload> {
      const id = randomUUID();
      const folder = join(root, id);
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
      } catch (error) {
        throw fromSystemError(error, folder, "write");
      }
      let files = 0;
      let bytes = 0;
      let room = (await ports.freeBytes()) - reserve;
      return {
        async add(name, content) {
          if (++files > mostFiles)
            throw new AppError(
              "request.too-large",
              "These are too many files.",
            );
          const path = join(folder, ...safeParts(name));
          try {
            await mkdir(dirname(path), { recursive: true, mode: 0o700 });
            const file = createWriteStream(path, { flags: "wx", mode: 0o600 });
            await pipeline(
              content,
              async function* (pieces: AsyncIterable<Buffer>) {
                for await (const piece of pieces) {
                  room -= piece.length;
                  bytes += piece.length;
                  if (room < 0) throw noRoom();
                  yield piece;
                }
              },
              file,
            );
          } catch (error) {
            if (
              error instanceof Error &&
              "code" in error &&
              error.code === "EEXIST"
            )
              throw new AppError("input.invalid", `${name} was sent twice.`, {
                object: name,
              });
            throw fromSystemError(error, path, "write");
          }
        },
        async finish() {
          if (files === 0)
            throw new AppError("input.invalid", "No file was sent.");
          return { id, files, bytes };
        },
        discard: () => rm(folder, { recursive: true, force: true }),
      };
    },

    /** Whether a path of an import means an upload. */
    isUpload: (path: string): boolean => path.startsWith(prefix),

    /**
     * The path an import is to read: the one file or folder that was sent, or the table among several files.
     * @throws AppError upload.not-found
     */
    async pathOf(reference: string): Promise<string> {
      const id = reference.slice(prefix.length);
      if (!/^[0-9a-f-]{36}$/.test(id)) throw missing(reference);
      const folder = join(root, id);
      let entries;
      try {
        entries = await readdir(folder, { withFileTypes: true });
      } catch {
        throw missing(reference);
      }
      const [only] = entries;
      if (only === undefined) throw missing(reference);
      const tables = entries.filter(
        (entry) => entry.isFile() && /\.(?:csv|tsv|tab)$/i.test(entry.name),
      );
      const [table] = tables;
      const chosen =
        entries.length === 1
          ? join(folder, only.name)
          : tables.length === 1 && table !== undefined
            ? join(folder, table.name)
            : folder;
      return realpath(chosen);
    },

    /**
     * The files of an upload, each under the last part of its name.
     * @throws AppError upload.not-found
     */
    async filesOf(
      reference: string,
    ): Promise<readonly { readonly path: string; readonly name: string }[]> {
      const id = reference.slice(prefix.length);
      if (!/^[0-9a-f-]{36}$/.test(id)) throw missing(reference);
      try {
        const entries = await readdir(join(root, id), {
          withFileTypes: true,
          recursive: true,
        });
        return entries
          .filter((entry) => entry.isFile())
          .map((entry) => ({
            path: join(entry.parentPath, entry.name),
            name: entry.name,
          }))
          .sort((one, other) => (one.name < other.name ? -1 : 1));
      } catch {
        throw missing(reference);
      }
    },

    /** Lets an upload go that nobody needs any more. */
    async forget(reference: string): Promise<void> {
      const id = reference.slice(prefix.length);
      if (/^[0-9a-f-]{36}$/.test(id))
        await rm(join(root, id), { recursive: true, force: true });
    },

    /** Says which run reads an upload; it is removed when the run has ended. */
    use(reference: string, run: Run): void {
      if (run.state === "queued" || run.state === "processing")
        used.set(run.id, reference.slice(prefix.length));
      else
        void rm(join(root, reference.slice(prefix.length)), {
          recursive: true,
          force: true,
        });
    },

    /**
     * Removes uploads that an earlier process left behind. What an unfinished import still needs goes when that has
     * ended. To be called before any run goes on.
     */
    async sweep(): Promise<void> {
      const inUse = ports.pathsInUse();
      for (const name of await readdir(root).catch(() => [])) {
        const folder = join(root, name);
        const reader = inUse.find(
          ({ path }) => path === folder || path.startsWith(folder + sep),
        );
        if (reader !== undefined) {
          used.set(reader.run, name);
          continue;
        }
        const age = Date.now() - (await stat(folder)).mtimeMs;
        if (age > forgetAfter)
          await rm(folder, { recursive: true, force: true });
      }
    },

    close: stop,
  };
}

/** Names that Windows cuts, or takes for a device or a stream. */
const unfitForWindows =
  /[. ]$|[<>:"|?*]|^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)/i;

/**
 * The parts of a name below the upload's folder: nothing leads out of it, and nothing is a name that some platform
 * takes for something else.
 * @throws AppError input.invalid
 */
export function safeParts(name: string): string[] {
  const parts = name
    .replaceAll("\\", "/")
    .split("/")
    .filter((part) => part !== "" && part !== ".");
  const bad =
    parts.length === 0 ||
    parts.length > deepest ||
    /^[A-Za-z]:/.test(name) ||
    parts.some(
      (part) =>
        part === ".." ||
        /\p{Cc}/u.test(part) ||
        Buffer.byteLength(part) > 255 ||
        (process.platform === "win32" && unfitForWindows.test(part)),
    );
  if (bad) {
    throw new AppError(
      "input.invalid",
      "A file has a name that cannot be used.",
      {
        object: name.slice(0, 200).replace(/\p{Cc}/gu, "?"),
        remedy: "Rename the file and send it again.",
      },
    );
  }
  return parts;
}

function noRoom(): AppError {
  return new AppError("disk.full", "The disk of the data folder is full.", {
    remedy: "Free some space on that disk, then send the files again.",
  });
}

function missing(reference: string): AppError {
  return new AppError(
    "upload.not-found",
    "There is no such upload (any more).",
    {
      object: reference,
      remedy: "Send the files again.",
    },
  );
}
