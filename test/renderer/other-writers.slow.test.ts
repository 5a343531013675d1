import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { useItemWindow } from "../support/item-window.ts";
import { useWindows } from "../support/open-window.ts";

/** What others change while it is shown: it is seen, and nothing of one's own is lost by that. */
describe("others who change the same", () => {
  const windows = useWindows();
  const {
    enter,
    place,
    item,
    revise,
    elsewhere,
    choose,
    dialogOf,
    entry,
    openPreview,
  } = useItemWindow(windows);
  const community = (name: string) =>
    elsewhere("containers.create", {
      kind: "community",
      parent: null,
      metadata: {
        "dc.title": [
          { value: name, language: null, authority: null, confidence: -1 },
        ],
      },
    });
  const title = (page: Page, name: string) =>
    page.getByRole("heading", { level: 2, name, includeHidden: true });

  test("an item that is open shows it, while a form over it keeps what was typed and the focus", async () => {
    const page = await enter(place());
    await title(page, "Letter from the keeper").waitFor();
    await openPreview(page, "long.txt");
    const shown = entry(page, "long.txt").locator("pre");
    await shown.waitFor();
    const before = await shown.elementHandle();
    const content = page.locator("aside .content");
    const scrolled = await content.evaluate((one) => {
      one.scrollTop = 120;
      return one.scrollTop;
    });
    await choose(page, "Metadata …");
    const author = dialogOf(page).getByRole("textbox", {
      name: "dc.contributor.author, value 1",
      exact: true,
    });
    await author.fill("Fyr, Eva Maria");
    await revise("dc.title", "Letter to the keeper");
    await title(page, "Letter to the keeper").waitFor({ state: "attached" });
    await page
      .locator("[role=grid]")
      .getByText("Letter to the keeper")
      .waitFor({ state: "attached" });
    expect(await author.inputValue()).toBe("Fyr, Eva Maria");
    expect(await author.evaluate((one) => one === document.activeElement)).toBe(
      true,
    );
    expect(await content.evaluate((one) => one.scrollTop)).toBe(scrolled);
    expect(await shown.evaluate((one, then) => one === then, before)).toBe(
      true,
    );
  });

  test("the tree shows what is new, and keeps the line that has the focus and what is open", async () => {
    const page = await enter("");
    const tree = page.getByRole("tree");
    await tree.getByText("Plans").waitFor();
    await tree.focus();
    await page.keyboard.press("End");
    const focusedLine = () =>
      tree.evaluate(
        (one) =>
          document
            .getElementById(one.getAttribute("aria-activedescendant") ?? "")
            ?.textContent.trim() ?? "",
      );
    expect(await focusedLine()).toMatch(/^Plans/u);
    // Above all others by its name.
    await community("Anchorages");
    await tree.getByText("Anchorages").waitFor();
    expect(await focusedLine()).toMatch(/^Plans/u);
    expect(await tree.evaluate((one) => one === document.activeElement)).toBe(
      true,
    );
  });

  test("rows stay in sight when they cannot be read again, and are read when they can", async () => {
    const page = await enter("");
    const grid = page.getByRole("grid");
    await grid.getByText("On lamps").first().waitFor();
    await grid.focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Space");
    const selected = grid.locator("[aria-selected=true]");
    await selected.waitFor();
    const active = await grid.getAttribute("aria-activedescendant");
    await page.route("**/items.page", (route) => route.abort());
    await revise("dc.title", "Letter of the keeper");
    await page.getByRole("button", { name: "Try again" }).waitFor();
    await grid.getByText("On lamps").first().waitFor();
    await page.unrouteAll({ behavior: "wait" });
    await page.getByRole("button", { name: "Try again" }).press("Enter");
    await grid.getByText("Letter of the keeper").waitFor();
    expect(await page.getByRole("button", { name: "Try again" }).count()).toBe(
      0,
    );
    expect(await selected.count()).toBe(1);
    expect(await grid.getAttribute("aria-activedescendant")).toBe(active);
    windows.complaints.length = 0;
  });

  test("an item that somebody else has deleted stays in sight, with what has become of it", async () => {
    const page = await enter(place());
    await page.locator("aside h2").waitFor();
    await elsewhere("items.remove", { item: item() });
    await page.locator("aside [role=alert]").waitFor();
    expect(await page.locator("aside h2").count()).toBe(1);
    windows.complaints.length = 0;
  });
});
