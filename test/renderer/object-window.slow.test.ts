import { describe, expect, test } from "vitest";
import { useItemWindow } from "../support/item-window.ts";
import {
  accessibilityFaults,
  overflow,
  picture,
  useWindows,
} from "../support/open-window.ts";

/** What is changed less often of items and collections besides their metadata. */
describe("objects in the window, further", () => {
  const windows = useWindows();
  const { enter, place, dialogOf, addRight, reasons } = useItemWindow(windows);

  test("tells when somebody else has changed the same rights, and keeps both", async () => {
    const page = await enter(place());
    await page.getByRole("button", { name: "Rights of ORIGINAL …" }).click();
    const dialog = dialogOf(page);
    const right = dialog.getByRole("group", { name: /^Everybody may read/u });
    await right.getByLabel("Reason").fill("Mine");
    await addRight("ORIGINAL", "Theirs");
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.getByText(/^Somebody else has changed these/u).waitFor();
    await dialog
      .getByRole("group", { name: /Added by somebody else$/u })
      .waitFor();
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.waitFor({ state: "hidden" });
    expect(await reasons("ORIGINAL")).toEqual(["Mine", "Theirs"]);
    // The browser writes the refusal to its console; it was provoked.
    windows.complaints.length = 0;
  });

  test("a group of a collection is made and filled, all by keyboard", async () => {
    const page = await enter("");
    await page.getByText("Plans").first().click();
    await page
      .getByRole("button", { name: "Create and change in Plans" })
      .click();
    await page.getByText("People …").click();
    const dialog = dialogOf(page);
    const submitters = dialog.getByRole("region", { name: "Submitters" });
    await submitters
      .getByRole("button", { name: "Make this group" })
      .press("Enter");
    await submitters.getByText("Nobody is in this group.").waitFor();
    const add = submitters.getByRole("combobox", {
      name: "Add a person or a group",
    });
    await expect
      .poll(() => add.evaluate((one) => one === document.activeElement))
      .toBe(true);
    await page.keyboard.type("ada@");
    await page.getByRole("option", { name: "ada@example.org" }).waitFor();
    await expect.poll(() => page.getByRole("option").count()).toBe(1);
    await page.keyboard.press("Enter");
    const taking = submitters.getByRole("button", {
      name: "Take ada@example.org out",
    });
    await taking.waitFor();
    // What was typed is done with.
    await expect.poll(() => add.inputValue()).toBe("");
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    await picture(page, "people");
    await taking.press("Enter");
    await submitters.getByText("Nobody is in this group.").waitFor();
    await submitters
      .getByRole("button", { name: "Delete the group …" })
      .press("Enter");
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await submitters.getByRole("button", { name: "Make this group" }).waitFor();
  });

  test("the template and the licence of a collection are changed, and new items start from it", async () => {
    const page = await enter("");
    const dialog = dialogOf(page);
    await page.getByText("Plans").first().click();
    const deed = async (what: string) => {
      await page
        .getByRole("button", { name: "Create and change in Plans" })
        .click();
      await page.getByText(what, { exact: true }).click();
    };
    await deed("Template of new items …");
    await dialog.getByLabel("Add a field").fill("dc.publisher");
    await page.getByText("dc.publisher", { exact: true }).first().click();
    await dialog
      .getByRole("textbox", { name: "dc.publisher, value 1", exact: true })
      .fill("The harbour");
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.waitFor({ state: "detached" });
    await deed("Licence …");
    await dialog.getByLabel("Licence", { exact: true }).fill("Ask the keeper.");
    expect(await accessibilityFaults(page)).toEqual([]);
    await picture(page, "licence");
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.waitFor({ state: "detached" });
    await deed("Licence …");
    await expect
      .poll(() => dialog.getByLabel("Licence", { exact: true }).inputValue())
      .toBe("Ask the keeper.");
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await deed("New item …");
    await dialog.getByLabel("Title").fill("Plan of the pier");
    await dialog.getByRole("button", { name: "Create" }).click();
    await page
      .getByRole("heading", { level: 2, name: "Plan of the pier" })
      .waitFor();
    await page.getByText("The harbour", { exact: true }).waitFor();
  });

  test.each([
    { width: 390, height: 780, colorScheme: "light" },
    { width: 900, height: 600, colorScheme: "dark" },
  ] as const)(
    "fits $width x $height, in German, $colorScheme",
    async (size) => {
      const page = await enter(place(), undefined, {
        ...size,
        locale: "de-DE",
      });
      await page
        .getByRole("button", { name: "Rechte an Letter from the keeper …" })
        .click();
      const dialog = dialogOf(page);
      await dialog.getByRole("group", { name: /^Alle: lesen/u }).waitFor();
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, `rights-de-${String(size.width)}`);
      await dialog.getByRole("button", { name: "Abbrechen" }).click();
      await page.locator("summary", { hasText: "lamp.png" }).click();
      await page.getByRole("button", { name: "lamp.png ändern" }).click();
      await page.getByText("Name, Beschreibung, Format …").waitFor();
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, `file-de-${String(size.width)}`);
    },
  );
});
