import {
  accessSync,
  constants,
  existsSync,
  lstatSync,
  readdirSync,
  realpathSync,
} from "node:fs";
import { rename, rm, rmdir } from "node:fs/promises";
import { dirname, isAbsolute, relative } from "node:path";
import { AppError, fromSystemError } from "../domain/errors.ts";
import type { Packer } from "../packers/packer.ts";
import { syncFolder } from "../store/sync-folder.ts";

/**
 * A folder a person names must be there: a mistyped path, or a disk that is not mounted, must not become a new folder.
 * What is at the path already may be replaced only when it is a plain file (for a folder: an empty folder), and never
 * anything of the data folder.
 * @throws AppError file.unwritable, file.not-found
 */
export function checkTarget(
  target: string,
  dataFolder: string,
  makes: Packer["makes"],
): void {
  const refuse = (reason: string) =>
    new AppError("file.unwritable", `${target} ${reason}.`, {
      object: target,
      remedy: "Choose another path for the archive.",
    });
  try {
    accessSync(dirname(target), constants.W_OK);
    const folder = relative(
      realpathSync(dataFolder),
      realpathSync(dirname(target)),
    );
    if (!folder.startsWith("..") && !isAbsolute(folder)) {
      throw refuse("is inside the data folder");
    }
    const there = lstatSync(target, { throwIfNoEntry: false });
    if (there === undefined) return;
    if (makes === "file" && !there.isFile())
      throw refuse("exists and is not a plain file");
    if (
      makes === "folder" &&
      !(there.isDirectory() && readdirSync(target).length === 0)
    )
      throw refuse("exists already and is not an empty folder");
  } catch (error) {
    throw fromSystemError(error, target, "write");
  }
}

/** A finished archive and the name it is to have. */
export interface FinishedPart {
  readonly part: string;
  readonly target: string;
}

/**
 * Gives finished archives their final names. Those that have them already, from before a crash, keep them; when one
 * cannot have its name, none of them stays.
 * @throws AppError file.unwritable, disk.full
 */
export async function nameArchives(
  parts: readonly FinishedPart[],
  makes: Packer["makes"],
): Promise<void> {
  const named: string[] = [];
  for (const { part, target } of parts) {
    try {
      if (existsSync(part)) {
        // An empty folder makes room for the new one; not every system lets a rename do that.
        if (makes === "folder" && existsSync(target)) await rmdir(target);
        await rename(part, target);
      }
      named.push(target);
      await syncFolder(dirname(target));
    } catch (error) {
      for (const path of [...named, ...parts.map((one) => one.part)])
        await rm(path, { recursive: true, force: true });
      throw fromSystemError(error, target, "write");
    }
  }
}
