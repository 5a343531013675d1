import { defineConfig } from "vitest/config";
import { execArgv, reporting } from "./vitest.config.ts";

/** What takes too long for every day: tests that are thorough, and corpora that take minutes. */
export default defineConfig({
  test: {
    testTimeout: 1_800_000,
    hookTimeout: 1_800_000,
    retry: process.env["CI"] === undefined ? 0 : 1,
    execArgv,
    ...reporting("large"),
    projects: [
      {
        extends: true,
        test: {
          name: "slow",
          include: ["test/**/*.slow.test.ts"],
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: "large",
          include: ["test/large/**/*.test.ts"],
          // One file at a time, so that they do not share the disk, and measure themselves alone.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
