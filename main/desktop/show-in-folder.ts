import { isAbsolute } from "node:path";
import { shell } from "electron";

/**
 * Shows a file in the file manager.
 * @param path absolute path, from a run or from the configuration, never from the page
 */
export function showInFolder(path: string): void {
  if (isAbsolute(path)) shell.showItemInFolder(path);
}
