import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ExportDefinition } from "../../main/domain/export-definition.ts";
import { addAccount, password, startApiServer } from "../support/api-server.ts";
import { holdallJson } from "../support/holdall.ts";
import { accessibilityFaults, useWindows } from "../support/open-window.ts";

const shell = promisify(execFile);
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

  test("a key that is made in the settings works in the line beside it", async () => {
    const page = await enter("#/settings");
    await page.getByLabel("Name of the new key").fill("nightly script");
    await page.getByRole("button", { name: "Create a key" }).click();
    await page.getByText("nightly script", { exact: true }).waitFor();
    for (const [dialect, expected] of [
      ["holdall", '"ok":true'],
      ["dspace", '"communities"'],
      ["easydb", '"token"'],
    ] as const) {
      const line = await page.locator(`[data-curl=${dialect}]`).innerText();
      const { stdout } = await shell("sh", ["-c", line]);
      expect(stdout.replaceAll(" ", ""), line).toContain(expected);
    }
    await page
      .getByRole("button", { name: "Revoke the key nightly script" })
      .click();
    await page.getByText("There is no key yet.").waitFor();
    // What was copied before is worth nothing any more.
    const holdallLine = await page.locator("[data-curl=holdall]").innerText();
    expect((await shell("sh", ["-c", holdallLine])).stdout).toContain(
      '"ok":false',
    );
  });

  test("a weekly export is made, fails to be delivered, says why, and is delivered in the end", async () => {
    const place = join(folder, "drive");
    const page = await enter("");
    await page.getByText("Lighthouses").first().click();
    await page
      .getByRole("heading", { level: 1, name: "Lighthouses" })
      .waitFor();
    await page.getByRole("button", { name: "Export", exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Nothing gets lost, and there is room.").waitFor();
    await dialog.getByLabel("Regularly").check();
    await dialog.getByText("Every Monday at 03:00").waitFor();
    await expect
      .poll(() => dialog.getByText(/^Mon, .*03:00$/u).count())
      .toBe(5);
    await dialog.getByLabel("Name", { exact: true }).fill("Weekly copy");
    await dialog.getByText("Where to").click();
    await dialog.getByRole("button", { name: "Add a target" }).click();
    await dialog.getByLabel("Folder", { exact: true }).fill(place);
    await dialog.getByRole("button", { name: "Test the connection" }).click();
    await dialog.getByText("The test failed.").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Save" }).click();

    const card = page.getByRole("article", { name: "Weekly copy" });
    await card.getByText("Every Monday at 03:00").waitFor();
    const [definition] = (await server.command(
      await server.logIn(email),
      "definitions.list",
    )) as ExportDefinition[];
    expect(definition?.schedules).toMatchObject([
      { kind: "times", weekdays: ["monday"], hours: [3], minutes: [0] },
    ]);

    await card.getByRole("button", { name: "Run now" }).click();
    const run = page.getByRole("article", { name: "Weekly copy" });
    await run.getByText("re-read and matched").waitFor();
    await run.getByRole("button", { name: "Details" }).click();
    await run.getByText("From the saved export “Weekly copy”").waitFor();
    await run.getByText("The delivery failed.").waitFor();
    expect(await run.getByText(place).count()).toBeGreaterThan(0);
    expect(await accessibilityFaults(page)).toEqual([]);

    await mkdir(place);
    await run.getByRole("button", { name: "Deliver again" }).click();
    await run.getByText(/^Delivered · /u).waitFor();
    expect(await readdir(place)).toEqual([expect.stringMatching(/\.zip$/u)]);
    // A browser writes the refusal of the test to its console; it was provoked.
    windows.complaints.length = 0;
  });

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

  test("the language and the colours that are chosen stay", async () => {
    const page = await enter("#/settings");
    await page.getByLabel("Deutsch").check();
    await page
      .getByRole("heading", { level: 1, name: "Einstellungen" })
      .waitFor();
    await page.getByLabel("Dunkel").check();
    await page.locator(".v-application.v-theme--dark").waitFor();
    await page.reload();
    await page
      .getByRole("heading", { level: 1, name: "Einstellungen" })
      .waitFor();
    await page.locator(".v-application.v-theme--dark").waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe("de");
    await page.getByLabel("Wie das System").check();
    await page.locator(".v-application.v-theme--light").waitFor();
  });
});
