import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { defineConfig } from "vitest/config";

/** Where .ci/run wants the counts of a run, in a file of this name. */
export function reporting(name: string) {
  const folder = process.env["HOLDALL_TEST_REPORTS"];
  return folder === undefined
    ? { reporters: ["default"] }
    : {
        reporters: ["default", "json"],
        outputFile: { json: join(folder, `${name}.json`) },
      };
}

/**
 * Threads that are started from the sources have their types stripped by WebAssembly, in several threads at once:
 * main/steady-wasm.ts says what may happen then.
 */
export const execArgv = ["--wasm-wrapper-tiering-budget=1000000000"];

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/large/**", "**/*.slow.test.ts"],
    // Electron cannot run inside a test; what Holdall uses of it is written down in one file.
    alias: {
      electron: resolve(import.meta.dirname, "test/support/electron.ts"),
    },
    // Most tests wait for other processes: one file at a time would leave processors idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // A slow machine is no failure; a test that hangs is.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Where nobody watches, a browser that came late is asked once more; by hand every failure shows.
    retry: process.env["CI"] === undefined ? 0 : 1,
    execArgv,
    ...reporting("test"),
  },
});
