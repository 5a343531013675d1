import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Type } from "typebox";
import { AppError } from "../../../main/domain/errors.ts";
import type { Bridge } from "../../../main/desktop/bridge.ts";
import { createBridge } from "../../../main/desktop/bridge.ts";
import { WebContents, ipcMain } from "../../support/electron.ts";

const own = new WebContents().mainFrame;
const bugs = vi.fn(() => "b-17");
let bridge: Bridge;

const commands = {
  "number.double": {
    input: Type.Object(
      { number: Type.Integer() },
      { additionalProperties: false },
    ),
    handler: (_context: unknown, input: unknown) =>
      Promise.resolve((input as { number: number }).number * 2),
  },
  "number.refuse": {
    input: Type.Object({}),
    handler: () => {
      throw new AppError("disk.full", "The disk is full.", {
        remedy: "Free some space.",
      });
    },
  },
  "number.break": {
    input: Type.Object({}),
    handler: () => {
      throw new TypeError("secret detail");
    },
  },
};

beforeEach(() => {
  bugs.mockClear();
  bridge = createBridge({
    commands,
    context: {},
    ownFrame: () => own as never,
    reportBug: bugs,
  });
});
afterEach(() => {
  bridge.close();
});

const ask = (
  name: unknown,
  input: unknown,
  frame: unknown = own,
): Promise<unknown> => ipcMain.invokeFrom(frame, "holdall:invoke", name, input);

test("answers a command of its own page", async () => {
  expect(await ask("number.double", { number: 21 })).toEqual({
    ok: true,
    value: 42,
  });
});

test.each([
  "__proto__",
  "constructor",
  "toString",
  "number.triple",
  "",
  7,
  null,
  undefined,
])("refuses the command %s", async (name) => {
  expect(await ask(name, {})).toMatchObject({
    ok: false,
    error: { code: "input.invalid" },
  });
  expect(bugs).not.toHaveBeenCalled();
});

test.each([
  { number: "21" },
  { number: 1.5 },
  { number: 1, more: true },
  null,
  undefined,
  [],
])("refuses input that does not match the schema: %j", async (input) => {
  expect(await ask("number.double", input)).toMatchObject({
    ok: false,
    error: { code: "input.invalid", object: "number.double" },
  });
});

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
    expect(await ask("number.double", { number: 1 }, frame)).toMatchObject({
      ok: false,
    });
  });
});

test("passes an expected failure on as data", async () => {
  expect(await ask("number.refuse", {})).toEqual({
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
  const reply = await ask("number.break", {});
  expect(reply).toMatchObject({ ok: false, error: { code: "internal" } });
  expect(JSON.stringify(reply)).toContain("b-17");
  expect(JSON.stringify(reply)).not.toContain("secret detail");
  expect(bugs).toHaveBeenCalledOnce();
});
