import { describe, expect, test } from "vitest";
import { png, useItemWindow } from "../support/item-window.ts";
import {
  accessibilityFaults,
  overflow,
  picture,
  useWindows,
} from "../support/open-window.ts";

/** The detail of an item in a browser, with all of Holdall behind it. */
describe("an item in the window", () => {
  const windows = useWindows();
  const { enter, place, openPreview, dialogOf, choose } =
    useItemWindow(windows);

  test("shows pictures, sounds, documents and texts as they are, and lets nothing in them act", async () => {
    const page = await enter(place());
    const lamp = await openPreview(page, "lamp.png");
    await expect
      .poll(() =>
        lamp
          .getByRole("img", { name: "Preview of lamp.png" })
          .evaluate((image) => (image as HTMLImageElement).naturalWidth),
      )
      .toBe(4);
    const bell = await openPreview(page, "bell.wav");
    await expect
      .poll(() =>
        bell
          .getByLabel("Preview of bell.wav")
          .evaluate((sound) => (sound as HTMLAudioElement).duration),
      )
      .toBe(0.5);
    const html = await openPreview(page, "page.html");
    await html.getByText("<h1>Grüße</h1>").waitFor();
    expect(await page.title()).not.toContain("taken over");
    const long = await openPreview(page, "long.txt");
    await long.getByText("the beginning").waitFor();
    await long.getByText(/^The first 64 .* are shown\.$/u).waitFor();
    expect(await long.getByText("the end").count()).toBe(0);
    const broken = await openPreview(page, "broken.png");
    await broken.getByText(/^There is nothing to be seen/u).waitFor();
    const report = await openPreview(page, "report.pdf");
    await report.getByTitle("Preview of report.pdf").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    await picture(page, "item-previews");
  });

  test("metadata is changed by keyboard, saved at once, and taken back", async () => {
    const page = await enter(place());
    await page.getByText("dc.contributor.author").waitFor();
    const change = page.getByRole("button", { name: "Change", exact: true });
    await change.focus();
    await page.keyboard.press("Enter");
    const metadata = page.getByRole("listitem", { name: "Metadata …" });
    await metadata.or(page.getByText("Metadata …")).first().waitFor();
    // The menu is a list: arrows lead through it.
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    const dialog = dialogOf(page);
    await dialog
      .getByRole("textbox", {
        name: "dc.contributor.author, value 1",
        exact: true,
      })
      .waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog
      .getByRole("button", {
        name: "Move down: dc.contributor.author, value 1",
      })
      .press("Enter");
    await dialog
      .getByRole("button", { name: "Remove: dc.title, value 2" })
      .press("Enter");
    await dialog.getByLabel("Add a field").fill("dc.subject");
    await page.getByText("dc.subject", { exact: true }).first().click();
    const subject = dialog.getByRole("textbox", {
      name: "dc.subject, value 1",
      exact: true,
    });
    await subject.waitFor();
    await dialog.getByRole("button", { name: "Save" }).click();
    // A field without a value is not sent.
    await dialog.getByText("Enter a value, or remove it.").waitFor();
    await subject.fill("Lamps");
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.waitFor({ state: "hidden" });
    await page.getByText("The metadata is saved.").waitFor();
    await page.getByText("Lamps", { exact: true }).waitFor();
    const authors = page.locator("dd", { hasText: "Fyr, Eva" });
    expect((await authors.innerText()).replaceAll(/\s+/gu, " ")).toBe(
      "Ness, Ole Fyr, Eva",
    );
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("رسالة من حارس المنارة").waitFor();
    expect(await page.getByText("Lamps", { exact: true }).count()).toBe(0);
  });

  test("what fails in a dialog is told in sight, and trying again keeps the focus in it", async () => {
    const page = await enter(place());
    const dialog = dialogOf(page);
    await page.route("**/collections.accepting", (route) => route.abort(), {
      times: 2,
    });
    await choose(page, "Move to another collection …");
    const again = dialog.getByRole("button", { name: "Try again" });
    await again.waitFor();
    const failed = page.waitForEvent("requestfailed");
    await again.press("Enter");
    await failed;
    await expect
      .poll(() => again.evaluate((one) => one === document.activeElement))
      .toBe(true);
    await again.press("Enter");
    await again.waitFor({ state: "detached" });
    expect(
      await dialog
        .getByRole("heading", { name: "Move the item" })
        .evaluate((one) => one === document.activeElement),
    ).toBe(true);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });

    await page.setViewportSize({ width: 900, height: 420 });
    await choose(page, "Metadata …");
    await dialog
      .getByRole("textbox", { name: "dc.title, value 1", exact: true })
      .fill("Letter to the keeper");
    await page.route("**/items.revise", (route) => route.abort(), { times: 1 });
    await dialog.getByRole("button", { name: "Save" }).click();
    const alert = dialog.getByRole("alert");
    await alert.waitFor();
    await picture(page, "failure-of-a-form");
    expect(
      await alert.evaluate((one) => {
        const { left, top, width, height } = one.getBoundingClientRect();
        return one.contains(
          document.elementFromPoint(left + width / 2, top + height / 2),
        );
      }),
    ).toBe(true);
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await dialog.waitFor({ state: "detached" });
    // The browser writes what was not let through to its console.
    windows.complaints.length = 0;
  });

  test("a collection is made, described, filled by a dropped file, and deleted", async () => {
    const page = await enter("");
    await page.getByText("Harbours").first().click();
    const deeds = (name: string) =>
      page.getByRole("button", { name: `Create and change in ${name}` });
    await deeds("Harbours").click();
    await page.getByText("New collection …").click();
    const dialog = dialogOf(page);
    await dialog.getByRole("button", { name: "Create" }).click();
    await dialog.getByText("It needs a name.").waitFor();
    await dialog.getByLabel("Name").fill("Bells");
    await dialog.getByLabel("Short description").fill("What rang");
    await dialog.getByRole("button", { name: "Create" }).click();
    await page.getByRole("heading", { level: 1, name: "Bells" }).waitFor();

    await deeds("Bells").click();
    await page.getByText("Edit the collection …").click();
    expect(await dialog.getByLabel("Short description").inputValue()).toBe(
      "What rang",
    );
    await dialog.getByLabel("Name").fill("Fog bells");
    await dialog
      .locator("input[type=file]")
      .setInputFiles({ name: "logo.png", mimeType: "image/png", buffer: png });
    await dialog.getByRole("button", { name: "Save" }).click();
    await page.getByRole("heading", { level: 1, name: "Fog bells" }).waitFor();

    await deeds("Fog bells").click();
    await page.getByText("New item …").click();
    await dialog.getByLabel("Title").fill("The bell of Torvøya");
    await dialog.getByLabel("Authors").fill("Fyr, Eva\nNess, Ole");
    const transfer = await page.evaluateHandle(() => {
      const data = new DataTransfer();
      data.items.add(new File(["ding"], "ding.txt"));
      return data;
    });
    for (const type of ["dragenter", "dragover", "drop"])
      await dialog
        .getByText("or drop here")
        .dispatchEvent(type, { dataTransfer: transfer });
    await dialog.getByText("ding.txt").waitFor();
    await picture(page, "item-creation-filled");
    await dialog.getByRole("button", { name: "Create" }).click();
    await page
      .getByRole("heading", { level: 2, name: "The bell of Torvøya" })
      .waitFor();
    await (
      await openPreview(page, "ding.txt")
    )
      .getByText("ding", { exact: true })
      .waitFor();

    await deeds("Fog bells").click();
    await page.locator(".v-list").getByText("Delete …").click();
    await dialog.getByText("1 item", { exact: true }).waitFor();
    await dialog.getByText("1 file, 4 bytes").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Delete" }).click();
    await page
      .getByRole("heading", { level: 1, name: "Whole catalog" })
      .waitFor();
    await expect.poll(() => page.getByText("Fog bells").count()).toBe(0);
  });
});
