import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { receivedFiles } from "./received-files.ts";
import type { TargetBench } from "./target-bench.ts";

export async function startFolderBench(scratch: string): Promise<TargetBench> {
  const folder = join(scratch, "received");
  mkdirSync(folder);
  return {
    target: { settings: { path: folder }, secrets: {} },
    line: null,
    goesOn: true,
    ...receivedFiles(folder),
    wrong: {
      directory: {
        settings: { path: join(scratch, "not there") },
        secrets: {},
      },
    },
    close: async () => {},
  };
}
