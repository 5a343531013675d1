import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type * as Electron from "../support/electron.ts";

let folder: string;
let electron: typeof Electron;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "holdall-index-"));
  vi.stubEnv("HOLDALL_DATA_DIR", join(folder, "data"));
  vi.stubEnv("HOLDALL_LOG", "silent");
  vi.resetModules();
  electron = await import("../support/electron.ts");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

const startIndex = (): Promise<unknown> => import("../../main/index.ts");

test("starts, answers its window, and closes the catalog before it ends", async () => {
  await startIndex();
  await expect
    .poll(() => electron.BrowserWindow.all.at(-1)?.loaded)
    .toBe("app://holdall/index.html");
  const frame = electron.BrowserWindow.all.at(-1)?.webContents.mainFrame;
  expect(
    await electron.ipcMain.invokeFrom(
      frame,
      "holdall:invoke",
      "catalog.summary",
      {},
    ),
  ).toMatchObject({ ok: true, value: { items: 0 } });
  expect(electron.served).toEqual(["app"]);
  expect(electron.session.defaultSession.check?.(null, "geolocation")).toBe(
    false,
  );

  electron.app.quit();
  expect(electron.app.quits).toBe(0);
  await expect.poll(() => electron.app.quits).toBe(1);
});

test("leaves the data folder alone when another Holdall has it", async () => {
  electron.app.taken = true;
  await startIndex();
  expect(electron.app.quits).toBe(1);
  expect(existsSync(join(folder, "data"))).toBe(false);
  expect(electron.BrowserWindow.all).toEqual([]);
});

test("says why it cannot start", async () => {
  await writeFile(join(folder, "data"), "a file, not a folder");
  await startIndex();
  await expect.poll(() => electron.app.exitCode).toBe(1);
  expect(electron.errors[0]?.[0]).toBe("Holdall cannot start");
  expect(electron.errors[0]?.[1]).toContain(join(folder, "data"));
});
