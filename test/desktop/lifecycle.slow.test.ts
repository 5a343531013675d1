import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import SQLite from "better-sqlite3";
import type { Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Run } from "../../main/domain/run.ts";
import type { DesktopApplication } from "./driver/desktop-application.ts";
import { get } from "./driver/in-page.ts";
import { createBench } from "./driver/start-application.ts";
import { answer, watchSystem, whatWasSeen } from "./driver/watch-system.ts";
import { writeSheet } from "./driver/write-sheet.ts";

let bench: Awaited<ReturnType<typeof createBench>>;

beforeEach(async () => {
  bench = await createBench();
});
afterEach(() => bench.remove());

async function open(): Promise<{
  application: DesktopApplication;
  page: Page;
}> {
  const application = await bench.start();
  await watchSystem(application);
  const page = await application.window();
  await page.getByRole("heading").first().waitFor();
  return { application, page };
}

/** Enough that a fast machine is still at it when the next click comes; a slow one may take its time. */
const items = 4000;
vi.setConfig({ testTimeout: 240_000 });
/** Time in which something must have moved, in milliseconds; afterwards nobody waits any more. */
const patience = 30_000;

/**
 * Waits for something that may take its time, but not for something that has come to a stand.
 * @param look null as long as it is not there
 * @param sign what changes on the way there
 */
async function arrival<Found>(
  look: () => Found | null | Promise<Found | null>,
  sign: () => unknown = () => null,
): Promise<Found> {
  let seen = "";
  let moved = Date.now();
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    const now = JSON.stringify(await sign());
    if (now !== seen) moved = Date.now();
    else if (Date.now() - moved > patience)
      throw new Error(`It has come to a stand: ${now}`);
    seen = now;
    await pause(50);
  }
}

/** Exit code of an application that is ending. */
async function end(
  application: DesktopApplication,
  sign?: () => unknown,
): Promise<number | null> {
  let code: { readonly code: number | null } | null = null;
  void application.ended.then((found) => (code = { code: found }));
  return (await arrival(() => code, sign)).code;
}

/** What the sign in the tray says: how far it is. */
const tray = async (application: DesktopApplication) =>
  (await whatWasSeen(application).catch(() => null))?.tray;

/** Starts an import that takes a moment, and waits until it is in the middle of it. */
async function startRun(page: Page): Promise<Run> {
  const sheet = await writeSheet(join(bench.folder, "sheet"), items);
  const run = await get(page, "imports.create", {
    path: sheet,
    into: "Readings",
    strict: false,
    newIdentifiers: false,
  });
  await expect
    .poll(
      async () => (await get(page, "runs.get", { run: run.id })).progress.items,
      { interval: 20, timeout: 20_000 },
    )
    .toBeGreaterThan(0);
  const reached = await get(page, "runs.get", { run: run.id });
  expect(reached.state).toBe("processing");
  return reached;
}

/** Waits until the run has come to its end. */
function ended(page: Page, { id }: Run): Promise<Run> {
  const look = () => get(page, "runs.get", { run: id });
  return arrival(
    async () => {
      const run = await look();
      return run.finishedAt === null ? null : run;
    },
    async () => (await look()).progress,
  );
}

async function expectWhole(page: Page, run: Run): Promise<void> {
  expect(await ended(page, run)).toMatchObject({ state: "done" });
  expect(await get(page, "catalog.summary", {})).toMatchObject({
    items,
    bitstreams: items,
  });
}

const quit = (application: DesktopApplication): Promise<void> =>
  application.evaluate(({ app }) => {
    app.quit();
  });

const closeWindow = (application: DesktopApplication): Promise<void> =>
  application.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.close();
  });

describe("start and end", () => {
  test("closing the window ends the application when nothing runs, and the catalog is closed", async () => {
    const { application, page } = await open();
    expect(await get(page, "catalog.summary", {})).toMatchObject({ items: 0 });
    await closeWindow(application);
    expect(await end(application)).toBe(0);
    expect(application.stderr()).toBe("");
    // SQLite removes its write-ahead log when the last connection closes.
    expect(existsSync(join(bench.dataDir, "catalog.sqlite"))).toBe(true);
    expect(existsSync(join(bench.dataDir, "catalog.sqlite-wal"))).toBe(false);
  });

  test("it says why it cannot start, and keeps its hands off", async () => {
    await writeFile(bench.dataDir, "a file, not a folder");
    const application = await bench.start();
    expect(await end(application)).toBe(1);
    expect(application.stderr()).toContain("Holdall cannot start");
    expect(application.stderr()).toContain(bench.dataDir);
    expect(await readFile(bench.dataDir, "utf8")).toBe("a file, not a folder");
  });

  test("it says of a catalog that is none what it is, and leaves it alone", async () => {
    await mkdir(bench.dataDir);
    const file = join(bench.dataDir, "catalog.sqlite");
    const photos = new SQLite(file);
    photos.exec("CREATE TABLE photo (id INTEGER PRIMARY KEY)");
    photos.close();
    const before = await readFile(file);
    const application = await bench.start();
    expect(await end(application)).toBe(1);
    expect(application.stderr()).toContain("no catalog of Holdall");
    expect(await readFile(file)).toEqual(before);
  });

  // A real Electron says by itself whether it is installed.
  if (process.env["HOLDALL_ELECTRON"] === undefined)
    test("an installed Holdall does not start with a switch for developers", async () => {
      const application = await bench.start({
        env: { HOLDALL_STAND_IN_PACKAGED: "1" },
        switches: ["--remote-debugging-port=0"],
      });
      expect(await end(application)).toBe(1);
      expect(application.stderr()).toContain("--remote-debugging-port");
      expect(existsSync(bench.dataDir)).toBe(false);
    });

  test("the window opens where it was closed, unless no screen is there any more", async () => {
    const bounds = { x: 40, y: 60, width: 900, height: 700 };
    const place = (application: DesktopApplication): Promise<object> =>
      application.evaluate(
        ({ BrowserWindow }) =>
          BrowserWindow.getAllWindows()[0]?.getNormalBounds() ?? {},
      );
    const first = await open();
    const usual = await place(first.application);
    await first.application.evaluate(({ BrowserWindow }, wanted) => {
      BrowserWindow.getAllWindows()[0]?.setBounds(wanted);
    }, bounds);
    await quit(first.application);
    await end(first.application);
    const second = await open();
    expect(await place(second.application)).toEqual(bounds);
    await second.application.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.setBounds({ x: 90_000, y: 90_000 });
    });
    await quit(second.application);
    await end(second.application);
    const third = await open();
    expect(await place(third.application)).toEqual(usual);
  });

  test("what it remembers of the window is not trusted", async () => {
    await mkdir(join(bench.dataDir, "window"), { recursive: true });
    await writeFile(
      join(bench.dataDir, "window/window.json"),
      '{"bounds":{"x":"0","y":null,"width":1e99},"maximized":"yes"}',
    );
    const { page } = await open();
    expect(await get(page, "app.about", {})).toMatchObject({
      dataFolder: bench.dataDir,
    });
  });
});

describe("while something runs", () => {
  test("closing the window does not stop it; the tray and a notice say how it goes", async () => {
    const { application, page } = await open();
    const run = await startRun(page);
    expect((await whatWasSeen(application)).tray).toContain(run.title);
    await closeWindow(application);
    const notices = await arrival(
      async () => {
        const seen = (await whatWasSeen(application)).notices;
        return seen.length > 1 ? seen : null;
      },
      () => tray(application),
    );
    expect(notices).toEqual([
      "Holdall goes on in the background",
      "Import finished",
    ]);
    expect((await whatWasSeen(application)).tray).toBe("Nothing is running");
    const opened = application.nextWindow();
    await application.evaluate(({ app }) => {
      app.emit("activate");
    });
    const again = await opened;
    await again.getByRole("heading").first().waitFor();
    await expectWhole(again, run);
    expect((await whatWasSeen(application)).tray).toBe(null);
  });

  test("a page that crashes is loaded again, and what runs does not notice", async () => {
    const { application, page } = await open();
    const run = await startRun(page);
    await application.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer();
    });
    await expect
      .poll(
        () =>
          application.evaluate(({ BrowserWindow }, id) => {
            const [window] = BrowserWindow.getAllWindows();
            const late = new Promise((resolve) => setTimeout(resolve, 2000));
            const asked = window?.webContents
              .executeJavaScript(
                `window.holdall.invoke("runs.get", { run: ${id} })`,
              )
              .catch(() => null);
            return Promise.race([asked, late]);
          }, run.id),
        { timeout: 40_000, interval: 200 },
      )
      .toMatchObject({ ok: true, value: { state: "done" } });
  });

  test("a notice tells of the end only when nobody is looking", async () => {
    const { application, page } = await open();
    await ended(page, await startRun(page));
    expect((await whatWasSeen(application)).notices).toEqual([]);
  });

  test("quitting asks; the person may stay, and may stop it and go on at the next start", async () => {
    const { application, page } = await open();
    const run = await startRun(page);
    await quit(application);
    await expect
      .poll(async () => (await whatWasSeen(application)).questions)
      .toEqual(["Something is still running."]);
    // Asking again while the question is open asks nothing more.
    await quit(application);
    await answer(application, 2);
    // Until the answer is heard, quitting once more is asking again while the question is open.
    await expect
      .poll(async () => (await whatWasSeen(application)).open)
      .toBe(false);
    expect((await get(page, "runs.get", { run: run.id })).state).toBe(
      "processing",
    );
    await quit(application);
    await answer(application, 1);
    expect(await end(application)).toBe(0);
    const next = await open();
    const found = await get(next.page, "runs.get", { run: run.id });
    expect(["queued", "processing", "done"]).toContain(found.state);
    await expectWhole(next.page, run);
  });

  test("the person may let it finish first; then Holdall ends by itself", async () => {
    const { application, page } = await open();
    const run = await startRun(page);
    await quit(application);
    await answer(application, 0);
    expect(await end(application, () => tray(application))).toBe(0);
    const next = await open();
    await expectWhole(next.page, run);
    expect((await whatWasSeen(next.application)).notices).toEqual([]);
  });

  test("a system that goes down is not kept waiting by a question", async () => {
    const { application, page } = await open();
    const run = await startRun(page);
    application.process.kill("SIGTERM");
    expect(await end(application)).toBe(0);
    const next = await open();
    await expectWhole(next.page, run);
  });

  test("after a crash it goes on at the next start", async () => {
    const { application, page } = await open();
    const run = await startRun(page);
    await application.dispose();
    const next = await open();
    await expectWhole(next.page, run);
  });
});
