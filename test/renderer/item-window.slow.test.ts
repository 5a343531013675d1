import { describe, expect, test } from "vitest";
import { useItemWindow } from "../support/item-window.ts";
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
    await broken.getByRole("button", { name: "Delete …" }).click();
    await dialogOf(page).getByText("broken.png, 10 byte").waitFor();
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
