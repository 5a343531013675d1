import { opendir } from "node:fs/promises";
import { join } from "node:path";

/**
 * Tables that lie in a folder itself, by their names alone.
 * @param most how many are looked for
 * @returns their paths; none where there is no folder that can be read
 */
export async function tablesIn(
  folder: string,
  most: number,
): Promise<readonly string[]> {
  const found: string[] = [];
  try {
    for await (const entry of await opendir(folder)) {
      if (!entry.isFile() || !/\.(?:csv|tsv|tab)$/iu.test(entry.name)) continue;
      found.push(join(folder, entry.name));
      if (found.length === most) break;
    }
  } catch {
    return [];
  }
  return found;
}
