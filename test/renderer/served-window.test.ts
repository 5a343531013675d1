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

  test("a source is kept, tested and imported from, and forgotten again", async () => {
    const page = await enter("#/sources");
    await page.getByRole("button", { name: "Add a source" }).first().click();
    const form = page.getByRole("dialog");
    await form.getByLabel("File or folder").fill(`${sample}.gone`);
    await form.getByRole("button", { name: "Test", exact: true }).click();
    await form.getByText(/There is no file/u).waitFor();
    await form.getByLabel("File or folder").fill(sample);
    await form.getByRole("button", { name: "Test", exact: true }).click();

    await form.getByText("12 items are new.").waitFor();
    await form.getByRole("button", { name: "Save" }).click();
    const card = page.getByRole("article", { name: "metadata.csv" });
    await card
      .getByRole("button", { name: "Import now from metadata.csv" })
      .click();
    await card.getByText("12 items imported").first().waitFor();
    await card.getByRole("button", { name: "Remove metadata.csv" }).click();
    await page
      .getByRole("dialog")
      .getByRole("button", { name: "Remove", exact: true })
      .click();
    await page.getByText("No source is remembered yet").waitFor();
    windows.complaints.length = 0;
  });

  test("a community, a collection in it and an item are made by hand, and deleted as a whole", async () => {
    const page = await enter("");
    const make = async (within: string, what: string) => {
      await page
        .getByRole("button", { name: `Create and change in ${within}` })
        .click();
      await page.getByText(what, { exact: true }).click();
    };
    const form = page.getByRole("dialog");
    for (const [within, what, name] of [
      ["Whole catalog", "New community …", "Harbours"],
      ["Harbours", "New collection …", "Pilots"],
    ] as const) {
      await make(within, what);
      await form.getByLabel("Name", { exact: true }).first().fill(name);
      await form.getByRole("button", { name: "Create", exact: true }).click();
      await page.getByRole("heading", { level: 1, name }).waitFor();
    }
    await make("Pilots", "New item …");
    await form.getByLabel("Title", { exact: true }).fill("Pilot's book");
    await form.getByRole("button", { name: "Create", exact: true }).click();
    await page.getByRole("heading", { name: "Pilot's book" }).waitFor();
    await page.getByText("1 item", { exact: true }).first().waitFor();

    await page.getByRole("tree").getByText("Harbours").click();
    await make("Harbours", "Delete …");
    await form.getByText("1 item", { exact: true }).waitFor();
    await form.getByRole("button", { name: "Delete", exact: true }).click();
    await page
      .getByRole("heading", { level: 1, name: "Whole catalog" })
      .waitFor();
    await page
      .getByRole("tree")
      .getByText("Harbours")
      .waitFor({ state: "detached" });
  });

  test("an archive is offered no target that takes none", async () => {
    const begin = await server.ask("/api/v1/session");
    const { token } = begin.json() as { token: string };
    const credentials = new URLSearchParams({ token, login: email, password });
    await server.ask(`/api/v1/session/authenticate?${credentials.toString()}`, {
      method: "POST",
    });
    await server.ask("/api/v1/export", {
      method: "PUT",
      headers: { "X-Easydb-Token": token },
      body: JSON.stringify({
        _schedules: [],
        _transports: [
          {
            type: "webdav",
            options: { server: "http://127.0.0.1:9", login: "ada", password },
          },
        ],
        export: { name: "Theirs", search: {}, json: true },
      }),
    });
    const page = await enter("");
    await page.getByRole("button", { name: "Export", exact: true }).click();
    await page
      .getByRole("dialog")
      .getByRole("button", { name: "Export", exact: true })
      .click();
    const card = page.getByRole("article").first();
    await card.getByText("re-read and matched").waitFor();
    await card.getByRole("button", { name: /^Send to another/u }).click();
    const dialog = page.getByRole("dialog");
    const listed = (await server.command(
      await server.logIn(email),
      "definitions.list",
    )) as unknown[];
    expect(listed).toHaveLength(1);
    await dialog.getByRole("combobox", { name: "Send to" }).press("ArrowDown");
    await page.getByRole("option").first().waitFor();
    expect(await page.getByRole("option").allInnerTexts()).toEqual([
      "Another target …",
    ]);
  });
});
