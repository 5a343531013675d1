import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createServer } from "../../../main/api/server.ts";
import {
  createRspaceExports,
  percentDone,
  type RspaceExport,
} from "../../../main/core/rspace-exports.ts";
import { AppError } from "../../../main/domain/errors.ts";
import {
  noProgress,
  type RunPhase,
  type RunProgress,
} from "../../../main/domain/run.ts";
import { addKey, ask } from "../../support/api-server.ts";
import { makeApiWorld, type ApiWorld } from "../../support/api-world.ts";
import { errorOf } from "../../support/rspace-server.ts";
import { withApplication } from "../../support/runs.ts";

let world: ApiWorld;
beforeAll(async () => {
  world = await makeApiWorld();
});
afterAll(() => world.remove());

const wish: RspaceExport = {
  format: "xml",
  scope: "user",
  id: null,
  selections: [],
  includeRevisionHistory: false,
  maxLinkLevel: 1,
};
const never = (): never => {
  throw new Error("nobody asks for this");
};

describe("exports as RSpace's clients start them", () => {
  it("are one at a time, however close together they come", async () => {
    await withApplication(world.data, async ({ api, context, runner }) => {
      const account = context.accounts
        .list()
        .find(({ email }) => email === "user@example.org");
      if (account === undefined) throw new Error("no such account");
      const starts = await Promise.allSettled(
        Array.from({ length: 20 }, () =>
          api.rspaceExports.start(account, wish, "http://127.0.0.1"),
        ),
      );
      const taken = starts.filter(({ status }) => status === "fulfilled");
      expect(taken).toHaveLength(1);
      for (const start of starts)
        if (start.status === "rejected")
          expect(start.reason).toMatchObject({ code: "export.one-at-a-time" });
      for (const run of context.runs.unfinished({
        account,
        local: true,
        administrator: true,
        groups: [],
      }))
        await runner.ended(run.id);
    });
  });

  it("are not begun on a full disk, which is told after everything else", async () => {
    const key = await addKey(world.data, "user@example.org");
    await withApplication(world.data, async ({ api, config }) => {
      const running = { now: false };
      const rspaceExports = createRspaceExports(
        {
          create: never,
          isRunning: () => running.now,
          wake: never,
          get: never,
          byArchive: never,
          keepPercent: never,
          run: never,
          fileSize: never,
          freeBytes: () => Promise.resolve(1000),
          now: never,
        },
        { checkOptions: () => undefined },
        {
          resolve: (_caller, { scope }) =>
            scope === "group"
              ? Promise.reject(new AppError("access.denied", "Not you."))
              : Promise.resolve({
                  selection: { kind: "site" },
                  scope: null,
                  name: "x",
                  title: "x",
                  skipped: [],
                }),
        },
        api.access,
      );
      const server = await createServer(
        { ...api, rspaceExports },
        { ...config, version: "1" },
      );
      const url = await server.listen();
      const start = async (path: string) =>
        errorOf(
          await ask(url, `/api/v1/export/${path}`, {
            method: "POST",
            headers: { apiKey: key },
          }),
        );
      expect(await start("xml/user")).toEqual([500, 50004]);
      running.now = true;
      expect(await start("xml/user")).toEqual([429, 42901]);
      expect(await start("xml/group")).toEqual([401, 40101]);
      expect(await start("xml/user?x=1")).toEqual([400, 40002]);
      await server.close();
    });
  });
});

it("progress is always between 0 and 100, and rises through a run", () => {
  const at = (phase: RunPhase, bytes: number, bytesTotal = 1000) =>
    percentDone({ ...noProgress, phase, bytes, bytesTotal, itemsTotal: 10 });
  const steps = [
    at("waiting", 0, 0),
    at("planning", 0, 0),
    at("packing", 0),
    at("packing", 1),
    at("packing", 500),
    at("packing", 1000),
    at("closing", 1000),
    at("verifying", 0),
    at("verifying", 333),
    at("verifying", 1000),
    at("finished", 1000),
  ];
  expect(steps).toEqual([...steps].sort((a, b) => a - b));
  const strange: RunProgress = {
    ...noProgress,
    phase: "packing",
    items: 7,
    itemsTotal: 3,
  };
  for (const percent of [...steps, percentDone(strange), at("packing", 2000)]) {
    expect(percent).toBeGreaterThan(0);
    expect(percent).toBeLessThan(100);
    expect(Math.round(percent * 100) / 100).toBe(percent);
  }
});
