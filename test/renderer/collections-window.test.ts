import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { chromiumPath } from "../support/chromium.ts";
import {
  accessibilityFaults,
  overflow,
  picture,
  useWindows,
} from "../support/open-window.ts";

/** What the page asked of the application, of one name. */
const asked = (page: Page, name: string): Promise<unknown[]> =>
  page.evaluate(
    (wanted) =>
      window.stub.calls
        .filter((call) => call.name === wanted)
        .map(({ input }) => input),
    name,
  );
const last = async (page: Page, name: string): Promise<unknown> =>
  (await asked(page, name)).at(-1);
const ready = (page: Page) =>
  page.getByText("byggebrev no. 2").first().waitFor();
const status = (page: Page, text: string | RegExp) =>
  page.getByRole("status").filter({ hasText: text }).first().waitFor();

/** Waits until the focus is on a button with such a name. */
const focusIsOn = (page: Page, name: RegExp) =>
  expect
    .poll(
      () =>
        page.evaluate(() => document.activeElement?.getAttribute("aria-label")),
      { timeout: 20_000 },
    )
    .toMatch(name);

describe.skipIf(chromiumPath === undefined)("the room of collections", () => {
  const windows = useWindows();

  test("values of facets narrow the list down, stay in the address, and reach the export", async () => {
    const page = await windows.open({ items: 54 }, { width: 1500 });
    await ready(page);
    const facets = page.getByRole("region", { name: "Filter" });
    await facets.getByLabel("Letter, 40 items").check();
    await status(page, "9 items found");
    await facets.getByLabel("1875, 37 items").check();
    await facets.getByText("Portuguese (pt)").waitFor();
    await facets.getByRole("button", { name: "Show 4 more" }).click();
    await facets.getByLabel("1885, 7 items").waitFor();
    expect(await last(page, "items.page")).toMatchObject({
      filters: [
        { facet: "type", value: "Letter" },
        { facet: "year", value: "1875" },
      ],
    });
    await picture(page, "collections-facets-light");
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole("button", { name: "Remove Type: Letter" }).click();
    await focusIsOn(page, /^Remove Year: 1875$/u);
    await expect
      .poll(() => facets.getByLabel("Letter, 40 items").isChecked())
      .toBe(false);
    await page.reload();
    await page.getByText("Year: 1875").waitFor();
    await page.getByRole("button", { name: "Export", exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("All that is found: Year: 1875").waitFor();
    await dialog.getByRole("button", { name: "Export", exact: true }).click();
    await page.getByText("re-read and matched").first().waitFor();
    expect(await last(page, "exports.create")).toMatchObject({
      found: {
        lookup: { filters: [{ facet: "year", value: "1875" }] },
        except: [],
      },
    });
  });

  test("too many items are said to be too many", async () => {
    const page = await windows.open({ items: 1_000_000 }, { width: 900 });
    await page.getByText("no. 1", { exact: false }).first().waitFor();
    await page.getByRole("button", { name: "Filter" }).click();
    await page
      .getByRole("dialog")
      .getByText("These are too many items")
      .waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  test("rows are selected by mouse, and put into the basket, which is exported", async () => {
    const page = await windows.open({ items: 54 }, { width: 1280 });
    await ready(page);
    const row = (number: number) =>
      page.locator(`[role="row"][aria-rowindex="${number + 1}"]`);
    await row(2).locator(".box").click();
    await row(5).click({ modifiers: ["Shift"] });
    await status(page, "4 items selected");
    await row(3).click({ modifiers: ["ControlOrMeta"] });
    await status(page, "3 items selected");
    expect(await row(3).getAttribute("aria-selected")).toBe("false");
    expect(await row(5).getAttribute("aria-selected")).toBe("true");
    // Nothing was opened meanwhile.
    expect(await page.getByRole("complementary").count()).toBe(0);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole("button", { name: "Put into the basket" }).click();
    await page.getByRole("button", { name: "Basket, 3 things" }).click();
    const basket = page.getByRole("dialog", { name: "Basket" });
    await basket.getByText("Letter no. 2").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await basket.getByRole("button", { name: "Take out Letter no. 5" }).click();
    await basket.getByText("2 things").waitFor();
    await focusIsOn(page, /^Take out /u);
    await basket.getByRole("button", { name: "Export the basket" }).click();
    const dialog = page.getByRole("dialog", { name: "Export" });
    await dialog.getByText("Everything in the basket").waitFor();
    await dialog.getByRole("button", { name: "Export", exact: true }).click();
    await page.getByText("re-read and matched").first().waitFor();
    expect(await last(page, "exports.create")).toMatchObject({ basket: true });
    expect(await last(page, "exports.estimate")).toEqual({ basket: true });
  });

  test("rows are selected by keyboard, all of a search but one, and exported", async () => {
    const page = await windows.open({ items: 54 });
    await page.getByLabel("Search the metadata").fill("keeper");
    await page.keyboard.press("Enter");
    await page.getByText("keeper · Letter").first().waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Shift+ArrowDown");
    await status(page, "2 items selected");
    await page.keyboard.press("Shift+ArrowUp");
    await status(page, "1 item selected");
    await page.keyboard.press("Escape");
    await page
      .getByRole("group", { name: "Selection" })
      .waitFor({ state: "hidden" });
    await page.keyboard.press("Control+a");
    await status(page, "54 items selected");
    await page.keyboard.press("Home");
    await page.keyboard.press("Space");
    await status(page, "53 items selected");
    await page.getByRole("button", { name: "Export the selection" }).click();
    const dialog = page.getByRole("dialog", { name: "Export" });
    await dialog.getByText("53 items selected").waitFor();
    await dialog.getByRole("button", { name: "Export", exact: true }).click();
    await page.getByText("re-read and matched").first().waitFor();
    expect(await last(page, "exports.create")).toMatchObject({
      found: { lookup: { query: "keeper" }, except: [1000] },
    });
  });

  test("nobody has to select a million rows one by one", async () => {
    const page = await windows.open({ items: 1_000_000 });
    await page.getByText("no. 1", { exact: false }).first().waitFor();
    const grid = page.getByRole("grid");
    await grid.focus();
    await page.keyboard.press("Shift+End");
    await page.getByText("More than 10,000 cannot be selected").waitFor();
    await page.getByRole("button", { name: "Select all 1,000,000" }).click();
    await status(page, "1,000,000 items selected");
    await page.getByRole("button", { name: "Put into the basket" }).click();
    await page.getByRole("button", { name: "Basket, 1 thing" }).waitFor();
    expect(await last(page, "basket.add")).toEqual({
      objects: [],
      search: { lookup: {}, except: [] },
    });
    expect(await asked(page, "items.ids")).toEqual([]);
  });

  test("a search is saved with all that belongs to it, opened, renamed, put aside and deleted", async () => {
    const page = await windows.open(
      { items: 54 },
      { at: "#/?q=keeper&f=type:Letter&sort=issuedBack" },
    );
    await page.getByText("keeper · ").first().waitFor();
    await page.getByRole("button", { name: "Save this search" }).click();
    const dialog = page.getByRole("dialog", { name: "Save this search" });
    await dialog.getByLabel("Name").fill("Keepers’ letters");
    await page.keyboard.press("Enter");
    await dialog.waitFor({ state: "hidden" });
    expect(await last(page, "saved-searches.create")).toEqual({
      name: "Keepers’ letters",
      search: {
        lookup: {
          query: "keeper",
          filters: [{ facet: "type", value: "Letter" }],
        },
        sort: "issued",
        descending: true,
      },
    });
    const saved = page.getByRole("region", { name: "Saved searches" });
    const open = saved.getByRole("button", {
      name: "Keepers’ letters",
      exact: true,
    });
    expect(await open.getAttribute("aria-current")).toBe("true");
    await page.getByRole("treeitem", { name: "Tide readings" }).click();
    await page.getByRole("button", { name: "Clear all" }).click();
    await expect.poll(() => open.getAttribute("aria-current")).toBeNull();
    await open.click();
    await page.getByText("Type: Letter").waitFor();
    await page
      .getByRole("heading", { level: 1, name: "Whole catalog" })
      .waitFor();
    expect(await last(page, "items.page")).toMatchObject({
      query: "keeper",
      sort: "issued",
      descending: true,
    });
    await page.getByRole("button", { name: "Basket, empty" }).click();
    const basket = page.getByRole("dialog", { name: "Basket" });
    await basket.getByRole("button", { name: /^Put in: “keeper”/u }).click();
    await basket.getByText("1 thing", { exact: true }).waitFor();
    await basket.getByRole("button", { name: "Empty the basket" }).click();
    await basket.getByText("The basket is empty").waitFor();
    await basket.getByRole("button", { name: "Close" }).click();
    const more = saved.getByRole("button", { name: /^What to do with/u });
    await more.click();
    await page.getByText("Put into the basket", { exact: true }).click();
    await page.getByRole("button", { name: "Basket, 1 thing" }).waitFor();
    await more.click();
    await page.getByText("Rename …").click();
    const renaming = page.getByRole("dialog", { name: "Rename …" });
    await renaming.getByLabel("Name").fill("Old letters");
    expect(await accessibilityFaults(page)).toEqual([]);
    await renaming.getByRole("button", { name: "Save" }).click();
    await saved.getByText("Old letters").waitFor();
    await more.click();
    await page.getByText("Delete", { exact: true }).click();
    await saved.getByText("Search, filter, then save it here.").waitFor();
  });

  test("columns are chosen, put in order and sorted by", async () => {
    const page = await windows.open({ items: 54 });
    await ready(page);
    await page.getByRole("button", { name: "Columns" }).click();
    const dialog = page.getByRole("dialog", { name: "Columns" });
    await dialog.getByRole("checkbox", { name: "Handle" }).check();
    await dialog.getByRole("checkbox", { name: "Authors" }).uncheck();
    const forward = dialog.getByRole("button", { name: "Move Handle forward" });
    // Past what is not shown, and past one that is.
    await forward.click();
    await focusIsOn(page, /^Move Handle forward$/u);
    await forward.click();
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Use these" }).click();
    await dialog.waitFor({ state: "hidden" });
    await page.getByText("10673/1001").first().waitFor();
    expect(await last(page, "columns.set")).toEqual({
      columns: ["title", "issued", "files", "size", "handle", "modified"],
    });
    const heading = (name: string) => page.getByRole("columnheader", { name });
    expect(await heading("Authors").count()).toBe(0);
    expect(await heading("Handle").getByRole("button").count()).toBe(0);
    await heading("Issued").getByRole("button").click();
    await expect
      .poll(() => heading("Issued").getAttribute("aria-sort"))
      .toBe("descending");
    expect(await last(page, "items.page")).toMatchObject({
      sort: "issued",
      descending: true,
    });
  });

  test("what fails says so where it was asked for, and nothing is lost", async () => {
    const failure = {
      code: "basket.full",
      kind: "conflict",
      message: "A basket has room for 10000 things.",
    } as const;
    const page = await windows.open(
      {
        items: 54,
        failing: {
          "basket.add": failure,
          "items.facets": { ...failure, message: "Not to be counted." },
          "saved-searches.create": { ...failure, message: "It is taken." },
        },
      },
      { width: 1500 },
    );
    await ready(page);
    await page.getByText("Not to be counted.").waitFor();
    await page.getByRole("grid").focus();
    await page.keyboard.press("Space");
    await page.getByRole("button", { name: "Put into the basket" }).click();
    await page.getByText("A basket has room for 10000 things.").waitFor();
    await status(page, "1 item selected");
    await page.getByRole("button", { name: "Save this search" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.getByText("It is taken.").waitFor();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await dialog.waitFor({ state: "hidden" });
    await page.getByLabel("Search the metadata").fill("keeper");
    await page.getByText("keeper · Letter").first().waitFor();
    await page.getByRole("button", { name: "Basket, empty" }).click();
    await dialog.getByRole("button", { name: /^Put in: “keeper”/u }).click();
    await dialog.getByText("A basket has room for 10000 things.").waitFor();
  });

  test.each([
    [900, 600, "dark"],
    [390, 780, "light"],
  ] as const)(
    "all of it fits %i × %i, in German, %s",
    async (width, height, colorScheme) => {
      const page = await windows.open(
        { items: 54, longTexts: true },
        {
          width,
          height,
          colorScheme,
          locale: "de-DE",
          at: "#/?f=type:Letter&f=author:Concei%C3%A7%C3%A3o",
        },
      );
      await page.getByText("Typ: Letter").waitFor();
      // Names from right to left do not turn round the figures beside them.
      expect(await page.locator(".second").first().textContent()).toMatch(
        /^\u2068.+\u2069 · \u2068/u,
      );
      await page.locator(".line .box").first().click();
      await status(page, "1 Objekt ausgewählt");
      const fits = async (name: string) => {
        await picture(page, `collections-${name}-${width}`);
        expect(await overflow(page), name).toBeLessThanOrEqual(0);
        expect(await accessibilityFaults(page), name).toEqual([]);
      };
      await fits("selected");
      await page.getByRole("button", { name: "In den Korb legen" }).click();
      await page.getByRole("button", { name: "Korb, 1 Eintrag" }).click();
      await page.getByText("Letter no. 1").waitFor();
      await fits("basket");
      await page.getByRole("button", { name: "Schließen" }).click();
      await page.getByRole("button", { name: "Filtern" }).click();
      await page
        .getByRole("dialog")
        .getByText("Jahr", { exact: true })
        .waitFor();
      await fits("filter");
      await page.getByRole("button", { name: "Schließen" }).click();
      await page.getByRole("button", { name: "Spalten" }).click();
      await page.getByText("Übernehmen").waitFor();
      await fits("columns");
    },
  );
});
