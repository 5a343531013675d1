import { dialog, type BrowserWindow } from "electron";

/**
 * Lets the person choose files or folders of this machine.
 * @param window which the question belongs to; null while there is none
 * @returns absolute paths; none when the person thought better of it
 */
export async function choosePaths(
  window: BrowserWindow | null,
  kind: "openFile" | "openDirectory",
): Promise<readonly string[]> {
  const question = { properties: [kind, "multiSelections" as const] };
  const { filePaths } =
    window === null
      ? await dialog.showOpenDialog(question)
      : await dialog.showOpenDialog(window, question);
  return filePaths;
}
