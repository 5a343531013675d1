import { beforeAll, expect, test, vi } from "vitest";
import type { Holdall } from "../../preload/contract.ts";
import { exposed, ipcRenderer } from "../support/electron.ts";

beforeAll(async () => {
  await import("../../preload/index.ts");
});

const holdall = (): Holdall => exposed.get("holdall") as Holdall;

test("gives the page four functions and nothing else", () => {
  expect([...exposed.keys()]).toEqual(["holdall"]);
  expect(Object.keys(holdall()).sort()).toEqual([
    "heed",
    "invoke",
    "listen",
    "pathOf",
  ]);
});

test("passes a command on", async () => {
  await holdall().invoke("catalog.summary", {});
  expect(ipcRenderer.invoked).toEqual([
    ["holdall:invoke", "catalog.summary", {}],
  ]);
});

test("hears only the event it was asked for, until told to stop", () => {
  const heard = vi.fn();
  const stop = holdall().listen("run.changed", heard);
  ipcRenderer.emit("holdall:event", {}, "run.changed", { id: 1 });
  ipcRenderer.emit("holdall:event", {}, "other.changed", { id: 2 });
  stop();
  ipcRenderer.emit("holdall:event", {}, "run.changed", { id: 3 });
  expect(heard.mock.calls).toEqual([[{ id: 1 }]]);
});

test("tells where a dropped file lies, and nothing about anything else", () => {
  expect(holdall().pathOf(new File([], "sample.zip"))).toBe(
    "/home/ada/sample.zip",
  );
  expect(holdall().pathOf("/etc/passwd")).toBe("");
});

test("keeps what was asked before anybody heeded it", () => {
  const heard = vi.fn();
  ipcRenderer.emit("holdall:wish", {}, { do: "find" });
  const stop = holdall().heed(heard);
  ipcRenderer.emit("holdall:wish", {}, { do: "shortcuts" });
  stop();
  ipcRenderer.emit("holdall:wish", {}, { do: "find" });
  expect(heard.mock.calls).toEqual([[{ do: "find" }], [{ do: "shortcuts" }]]);
});
