import { lstat, open, opendir, stat } from "node:fs/promises";
import { join } from "node:path";
import { structureName } from "../../domain/saf-sidecar.ts";
import { isLitter } from "./tree.ts";

/** How many folders are looked into, and how deep, before a folder is taken for something else. */
const lookLimit = 200;
const depthLimit = 3;
/** How much of a ZIP is searched at either end. */
const searchSize = 1024 * 1024;

/**
 * Whether a folder has an item folder in it, or a ZIP names a `dublin_core.xml` near its beginning or in the end of its
 * list of entries (names are plain text in both).
 */
export async function recognisesSaf(path: string): Promise<boolean> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) return await recognisesFolder(path);
    if (!found.isFile()) return false;
    const { size } = found;
    const file = await open(path, "r");
    try {
      const head = Buffer.alloc(Math.min(size, searchSize));
      await file.read(head, 0, head.length, 0);
      if (head[0] !== 0x50 || head[1] !== 0x4b) return false;
      if (namesItems(head)) return true;
      const tail = Buffer.alloc(Math.min(size, searchSize));
      await file.read(tail, 0, tail.length, size - tail.length);
      return namesItems(tail);
    } finally {
      await file.close();
    }
  } catch {
    return false;
  }
}

function namesItems(bytes: Buffer): boolean {
  return bytes.includes("dublin_core.xml") || bytes.includes(structureName);
}

async function recognisesFolder(path: string): Promise<boolean> {
  let looks = 0;
  const look = async (folder: string, depth: number): Promise<boolean> => {
    if (++looks > lookLimit) return false;
    for (const name of ["dublin_core.xml", structureName]) {
      const found = await lstat(join(folder, name)).catch(() => null);
      if (found?.isFile() === true) return true;
    }
    if (depth === depthLimit) return false;
    for await (const entry of await opendir(folder)) {
      if (!entry.isDirectory() || isLitter(entry.name)) continue;
      if (await look(join(folder, entry.name), depth + 1)) return true;
      if (looks > lookLimit) return false;
    }
    return false;
  };
  return look(path, 0);
}
