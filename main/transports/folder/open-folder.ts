import { createReadStream } from "node:fs";
import {
  link,
  lstat,
  mkdir,
  open,
  realpath,
  rename,
  rm,
  stat,
  statfs,
  unlink,
} from "node:fs/promises";
import { dirname, join } from "node:path";
import { AppError, systemErrorCode } from "../../domain/errors.ts";
import type { RemoteFolder } from "../remote-folder.ts";
import { alreadyThere, targetError } from "../target-errors.ts";

/** A disk that asks for patience: a network drive that comes and goes. */
const passing = new Set(["EBUSY", "EIO", "ENODEV", "ENXIO", "ESTALE"]);
/** What file systems without hard links answer. */
const noLinks = new Set(["EMLINK", "ENOSYS", "ENOTSUP", "EOPNOTSUPP", "EPERM"]);

/**
 * Opens a folder of this machine.
 * @throws AppError target.refused
 */
export async function openFolder(
  root: string,
  create: boolean,
  signal: AbortSignal,
): Promise<RemoteFolder> {
  /** What a failed call means. */
  const failure = (error: unknown): unknown => {
    const code = systemErrorCode(error);
    if (error instanceof AppError || code === undefined || signal.aborted)
      return error;
    if (code === "ENOSPC" || code === "EDQUOT" || code === "EFBIG") {
      return targetError("target.full", root, `${root} is full (${code}).`, {
        cause: error,
      });
    }
    return passing.has(code)
      ? targetError(
          "target.interrupted",
          root,
          `${root} cannot be used at the moment (${code}).`,
          { cause: error },
        )
      : targetError(
          "target.refused",
          root,
          code === "ENOENT"
            ? `There is no folder ${root}.`
            : `${root} cannot be written to (${code}).`,
          { cause: error },
        );
  };
  const guarded = <Args extends readonly unknown[], Result>(
    work: (...args: Args) => Promise<Result>,
  ) => {
    return async (...args: Args): Promise<Result> => {
      try {
        return await work(...args);
      } catch (error) {
        throw failure(error);
      }
    };
  };

  const base = await guarded(async () => {
    if (create) await mkdir(root, { recursive: true });
    // A link is followed once, here; what is below is not looked for anywhere else.
    const real = await realpath(root);
    if (!(await stat(real)).isDirectory()) {
      throw targetError("target.refused", root, `${root} is not a folder.`);
    }
    return real;
  })();
  const at = (path: string) => join(base, path);

  return {
    name: root,
    resumes: true,
    size: guarded(async (path) => {
      try {
        const found = await lstat(at(path));
        // Whatever else has this name must not be written through, nor be taken for what arrived.
        return found.isFile() ? found.size : -1;
      } catch (error) {
        if (systemErrorCode(error) === "ENOENT") return null;
        throw error;
      }
    }),
    makeFolder: guarded(async (path) => {
      await mkdir(at(path), { recursive: true });
    }),
    freeBytes: guarded(async () => {
      const disk = await statfs(base);
      return disk.bavail * disk.bsize;
    }),
    write: guarded(async ({ path, offset, chunks, onBytes }) => {
      if (offset === 0) await rm(at(path), { force: true });
      const file = await open(at(path), offset === 0 ? "wx" : "r+");
      try {
        let written = 0;
        for await (const chunk of chunks) {
          signal.throwIfAborted();
          let start = 0;
          while (start < chunk.length) {
            const { bytesWritten } = await file.write(
              chunk,
              start,
              chunk.length - start,
              offset + written,
            );
            start += bytesWritten;
            written += bytesWritten;
          }
          onBytes(written);
        }
        await file.sync();
      } finally {
        await file.close();
      }
    }),
    rename: guarded(async (from, to, replace) => {
      if (replace) {
        await rename(at(from), at(to));
      } else {
        await renameToFreeName(at(from), at(to), () => alreadyThere(root, to));
      }
      await syncFolder(dirname(at(to)));
    }),
    remove: guarded(async (path) => {
      await rm(at(path), { force: true });
    }),
    read: (path) => createReadStream(at(path), { signal }),
    locate: at,
  };
}

/** `rename` would replace what is there without a word; a second name is refused by the system itself. */
async function renameToFreeName(
  from: string,
  to: string,
  taken: () => AppError,
): Promise<void> {
  try {
    await link(from, to);
    await unlink(from);
  } catch (error) {
    const code = systemErrorCode(error) ?? "";
    if (code === "EEXIST") throw taken();
    if (!noLinks.has(code)) throw error;
    // Nothing better is to be had where one file cannot have two names.
    const there = await lstat(to).catch(() => null);
    if (there !== null) throw taken();
    await rename(from, to);
  }
}

async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open folders, and keeps names safe on its own.
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } catch (error) {
    // Some network drives cannot; the file itself is on the disk.
    if (systemErrorCode(error) !== "EINVAL") throw error;
  } finally {
    await handle.close();
  }
}
