import { join, resolve } from "node:path";
import type { Page } from "playwright-core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { en } from "../../renderer/locales/en.ts";
import { exactOptions } from "../support/runs.ts";
import type { DesktopApplication } from "./driver/desktop-application.ts";
import { get } from "./driver/in-page.ts";
import { createBench } from "./driver/start-application.ts";

const sheet = resolve(import.meta.dirname, "../../sample/metadata.csv");
vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

let bench: Awaited<ReturnType<typeof createBench>>;
let application: DesktopApplication;
let page: Page;

beforeEach(async () => {
  bench = await createBench();
});
afterEach(() => bench.remove());

async function open(opened: readonly string[] = []): Promise<void> {
  application = await bench.start({ opened });
  page = await application.window();
  await page.getByRole("heading").first().waitFor();
}

/** Chooses an item of the application's menu. */
const choose = (id: string): Promise<void> =>
  application.evaluate(({ Menu }, chosen) => {
    const item = Menu.getApplicationMenu()?.getMenuItemById(chosen);
    if (item === null || item === undefined)
      throw new Error(`There is no ${chosen} in the menu.`);
    (item as unknown as { click(): void }).click();
  }, id);

async function importSample(): Promise<void> {
  const run = await get(page, "imports.sample", {});
  await expect
    .poll(async () => (await get(page, "runs.get", { run: run.id })).state, {
      timeout: 60_000,
    })
    .toBe("done");
}

const dialog = (name: string) => page.getByRole("dialog", { name });
const address = () => decodeURIComponent(page.url());

test("a file that is opened with Holdall is offered for import, at the start and later", async () => {
  await open([sheet]);
  await dialog(en.import.title).getByText(sheet).waitFor();
  await page.keyboard.press("Escape");
  await dialog(en.import.title).waitFor({ state: "detached" });

  const second = await bench.start({ opened: [sheet] });
  expect(await second.ended).toBe(0);
  await dialog(en.import.title).getByText(sheet).waitFor();
});

test("links show what they name, and can do nothing else", async () => {
  await open();
  await importSample();
  const [collection] = await get(page, "collections.list", {});
  const uuid = collection?.uuid ?? "";
  const second = await bench.start({
    opened: [`holdall://collection/${uuid}`],
  });
  expect(await second.ended).toBe(0);
  await expect.poll(address, { timeout: 10_000 }).toContain(`in=${uuid}`);

  /** As macOS tells it. */
  const openLink = (link: string): Promise<void> =>
    application.evaluate(({ app }, opened) => {
      app.emit("open-url", { preventDefault: () => undefined }, opened);
    }, link);
  for (const [link, shown] of [
    ["holdall://run/1", "#/exports/1"],
    ["holdall://item/3", "item=3"],
    ["holdall://runs/1", "#/exports/1"],
  ] as const) {
    await openLink(link);
    await expect.poll(address, { timeout: 10_000 }).toContain(shown);
  }
  const before = address();
  for (const link of [
    "holdall://run/../../etc/passwd",
    "holdall://collection/javascript:alert(1)",
    "holdall://delete/1",
    "holdall:",
    "https://example.org/",
  ])
    await openLink(link);
  await page.waitForTimeout(300);
  expect(address()).toBe(before);
});

test("the menu goes to rooms, finds, and shows the keys", async () => {
  await open();
  await importSample();
  await choose("go-exports");
  await expect.poll(address).toContain("exports");
  await choose("find");
  await page.getByRole("searchbox", { name: en.collections.search }).waitFor();
  await expect
    .poll(() =>
      page.evaluate(() => document.activeElement?.getAttribute("type")),
    )
    .toBe("search");
  await choose("shortcuts");
  await dialog(en.shortcuts.title).getByText(en.shortcuts.quit).waitFor();
  await page.keyboard.press("Escape");
  await dialog(en.shortcuts.title).waitFor({ state: "detached" });

  await page.getByRole("heading", { level: 1 }).focus();
  await page.keyboard.press("?");
  await dialog(en.shortcuts.title).waitFor();

  // What stands in a dialog is not lost to a key of the menu.
  const before = address();
  await choose("go-exports");
  await page.waitForTimeout(300);
  expect(address()).toBe(before);
  await page.keyboard.press("Escape");
  await dialog(en.shortcuts.title).waitFor({ state: "detached" });
  await choose("go-exports");
  await expect.poll(address).toContain("exports");
});

test("files chosen from the menu are offered for import", async () => {
  await open();
  await application.evaluate(({ dialog: asked }, path) => {
    Object.assign(asked, {
      showOpenDialog: () =>
        Promise.resolve({ canceled: false, filePaths: [path] }),
    });
  }, sheet);
  await choose("import");
  await dialog(en.import.title).getByText(sheet).waitFor();
});

test("the taskbar shows how far a run is, and that one has ended unseen; the archive can be dragged out", async () => {
  await open();
  await importSample();
  await application.evaluate(({ app, BrowserWindow }) => {
    const seen = {
      progress: [] as number[],
      badge: 0,
      dragged: [] as string[],
    };
    Object.assign(globalThis, { manners: seen });
    const [window] = BrowserWindow.getAllWindows();
    if (window === undefined) throw new Error("There is no window.");
    window.setProgressBar = (progress) => void seen.progress.push(progress);
    window.webContents.startDrag = ({ file }) => void seen.dragged.push(file);
    app.setBadgeCount = (count = 0) => {
      seen.badge = count;
      return true;
    };
    window.blur();
  });
  const [collection] = await get(page, "collections.list", {});
  const run = await get(page, "exports.create", {
    target: collection?.uuid ?? "",
    options: exactOptions,
  });
  await expect
    .poll(async () => (await get(page, "runs.get", { run: run.id })).state, {
      timeout: 60_000,
    })
    .toBe("done");
  const manners = () =>
    application.evaluate(
      () =>
        (
          globalThis as unknown as {
            manners: { progress: number[]; badge: number; dragged: string[] };
          }
        ).manners,
    );
  const { progress, badge } = await manners();
  expect(progress.length).toBeGreaterThan(1);
  expect(progress.at(-1)).toBe(-1);
  expect(badge).toBe(1);
  await application.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.focus();
  });
  expect((await manners()).badge).toBe(0);

  await get(page, "exports.drag", { run: run.id });
  const { dragged } = await manners();
  expect(dragged).toHaveLength(1);
  expect(dragged[0]?.startsWith(join(bench.dataDir, "exports"))).toBe(true);
  await expect(get(page, "exports.drag", { run: 999 })).rejects.toThrow();
});
