import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { png, useItemWindow } from "../support/item-window.ts";
import {
  accessibilityFaults,
  overflow,
  picture,
  useWindows,
} from "../support/open-window.ts";

/** What is offered to be taken back: told without the focus moving, and never without an end. */
describe("taking back in the window", () => {
  const windows = useWindows();
  const { enter, place, paperPlace, choose, dialogOf } = useItemWindow(windows);
  const focused = (page: Page) =>
    page.evaluate(() => document.activeElement?.textContent.trim());
  const undoOf = (page: Page) => page.getByRole("button", { name: "Undo" });
  /** Lets the next change of an item's state wait, and fail once it is told to. */
  async function holdUp(page: Page) {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    await page.route(
      "**/items.set-state",
      async (route) => {
        await promise;
        await route.abort();
      },
      { times: 1 },
    );
    const asked = page.waitForRequest("**/items.set-state");
    return {
      asked,
      fail: () => {
        resolve(undefined);
      },
    };
  }
  /** Goes to another item while the change is under way, which fails then. */
  async function leaveBefore(
    page: Page,
    { asked, fail }: Awaited<ReturnType<typeof holdUp>>,
  ) {
    await asked;
    await page.evaluate((to) => {
      location.hash = to;
    }, paperPlace());
    await page.getByRole("heading", { level: 2, name: "On lamps" }).waitFor();
    fail();
  }

  test("the offer is read out, hands the focus on when it goes, and says what came of it", async () => {
    const page = await enter(place());
    const title = page.getByRole("heading", {
      level: 2,
      name: "Letter from the keeper",
    });
    await title.waitFor();
    // What is to be read out has to be there before its words are.
    const region = page.locator("aside [role=status]");
    const before = await region.elementHandle();
    await choose(page, "Withdraw");
    await region.getByText("The item is withdrawn.").waitFor();
    expect(
      await region.evaluate((now, then) => now === then, before),
      "the same region speaks",
    ).toBe(true);
    await page
      .locator("aside .undo")
      .getByRole("button", { name: "Close" })
      .press("Enter");
    await expect.poll(() => undoOf(page).count()).toBe(0);
    await expect.poll(() => focused(page)).toBe("Letter from the keeper");

    await choose(page, "Take back into the archive");
    await region.getByText("The item is in the archive again.").waitFor();
    await page.route("**/items.set-state", (route) => route.abort(), {
      times: 1,
    });
    await undoOf(page).press("Enter");
    const alert = page.locator("aside [role=alert]");
    await alert.getByText("It could not be taken back").waitFor();
    expect(await focused(page)).toBe("Undo");
    expect(await accessibilityFaults(page)).toEqual([]);
    await undoOf(page).press("Enter");
    await expect.poll(() => alert.count()).toBe(0);
    await expect.poll(() => focused(page)).toBe("Letter from the keeper");
    await page.getByText("Taken back.").waitFor({ state: "attached" });
    // As it was at first.
    await choose(page, "Take back into the archive");
    await region.getByText("The item is in the archive again.").waitFor();
    windows.complaints.length = 0;
  });

  test("who has gone elsewhere is told there that something was not taken back, and of what", async () => {
    const page = await enter(place());
    await page
      .getByRole("heading", { level: 2, name: "Letter from the keeper" })
      .waitFor();
    await choose(page, "Hide from searches");
    const change = await holdUp(page);
    await undoOf(page).click();
    await leaveBefore(page, change);
    const note = page.getByRole("region", {
      name: "What has failed meanwhile",
    });
    await note
      .getByText("Letter from the keeper: it could not be taken back")
      .waitFor();
    await note.getByText("The item is hidden from searches.").waitFor();
    expect(await page.locator("aside [role=alert]").count()).toBe(0);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    await picture(page, "left-undone");
    await note.getByRole("button", { name: "Try again" }).press("Enter");
    await note.waitFor({ state: "detached" });
    // Who works by keyboard goes on at the heading of the page.
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.tagName))
      .toBe("H1");
    await page.getByText("Taken back.").waitFor({ state: "attached" });
    windows.complaints.length = 0;
  });

  test("what fails when somebody has gone elsewhere is told there, and of what", async () => {
    const page = await enter(place());
    await page.locator("aside h2").waitFor();
    const change = await holdUp(page);
    await choose(page, "Hide from searches");
    await leaveBefore(page, change);
    const note = page.getByRole("region", {
      name: "What has failed meanwhile",
    });
    await note
      .getByText("Letter from the keeper: what was begun has failed")
      .waitFor();
    await note.getByRole("button", { name: "Close" }).press("Enter");
    await note.waitFor({ state: "detached" });
    windows.complaints.length = 0;
  });

  test("why nothing is offered to be done with a collection is told, and it is asked again", async () => {
    const page = await enter("");
    await page.getByText("Plans").first().waitFor();
    await page.route("**/containers.get", (route) => route.abort(), {
      times: 1,
    });
    await page.getByText("Plans").first().click();
    await page
      .locator("main .fault")
      .getByRole("button", { name: "Try again" })
      .press("Enter");
    await page
      .getByRole("button", { name: "Create and change in Plans" })
      .waitFor();
    expect(await page.locator("main .fault").count()).toBe(0);
    windows.complaints.length = 0;
  });

  test("files, bundles and a first logo that were just added are taken back", async () => {
    const page = await enter(place());
    await page.locator("aside h2").waitFor();
    const dialog = dialogOf(page);
    await choose(page, "Add a bundle …");
    await dialog.getByLabel("Name of the bundle").fill("NOTES");
    await dialog.getByRole("button", { name: "Add" }).click();
    const notes = page.getByRole("region", { name: "Bundle NOTES" });
    await notes.waitFor();
    await page.getByText("The bundle NOTES is added.").waitFor();
    await undoOf(page).press("Enter");
    await notes.waitFor({ state: "detached" });

    await choose(page, "Add files …");
    await dialog.locator("input[type=file]").setInputFiles([
      { name: "one.txt", mimeType: "text/plain", buffer: Buffer.from("1") },
      { name: "two.txt", mimeType: "text/plain", buffer: Buffer.from("2") },
    ]);
    await dialog.getByRole("button", { name: "Add" }).click();
    const added = page.locator("aside details", { hasText: /(one|two)\.txt/u });
    await expect.poll(() => added.count()).toBe(2);
    await page.getByText("2 files are added.").waitFor();
    await undoOf(page).press("Enter");
    await expect.poll(() => added.count()).toBe(0);

    await page.evaluate(() => {
      location.hash = "#/";
    });
    await page.getByText("Plans").first().click();
    await page
      .getByRole("button", { name: "Create and change in Plans" })
      .click();
    await page.getByText("Edit the collection …").click();
    await dialog
      .locator("input[type=file]")
      .setInputFiles({ name: "logo.png", mimeType: "image/png", buffer: png });
    await dialog.getByRole("button", { name: "Save" }).click();
    await undoOf(page).waitFor();
    const taken = page.waitForResponse("**/containers.set-logo");
    await undoOf(page).press("Enter");
    expect((await taken).request().postDataJSON()).toMatchObject({
      file: null,
    });
    await page.getByText("Taken back.").waitFor({ state: "attached" });
  });
});
