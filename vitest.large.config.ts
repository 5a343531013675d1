import { defineConfig, mergeConfig } from "vitest/config";
import base from "./vitest.config.ts";

/** Corpora that take minutes: run on their own, one file at a time, so that they do not share the disk. */
export default mergeConfig(
  { ...base, test: { ...base.test, include: [], exclude: [] } },
  defineConfig({
    test: {
      include: ["test/large/**/*.test.ts"],
      fileParallelism: false,
      testTimeout: 1_800_000,
      hookTimeout: 1_800_000,
    },
  }),
);
