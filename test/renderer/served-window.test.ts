import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addAccount, password, startApiServer } from "../support/api-server.ts";
import { holdallJson } from "../support/holdall.ts";
import { accessibilityFaults, useWindows } from "../support/open-window.ts";

const email = "ada@example.org";
const sample = resolve(import.meta.dirname, "../../sample/metadata.csv");

/** The window as `holdall serve` gives it to a browser, with all of Holdall behind it. */
describe("the window of a server", () => {
  let folder: string;
  let server: Awaited<ReturnType<typeof startApiServer>>;
  const windows = useWindows();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "holdall-window-"));
    const data = join(folder, "data");
    await addAccount(data, email, "--admin");
    await holdallJson(data, "import", sample, "--into", "Lighthouses");
    server = await startApiServer(data);
  });
  afterAll(async () => {
    server.process.kill("SIGTERM");
    await server.finished;
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  async function enter(at: string): Promise<Page> {
    const page = await windows.open(null, { server: `${server.url}/`, at });
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("navigation").waitFor();
    return page;
  }

  test("what is found is put aside, kept, and exported, and is still there after a reload", async () => {
    const page = await enter("");
    const items = () =>
      page
        .getByRole("grid")
        .getAttribute("aria-rowcount")
        .then((rows) => Number(rows) - 1);
    await page.getByRole("button", { name: "Filter" }).click();
    const facets = page.getByRole("region", { name: "Filter" });
    const type = facets.getByRole("group", { name: "Type", exact: true });
    const first = type.getByRole("checkbox").first();
    const name = (await first.getAttribute("aria-label")) ?? "";
    const [, value = "", count = ""] = /^(.*), (\d+) items?$/u.exec(name) ?? [];
    await first.check();
    await expect.poll(items).toBe(Number(count));

    await page.getByRole("button", { name: "Close" }).click();
    await page.getByRole("button", { name: "Save this search" }).click();
    await page.getByRole("dialog").getByLabel("Name").fill("One type");
    await page.keyboard.press("Enter");
    const saved = page.getByRole("region", { name: "Saved searches" });
    await saved.getByText("One type").waitFor();

    await page.getByRole("button", { name: "Columns" }).click();
    const columns = page.getByRole("dialog", { name: "Columns" });
    await columns.getByRole("checkbox", { name: "Type" }).check();
    await columns.getByRole("button", { name: "Use these" }).click();
    await page.getByRole("columnheader", { name: "Type" }).waitFor();

    await page.getByRole("grid").focus();
    await page.keyboard.press("Shift+ArrowDown");
    await page.getByRole("button", { name: "Put into the basket" }).click();
    await page.getByRole("button", { name: "Basket, 2 things" }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);

    await page.reload();
    await page.getByRole("columnheader", { name: "Type" }).waitFor();
    await page.getByRole("button", { name: "Clear all" }).click();
    await saved.getByRole("button", { name: "One type", exact: true }).click();
    await page.getByText(`Type: ${value}`).waitFor();
    await expect.poll(items).toBe(Number(count));
    await page.getByRole("button", { name: "Basket, 2 things" }).click();
    await page.getByRole("button", { name: "Export the basket" }).click();
    const dialog = page.getByRole("dialog", { name: "Export" });
    await dialog.getByText(/^2 items, /u).waitFor();
    await dialog.getByRole("button", { name: "Export", exact: true }).click();
    await page
      .getByRole("article", { name: "Basket" })
      .getByText(/2 of 2 items.*re-read and matched/u)
      .waitFor();
  });
});
