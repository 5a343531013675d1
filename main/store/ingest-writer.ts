import { randomUUID } from "node:crypto";
import {
  close,
  closeSync,
  constants,
  fsync,
  mkdirSync,
  open,
  openSync,
  renameSync,
  statSync,
  unlinkSync,
  utimesSync,
  write,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import type { Content } from "../domain/catalog.ts";
import {
  AppError,
  fromSystemError,
  systemErrorCode,
} from "../domain/errors.ts";
import { bitstreamFile, incomingFolder } from "./bitstream-layout.ts";

const fsyncLater = promisify(fsync);
const openLater = promisify(open);
const closeLater = promisify(close);
const writeLater = promisify(write);

/** A file in the store's incoming folder that is being written. */
export interface IncomingFile {
  readonly path: string;
  readonly descriptor: number;
}

/** A finished incoming file and what it is to become. */
export interface FinishedFile {
  readonly file: IncomingFile;
  readonly content: Content;
}

/** The part of the store that puts files under their final names, and only whole ones that are on the disk. */
export interface IngestWriter {
  /** Begins a file. @throws AppError disk.full, file.unwritable */
  begin(): IncomingFile;
  /** Appends to it. @throws AppError disk.full, file.unwritable */
  append(file: IncomingFile, bytes: Uint8Array): void;
  /** The same without waiting; `bytes` must stay as they are until it is done, and nothing else be appended. */
  appendLater(file: IncomingFile, bytes: Uint8Array): Promise<void>;
  /** Removes it. */
  discard(file: IncomingFile): void;
  /** {@link holdsContent} of this store. */
  holds(sha256: string, size: number): boolean;
  /**
   * Flushes the files to the disk, gives them their names and flushes the folders.
   * @returns for each file null, or why it could not be kept
   */
  publish(files: readonly FinishedFile[]): Promise<readonly unknown[]>;
}

/** Younger files are taken to be in use by whoever wrote them; renewing a time stamp costs a write. */
const freshMs = 60_000;
const foldersCanBeFlushed = process.platform !== "win32";

async function flushFolder(folder: string): Promise<void> {
  const descriptor = await openLater(folder, constants.O_RDONLY);
  try {
    await fsyncLater(descriptor);
  } catch (error) {
    // Some network file systems cannot flush folders; the file's own flush has succeeded.
    if (systemErrorCode(error) !== "EINVAL") throw error;
  } finally {
    await closeLater(descriptor);
  }
}

/**
 * Whether a store holds a content, with the right size. Renews the file's time stamp, so that garbage collection gives
 * the catalog time to refer to it.
 * @param root root folder of the bitstream store
 */
export function holdsContent(
  root: string,
  sha256: string,
  size: number,
): boolean {
  const path = bitstreamFile(root, sha256);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined || !stat.isFile() || stat.size !== size) return false;
  const now = Date.now();
  if (now - stat.mtimeMs < freshMs) return true;
  try {
    utimesSync(path, now / 1000, now / 1000);
    return true;
  } catch (error) {
    return systemErrorCode(error) !== "ENOENT";
  }
}

/** @param root root folder of the bitstream store; made when it is not there */
export function createIngestWriter(root: string): IngestWriter {
  const incoming = join(root, incomingFolder);
  // Unique among all threads and processes that write to the same store.
  const prefix = randomUUID();
  let counter = 0;

  function create(path: string): number {
    try {
      return openSync(path, "wx");
    } catch (error) {
      if (systemErrorCode(error) !== "ENOENT") throw error;
      mkdirSync(incoming, { recursive: true });
      return openSync(path, "wx");
    }
  }

  function discard(file: IncomingFile): void {
    try {
      closeSync(file.descriptor);
    } finally {
      unlinkSync(file.path);
    }
  }

  const holds = (sha256: string, size: number): boolean =>
    holdsContent(root, sha256, size);

  /** Gives a flushed file its name; returns the folders whose entries have changed. */
  function name(finished: FinishedFile): readonly string[] {
    const path = bitstreamFile(root, finished.content.sha256);
    const folder = dirname(path);
    try {
      renameSync(finished.file.path, path);
      return [folder];
    } catch (error) {
      if (systemErrorCode(error) !== "ENOENT") {
        // Windows refuses to replace a file that is open; another thread has stored the same content then.
        if (!holds(finished.content.sha256, finished.content.size)) throw error;
        unlinkSync(finished.file.path);
        return [folder];
      }
    }
    mkdirSync(folder, { recursive: true });
    renameSync(finished.file.path, path);
    return [folder, root];
  }

  return {
    begin() {
      counter += 1;
      const path = join(incoming, `${prefix}-${counter}`);
      try {
        return { path, descriptor: create(path) };
      } catch (error) {
        throw fromSystemError(error, path, "write");
      }
    },
    append(file, bytes) {
      try {
        let done = 0;
        while (done < bytes.length)
          done += writeSync(file.descriptor, bytes, done);
      } catch (error) {
        throw fromSystemError(error, file.path, "write");
      }
    },
    async appendLater(file, bytes) {
      try {
        let done = 0;
        while (done < bytes.length) {
          const { bytesWritten } = await writeLater(
            file.descriptor,
            bytes,
            done,
            bytes.length - done,
            null,
          );
          done += bytesWritten;
        }
      } catch (error) {
        throw fromSystemError(error, file.path, "write");
      }
    },
    discard,
    holds,
    async publish(files) {
      const failures: unknown[] = await Promise.all(
        files.map(async ({ file }) => {
          try {
            await fsyncLater(file.descriptor);
            return null;
          } catch (error) {
            return fromSystemError(error, file.path, "write");
          }
        }),
      );
      const changed = new Map<string, number[]>();
      for (const [index, finished] of files.entries()) {
        if (failures[index] !== null) {
          discard(finished.file);
          continue;
        }
        closeSync(finished.file.descriptor);
        try {
          for (const folder of name(finished)) {
            const users = changed.get(folder);
            if (users === undefined) changed.set(folder, [index]);
            else users.push(index);
          }
        } catch (error) {
          failures[index] = fromSystemError(
            error,
            bitstreamFile(root, finished.content.sha256),
            "write",
          );
          unlinkSync(finished.file.path);
        }
      }
      if (foldersCanBeFlushed) {
        await Promise.all(
          Array.from(changed, async ([folder, users]) => {
            try {
              await flushFolder(folder);
            } catch (error) {
              for (const index of users)
                failures[index] = fromSystemError(error, folder, "write");
            }
          }),
        );
      }
      return failures;
    },
  };
}

/** The error of a run that was told to stop. */
export function cancelled(): AppError {
  return new AppError("run.cancelled", "The run was cancelled.");
}
