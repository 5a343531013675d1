import { describe, expect, test } from "vitest";
import { png, useItemWindow } from "../support/item-window.ts";
import { accessibilityFaults, useWindows } from "../support/open-window.ts";

/** What is done with an item less often. */
describe("an item in the window, further", () => {
  const windows = useWindows();
  const { enter, place, entry, dialogOf, choose, revise, addReader } =
    useItemWindow(windows);

  test("downloads a file, and checks it", async () => {
    const page = await enter(place());
    const lamp = entry(page, "lamp.png");
    await lamp.getByText("lamp.png").click();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      lamp.getByRole("button", { name: "Download" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe("lamp.png");
    await lamp.getByText("Not read again since it came.").waitFor();
    await lamp.getByRole("button", { name: "Check now" }).click();
    await lamp.getByText("Sound", { exact: true }).waitFor();
    await lamp.getByText(/^checked /u).waitFor();
    const broken = entry(page, "broken.png");
    await broken.getByText("broken.png").click();
    await broken.getByRole("button", { name: "Change broken.png" }).click();
    await broken.getByText("Delete …", { exact: true }).click();
    await dialogOf(page).getByText("broken.png, 10 bytes").waitFor();
    await dialogOf(page).getByRole("button", { name: "Delete" }).click();
    await broken.waitFor({ state: "detached" });
  });

  test("writes every value in the direction of its language", async () => {
    const page = await enter(place());
    const arabic = page.getByText("رسالة من حارس المنارة");
    expect(
      await arabic.evaluate((text) => getComputedStyle(text).direction),
    ).toBe("rtl");
  });

  test("tells when somebody else has changed the same, and keeps what is chosen", async () => {
    const page = await enter(place());
    await choose(page, "Metadata …");
    const dialog = dialogOf(page);
    const title = dialog.getByRole("textbox", {
      name: "dc.title, value 1",
      exact: true,
    });
    await title.fill("My title");
    await revise("dc.title", "Their title");
    await revise("dc.publisher", "Their publisher");
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.getByText(/changed the same fields meanwhile/u).waitFor();
    await dialog.getByText("Their title").waitFor();
    await dialog.getByText("My title").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByLabel("Keep both").check();
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.waitFor({ state: "hidden" });
    await page.getByText("My title", { exact: true }).waitFor();
    await page.getByText("Their publisher", { exact: true }).waitFor();
    expect(
      await page.getByText("Their title", { exact: true }).count(),
    ).toBeGreaterThan(0);
    // The browser writes the refusal to its console; it was provoked.
    windows.complaints.length = 0;
  });

  test("what was typed is still there when the page was lost, until it is given up", async () => {
    const page = await enter(place());
    const dialog = dialogOf(page);
    const author = dialog.getByRole("textbox", {
      name: "dc.contributor.author, value 1",
      exact: true,
    });
    await choose(page, "Metadata …");
    const was = await author.inputValue();
    await author.fill("Fyr, Evangeline");
    await page.reload();
    await choose(page, "Metadata …");
    await expect.poll(() => author.inputValue()).toBe("Fyr, Evangeline");
    await dialog
      .getByText("What you had typed before is here again.")
      .waitFor();
    await dialog.getByRole("button", { name: "Discard it" }).click();
    await expect.poll(() => author.inputValue()).toBe(was);
    await author.fill("Fyr, Evangeline");
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await dialog.waitFor({ state: "detached" });
    await choose(page, "Metadata …");
    await expect.poll(() => author.inputValue()).toBe(was);
  });

  test("a collection whose logo cannot be kept is made once, and gets the next one", async () => {
    const page = await enter("");
    const dialog = dialogOf(page);
    await page.getByText("Harbours").first().click();
    await page
      .getByRole("button", { name: "Create and change in Harbours" })
      .click();
    await page.getByText("New collection …").click();
    await dialog.getByLabel("Name").fill("Buoys");
    await dialog
      .locator("input[type=file]")
      .setInputFiles({ name: "logo.png", mimeType: "image/png", buffer: png });
    await page.route("**/containers.set-logo", (route) => route.abort(), {
      times: 1,
    });
    await dialog.getByRole("button", { name: "Create" }).click();
    await dialog.getByRole("alert").waitFor();
    await dialog.getByLabel("Name").fill("Red buoys");
    await dialog.getByRole("button", { name: "Create" }).click();
    await page.getByRole("heading", { level: 1, name: "Red buoys" }).waitFor();
    expect(await page.getByText(/uoys$/u).allInnerTexts()).not.toContain(
      "Buoys",
    );
    await page
      .getByRole("button", { name: "Create and change in Red buoys" })
      .click();
    await page.getByText("Edit the collection …").click();
    await dialog.getByRole("img").waitFor();
    // The browser writes the refusal to its console; it was provoked.
    windows.complaints.length = 0;
  });

  test("an item is withdrawn and taken back, and moved", async () => {
    const page = await enter(place());
    await choose(page, "Withdraw");
    await page.getByText("The item is withdrawn.").waitFor();
    await page.getByText("Withdrawn", { exact: true }).first().waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await page
      .getByText("Withdrawn", { exact: true })
      .first()
      .waitFor({ state: "hidden" });
    await choose(page, "Move to another collection …");
    await dialogOf(page).getByLabel("To which collection").fill("Plans");
    await page.getByRole("option", { name: "Plans" }).click();
    await dialogOf(page).getByRole("button", { name: "Move" }).click();
    await page.getByText("The item is moved.").waitFor();
    await page.getByRole("link", { name: "Plans" }).waitFor();
  });

  test("offers nothing to those who may not change anything", async () => {
    await addReader();
    const page = await enter(place(), "user@example.org");
    await page.getByText("dc.contributor.author").waitFor();
    expect(
      await page
        .getByRole("button", { name: /^(?:Change|Create and change in .*)$/u })
        .count(),
    ).toBe(0);
    // A browser writes to its console what is only for administrators.
    windows.complaints.length = 0;
  });
});
