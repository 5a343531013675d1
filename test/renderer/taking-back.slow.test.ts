import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { useItemWindow } from "../support/item-window.ts";
import {
  accessibilityFaults,
  overflow,
  picture,
  useWindows,
} from "../support/open-window.ts";

/** Hundreds of rows are drawn anew each time. */
const patience = { timeout: 20_000 };

/** What is changed of communities and collections can be taken back; and lists that are longer than one look. */
describe("changes of collections, and long lists", () => {
  const windows = useWindows();
  const { enter, paperPlace, dialogOf } = useItemWindow(windows, 500);

  async function deed(page: Page, what: string): Promise<void> {
    await page
      .getByRole("button", { name: "Create and change in Plans" })
      .click();
    await page.getByText(what, { exact: true }).click();
  }
  async function enterPlans(): Promise<Page> {
    const page = await enter("");
    await page.getByText("Plans").first().click();
    return page;
  }
  async function takeBack(page: Page, words: string): Promise<void> {
    const bar = page.locator("[role=status]", { hasText: words });
    await bar.waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole("button", { name: "Undo" }).click();
    await bar.waitFor({ state: "detached" });
  }

  test("all relations of an item with hundreds are listed, counted and ordered", async () => {
    const page = await enter(paperPlace());
    const relations = page.locator("[data-relation] .name");
    await expect.poll(() => relations.count(), patience).toBe(500);
    await page.getByText("The first 500 of 502 are shown.").waitFor();
    const last = page.getByRole("button", { name: "Move down: Coauthor 500" });
    expect(await last.isEnabled()).toBe(true);
    await last.press("Enter");
    await page.getByText("Coauthor 500 is number 501 of 502.").waitFor();
    await expect.poll(() => relations.count(), patience).toBe(502);
    expect((await relations.allInnerTexts()).slice(-3)).toEqual([
      "Coauthor 501",
      "Coauthor 500",
      "Coauthor 502",
    ]);
    // What has been listed stays so when it is read anew.
    await page.getByRole("button", { name: "Undo" }).click();
    await expect
      .poll(async () => (await relations.allInnerTexts()).slice(-3), patience)
      .toEqual(["Coauthor 500", "Coauthor 501", "Coauthor 502"]);
    await page.reload();
    await page.getByRole("button", { name: "Show more" }).press("Enter");
    await expect.poll(() => relations.count(), patience).toBe(502);
    // Who lists more by keyboard goes on with the first of them.
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.textContent))
      .toBe("Coauthor 501");
  });

  test("rights, texts, licence and template of a collection are taken back", async () => {
    const page = await enterPlans();
    const dialog = dialogOf(page);
    await deed(page, "Rights …");
    const reason = dialog.getByLabel("Reason").first();
    await reason.fill("For the keepers");
    await dialog.getByRole("button", { name: "Save" }).click();
    await takeBack(page, "The rights are saved.");
    await deed(page, "Rights …");
    await reason.waitFor();
    expect(await reason.inputValue()).toBe("");
    await dialog.getByRole("button", { name: "Cancel" }).click();

    await deed(page, "Edit the collection …");
    await dialog.getByLabel("Name").fill("Charts");
    await dialog.getByRole("button", { name: "Save" }).click();
    await page.getByRole("heading", { level: 1, name: "Charts" }).waitFor();
    // One that fails is offered still.
    await page.route("**/containers.revise", (route) => route.abort(), {
      times: 1,
    });
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByRole("button", { name: "Copy details" }).waitFor();
    await picture(page, "collection-undo");
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByRole("heading", { level: 1, name: "Plans" }).waitFor();

    await deed(page, "Licence …");
    await dialog.getByLabel("Licence", { exact: true }).fill("Ask first.");
    await dialog.getByRole("button", { name: "Save" }).click();
    await takeBack(page, "The licence is saved.");
    await deed(page, "Licence …");
    const license = dialog.getByLabel("Licence", { exact: true });
    await license.waitFor();
    expect(await license.inputValue()).toBe("");
    await dialog.getByRole("button", { name: "Cancel" }).click();

    await deed(page, "Template of new items …");
    await dialog.getByLabel("Add a field").fill("dc.publisher");
    await page.getByText("dc.publisher", { exact: true }).first().click();
    await dialog
      .getByRole("textbox", { name: "dc.publisher, value 1", exact: true })
      .fill("The harbour");
    await dialog.getByRole("button", { name: "Save" }).click();
    await takeBack(page, "The template is saved.");
    // It is of this collection alone.
    await deed(page, "Rights …");
    await reason.fill("Once more");
    await dialog.getByRole("button", { name: "Save" }).click();
    await page.getByText("The rights are saved.").waitFor();
    await page.getByText("Letters").first().click();
    await page.getByRole("heading", { level: 1, name: "Letters" }).waitFor();
    expect(await page.getByText("The rights are saved.").count()).toBe(0);
    // The browser writes what was not let through to its console.
    windows.complaints.length = 0;
  });

  test("who was put into a group or taken out is so no more, and a search that failed is tried again", async () => {
    const page = await enterPlans();
    await deed(page, "People …");
    const dialog = dialogOf(page);
    const reviewers = dialog.getByRole("region", { name: "Reviewers" });
    await reviewers.getByRole("button", { name: "Make this group" }).click();
    const add = reviewers.getByRole("combobox", {
      name: "Add a person or a group",
    });
    await page.route("**/rights.holders", (route) => route.abort(), {
      times: 1,
    });
    await add.fill("ada@");
    await reviewers.getByRole("button", { name: "Try again" }).click();
    await expect.poll(() => reviewers.getByRole("alert").count()).toBe(0);
    await add.fill("ada@example");
    await page.getByRole("option", { name: "ada@example.org" }).waitFor();
    await page.keyboard.press("Enter");
    const taking = reviewers.getByRole("button", {
      name: "Take ada@example.org out",
    });
    await taking.waitFor();
    await reviewers.getByText("ada@example.org is in the group.").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await picture(page, "people-undo");
    const undo = reviewers.getByRole("button", { name: "Undo" });
    await undo.press("Enter");
    await taking.waitFor({ state: "detached" });
    // The focus goes on where members are added.
    await expect
      .poll(() => add.evaluate((one) => one === document.activeElement))
      .toBe(true);
    await add.fill("ada@");
    await page.getByRole("option", { name: "ada@example.org" }).waitFor();
    await page.keyboard.press("Enter");
    await taking.press("Enter");
    await reviewers.getByText("Nobody is in this group.").waitFor();
    await undo.click();
    await taking.waitFor();
    windows.complaints.length = 0;
  });

  test.each([
    { width: 390, height: 780, colorScheme: "light" },
    { width: 900, height: 600, colorScheme: "dark" },
  ] as const)(
    "the groups of a collection fit $width x $height, in German, $colorScheme",
    async (size) => {
      const page = await enter(paperPlace(), undefined, {
        ...size,
        locale: "de-DE",
      });
      await page.getByRole("link", { name: "Letters" }).first().click();
      await page
        .getByRole("button", { name: "Anlegen und ändern in Letters" })
        .click();
      await page.getByText("Personen …").click();
      const dialog = dialogOf(page);
      await dialog
        .getByRole("region", { name: "Abschließend Bearbeitende" })
        .waitFor();
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, `people-de-${String(size.width)}`);
    },
  );
});
