import { lstat, opendir } from "node:fs/promises";
import { join } from "node:path";
import { fromSystemError, systemErrorCode } from "../domain/errors.ts";

/** A file that was found. */
export interface WalkedFile {
  /** Absolute. */
  readonly path: string;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly modifiedAt: number;
}

/**
 * Every regular file below a folder, or the file itself; links are not followed. What goes while it is looked at is not
 * there.
 * @throws AppError file.unreadable; the reason of the signal
 */
export async function* walkFolder(
  path: string,
  signal?: AbortSignal,
): AsyncGenerator<WalkedFile> {
  signal?.throwIfAborted();
  try {
    const found = await lstat(path);
    if (found.isFile())
      yield { path, bytes: found.size, modifiedAt: found.mtimeMs };
    if (!found.isDirectory()) return;
    for await (const { name } of await opendir(path))
      yield* walkFolder(join(path, name), signal);
  } catch (error) {
    if (signal?.aborted === true) throw error;
    if (systemErrorCode(error) !== "ENOENT")
      throw fromSystemError(error, path, "read");
  }
}
