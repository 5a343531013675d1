import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { CommandContext } from "../../../main/commands/command.ts";
import { createActors } from "../../../main/core/actors.ts";
import { createEvents } from "../../../main/core/events.ts";
import type { Bridge } from "../../../main/desktop/bridge.ts";
import { createBridge } from "../../../main/desktop/bridge.ts";
import { AppError } from "../../../main/domain/errors.ts";
import type { Run } from "../../../main/domain/run.ts";
import { WebContents, ipcMain } from "../../support/electron.ts";

const about = {
  name: "Holdall",
  version: "1.2.3",
  dataFolder: "/data",
  platform: "linux",
};
const context = {
  about,
  catalog: {
    summary: () => {
      throw new AppError("disk.full", "The disk is full.", {
        remedy: "Free some space.",
      });
    },
    communities: () => {
      throw new TypeError("secret detail");
    },
  },
} as unknown as CommandContext;

const events = createEvents();
const bugs = vi.fn(() => "b-17");
let contents: WebContents | null;
let bridge: Bridge;

beforeEach(() => {
  bugs.mockClear();
  contents = new WebContents();
  bridge = createBridge({
    context,
    events,
    actors: createActors(),
    ownContents: () => contents as never,
    reportBug: bugs,
  });
});
afterEach(() => {
  bridge.close();
});

const own = new WebContents().mainFrame;
const ask = (
  name: unknown,
  input: unknown = {},
  frame: unknown = own,
): Promise<unknown> => ipcMain.invokeFrom(frame, "holdall:invoke", name, input);

test("answers a command of its own page", async () => {
  expect(await ask("app.about")).toEqual({ ok: true, value: about });
});

test.each([
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "app.missing",
  "",
  7,
  null,
  undefined,
  ["app.about"],
])("refuses the command %j", async (name) => {
  expect(await ask(name)).toMatchObject({
    ok: false,
    error: { code: "input.invalid" },
  });
  expect(bugs).not.toHaveBeenCalled();
});

test.each([{ more: true }, null, undefined, [], "{}"])(
  "refuses input that does not match the schema: %j",
  async (input) => {
    expect(
      await ipcMain.invokeFrom(own, "holdall:invoke", "app.about", input),
    ).toMatchObject({
      ok: false,
      error: { code: "input.invalid", object: "app.about" },
    });
  },
);

describe("refuses a sender that is not the main frame of its own window", () => {
  test.each([
    ["none", null],
    ["another process", { ...own, processId: 5 }],
    ["a frame inside the page", { ...own, routingId: 2 }],
    ["another origin", { ...own, url: "https://example.org/" }],
    [
      "an origin that begins alike",
      { ...own, url: "app://holdall.example.org/index.html" },
    ],
    ["a file", { ...own, url: "file:///home/ada/index.html" }],
    ["no address", { ...own, url: "" }],
  ])("%s", async (_what, frame) => {
    expect(await ask("app.about", {}, frame)).toMatchObject({ ok: false });
  });

  test("no window", async () => {
    contents = null;
    expect(await ask("app.about")).toMatchObject({ ok: false });
  });
});

test("passes an expected failure on as data", async () => {
  expect(await ask("catalog.summary")).toEqual({
    ok: false,
    error: {
      code: "disk.full",
      kind: "failed",
      message: "The disk is full.",
      remedy: "Free some space.",
    },
  });
});

test("tells the page only the id of a bug", async () => {
  const reply = await ask("communities.list");
  expect(reply).toMatchObject({ ok: false, error: { code: "internal" } });
  expect(JSON.stringify(reply)).toContain("b-17");
  expect(JSON.stringify(reply)).not.toContain("secret detail");
  expect(bugs).toHaveBeenCalledOnce();
});

test("tells its page what happens, until it is closed", () => {
  const run = { id: 5, state: "done" } as Run;
  events.announce("run.changed", run);
  bridge.close();
  events.announce("run.changed", run);
  expect(contents?.sent).toEqual([["holdall:event", "run.changed", run]]);
});
