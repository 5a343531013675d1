import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { copyFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { dialog, type BrowserWindow } from "electron";
import { fromSystemError } from "../domain/errors.ts";
import { safeName } from "./safe-name.ts";

/**
 * Asks where a copy of a file is to be kept, and puts it there.
 * @param window which the question belongs to; null while there is none
 * @returns absolute path; null when the person thought better of it
 * @throws AppError disk.full, file.unwritable, file.not-found
 */
export async function saveCopy(
  window: BrowserWindow | null,
  path: string,
  name: string,
): Promise<string | null> {
  const question = { defaultPath: safeName(name) };
  const { canceled, filePath } =
    window === null
      ? await dialog.showSaveDialog(question)
      : await dialog.showSaveDialog(window, question);
  if (canceled || filePath === "") return null;
  // Nobody else has a file of this name, so that it can be removed whatever happens.
  const partial = join(dirname(filePath), `.holdall-${randomUUID()}.part`);
  try {
    await copyFile(path, partial, constants.COPYFILE_EXCL);
    await rename(partial, filePath);
  } catch (error) {
    await rm(partial, { force: true });
    throw fromSystemError(error, filePath, "write");
  }
  return filePath;
}
