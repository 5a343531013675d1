import { execFileSync } from "node:child_process";
import { stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import type { Page } from "playwright-core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { en } from "../../renderer/locales/en.ts";
import { exactOptions } from "../support/runs.ts";
import type { DesktopApplication } from "./driver/desktop-application.ts";
import { dropFiles } from "./driver/drop-files.ts";
import { get } from "./driver/in-page.ts";
import { createBench } from "./driver/start-application.ts";
import { watchSystem, whatWasSeen } from "./driver/watch-system.ts";

const checkout = resolve(import.meta.dirname, "../..");
const sample = join(checkout, "sample");

let bench: Awaited<ReturnType<typeof createBench>>;
let application: DesktopApplication;
let page: Page;

beforeEach(async () => {
  bench = await createBench();
  application = await bench.start();
  await watchSystem(application);
  page = await application.window();
  await page.getByRole("heading", { name: en.first.title }).waitFor();
});
afterEach(() => bench.remove());

const button = (name: string) =>
  page.getByRole("button", { name, exact: true });
const dialog = (name: string) => page.getByRole("dialog", { name });

/** Exports what is shown, and gives the path of the archive that the file manager was shown. */
async function exportAndReveal(): Promise<string> {
  await button(en.export.button).first().click();
  await dialog(en.export.title)
    .getByRole("button", { name: en.export.confirm, exact: true })
    .click();
  await page
    .getByText(
      new RegExp(`12 of 12 items, \\d+ of \\d+ files.*${en.runs.matched}`),
    )
    .first()
    .waitFor();
  await button(en.runs.reveal).first().click();
  await expect
    .poll(async () => (await whatWasSeen(application)).revealed.length)
    .toBe(1);
  return (await whatWasSeen(application)).revealed[0] ?? "";
}

/** Lets others judge the archive: Info-ZIP, and Holdall's own command line in a process that knows nothing of this one. */
async function expectSound(archive: string): Promise<void> {
  expect(dirname(archive).startsWith(join(bench.dataDir, "exports"))).toBe(
    true,
  );
  expect((await stat(archive)).size).toBeGreaterThan(10_000);
  execFileSync("unzip", ["-tqq", archive]);
  const said = execFileSync(
    process.execPath,
    [join(checkout, "dist/main/cli.js"), "--json", "verify", archive],
    {
      encoding: "utf8",
      env: { ...process.env, HOLDALL_DATA_DIR: bench.dataDir },
    },
  );
  expect(said).toContain("12");
}

test("from an empty catalog to a package in three clicks: sample, Export, confirm", async () => {
  await button(en.first.trySample).click();
  await expectSound(await exportAndReveal());
  expect((await whatWasSeen(application)).notices).toEqual([]);

  // A text of an item comes to the page through app://, and is shown.
  const { items } = await get(page, "items.page", {
    query: "Torvøya",
    sort: "title",
    descending: false,
    limit: 1,
  });
  await page.evaluate((item) => {
    location.hash = `#/?item=${String(item)}`;
  }, items[0]?.id);
  const file = page.locator("details", { hasText: ".txt" }).first();
  await file.locator("summary").click();
  await file.getByRole("button", { name: en.files.preview }).click();
  await expect
    .poll(async () => (await file.locator("pre").innerText()).length)
    .toBeGreaterThan(10);
});

test("a folder that is dropped on the window is taken as a whole", async () => {
  await dropFiles(page, [sample]);
  const offer = dialog(en.import.title);
  await offer.getByText(sample).waitFor();
  expect(await offer.getByRole("listitem").allInnerTexts()).toEqual([
    expect.stringContaining(basename(sample)),
  ]);
  await offer
    .getByRole("button", { name: en.import.confirm, exact: true })
    .click();
  // The table in it that describes the rest is found.
  await page.getByText("12 items", { exact: true }).waitFor();
});

test("what is dropped never takes the place of the page", async () => {
  const before = page.url();
  await dropFiles(page, [join(checkout, "package.json")]);
  await page.waitForTimeout(300);
  expect(page.url()).toBe(before);
});

test("only the archive of a run can be shown in the file manager, whatever the page says", async () => {
  await button(en.first.trySample).click();
  await button(en.export.button).first().waitFor();
  const [imported] = await get(page, "runs.list", { limit: 1 });
  for (const input of [
    { run: imported?.id },
    { run: 999 },
    { run: imported?.id, path: "/etc/passwd" },
    { path: "/etc/passwd" },
  ]) {
    await expect(get(page, "exports.reveal", input as never)).rejects.toThrow();
  }
  expect((await whatWasSeen(application)).revealed).toEqual([]);

  // What was not packed is shown as the folder it is.
  const { id } = await get(page, "exports.create", {
    options: { ...exactOptions, packer: "folder" },
  });
  await expect
    .poll(async () => (await get(page, "runs.get", { run: id })).state, {
      timeout: 30_000,
    })
    .toBe("done");
  await get(page, "exports.reveal", { run: id });
  const [folder = ""] = (await whatWasSeen(application)).revealed;
  expect((await stat(folder)).isDirectory()).toBe(true);
});
