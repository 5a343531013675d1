import { open } from "node:fs/promises";
import { platform } from "node:process";

/** Makes renames in a folder last through a loss of power, where the platform can. */
export async function syncFolder(folder: string): Promise<void> {
  if (platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
