import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/large/**"],
    // Electron cannot run inside a test; what Holdall uses of it is written down in one file.
    alias: {
      electron: resolve(import.meta.dirname, "test/support/electron.ts"),
    },
    // A slow machine is no failure; a test that hangs is.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
