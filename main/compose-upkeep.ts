import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Config } from "./config.ts";
import { createCheckUps } from "./core/check-ups.ts";
import type { composeChecks } from "./compose-checks.ts";
import type { BundledPart, LogTail } from "./domain/upkeep.ts";
import type { JobPaths } from "./jobs/protocol.ts";
import { createQuestions } from "./jobs/questions.ts";
import { readLogTail } from "./log-tail.ts";

/** What keeps an installation in order, and what it is made of, put together. */
export function composeUpkeep(
  config: Config,
  paths: JobPaths,
  logs: string,
  examine: ReturnType<typeof composeChecks>["examine"],
) {
  const questions = createQuestions();
  const checkUps = createCheckUps({
    async *examine(onChecked, signal) {
      // Reading every file keeps a thread busy for minutes; this one has people to answer.
      const checked = await questions.checkFiles(
        { paths },
        {
          signal,
          onProgress: ({ files }) => {
            onChecked(files);
          },
        },
      );
      yield* examine(onChecked, false, checked);
    },
    now: () => Date.now(),
  });
  const file = join(logs, "holdall.log");

  return {
    checkUps,
    logFile: file,
    log: async (limit: number): Promise<LogTail> => ({
      file,
      level: config.logLevel,
      lines: await readLogTail(file, limit),
    }),
    /** Written by the build beside the page; none where the program runs from its sources. */
    parts: async (): Promise<readonly BundledPart[]> => {
      const text = await readFile(
        join(config.page, "licences.json"),
        "utf8",
      ).catch(() => "[]");
      return JSON.parse(text) as BundledPart[];
    },
    async close(): Promise<void> {
      await Promise.all([checkUps.close(), questions.close()]);
    },
  };
}
