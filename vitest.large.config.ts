import { defineConfig } from "vitest/config";
import { reporting } from "./vitest.config.ts";

/** Corpora that take minutes: run on their own, one file at a time, so that they do not share the disk. */
export default defineConfig({
  test: {
    include: ["test/large/**/*.test.ts"],
    fileParallelism: false,
    testTimeout: 1_800_000,
    hookTimeout: 1_800_000,
    ...reporting("large"),
  },
});
