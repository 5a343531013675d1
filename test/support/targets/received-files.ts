import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import type { TargetBench } from "./target-bench.ts";

/** Looks at what a server has received by looking into its folder. */
export function receivedFiles(
  folder: string,
): Pick<TargetBench, "received" | "names"> {
  return {
    async received(name) {
      const path = join(folder, name);
      return existsSync(path) ? await readFile(path) : null;
    },
    async names() {
      const entries = await readdir(folder, {
        recursive: true,
        withFileTypes: true,
      });
      return entries
        .filter((entry) => entry.isFile())
        .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
        .sort();
    },
  };
}
