import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startApiServer, type ApiServer } from "../support/api-server.ts";
import { performMainJobs } from "../support/main-jobs/main-jobs.ts";
import { withKeyboard } from "../support/main-jobs/with-keyboard.ts";
import { withMouse } from "../support/main-jobs/with-mouse.ts";
import { createBench } from "./driver/start-application.ts";
import { watchSystem, whatWasSeen } from "./driver/watch-system.ts";
import { en } from "../../renderer/locales/en.ts";

// These are many things in one go, and a slow machine is no failure.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });
let bench: Awaited<ReturnType<typeof createBench>>;
let server: ApiServer | null = null;
beforeEach(async () => {
  bench = await createBench();
});
afterEach(async () => {
  await server?.stop();
  server = null;
  await bench.remove();
});

test.each([
  ["mouse", withMouse],
  ["keyboard", withKeyboard],
] as const)("the main jobs in the application, by %s", async (_, hands) => {
  const application = await bench.start();
  await watchSystem(application);
  const page = await application.window();
  const person = hands(page);
  await performMainJobs({
    page,
    person,
    folder: bench.folder,
    dataDir: bench.dataDir,
    enter: () => Promise.resolve(),
    async take(card) {
      await person.press(card.getByRole("button", { name: en.runs.reveal }));
      await expect
        .poll(async () => (await whatWasSeen(application)).revealed, {
          timeout: 30_000,
        })
        .toHaveLength(1);
      const [first = ""] = (await whatWasSeen(application)).revealed;
      const beside = await readdir(dirname(first));
      return beside
        .filter((name) => name.endsWith(".zip"))
        .map((name) => join(dirname(first), name));
    },
    async api() {
      server = await startApiServer(bench.dataDir);
      return server.url;
    },
    reload: () => Promise.resolve(),
    leaveAndReturn: () => Promise.resolve(),
  });
});
