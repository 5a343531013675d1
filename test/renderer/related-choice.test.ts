import { describe, expect, test } from "vitest";
import { useItemWindow } from "../support/item-window.ts";
import { accessibilityFaults, useWindows } from "../support/open-window.ts";

/** Which item another one is related to: what is chosen stays chosen, and a search that fails is told. */
describe("choosing a related item", () => {
  const windows = useWindows();
  const { enter, paperPlace, dialogOf } = useItemWindow(windows);

  test("what is chosen stays so when something else is typed, found, or left by Tab", async () => {
    const page = await enter(paperPlace());
    await page.getByRole("button", { name: "Add …", exact: true }).click();
    const dialog = dialogOf(page);
    const other = dialog.getByRole("combobox", { name: "Which item" });
    await other.fill("ida");
    await page.getByRole("option", { name: /^Lykt, Ida/u }).waitFor();
    await expect.poll(() => page.getByRole("option").count()).toBe(1);
    // As long as nothing is chosen, the first one is.
    await other.press("Enter");
    await expect.poll(() => other.inputValue()).toBe("Lykt, Ida");
    await other.fill("eva");
    await page.getByRole("option", { name: /^Fyr, Eva/u }).waitFor();
    await other.press("Tab");
    await expect.poll(() => other.inputValue()).toBe("Lykt, Ida");
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Add" }).click();
    await page
      .locator("aside")
      .getByText("It is related to Lykt, Ida.")
      .waitFor();
  });

  test("a search that failed is told in the dialog and tried again", async () => {
    const page = await enter(paperPlace());
    await page.getByRole("button", { name: "Add …", exact: true }).click();
    const dialog = dialogOf(page);
    const other = dialog.getByRole("combobox", { name: "Which item" });
    await page.route(
      "**/items.page",
      (route) =>
        route.request().postData()?.includes("eva") === true
          ? route.abort()
          : route.continue(),
      { times: 2 },
    );
    await other.fill("eva");
    await dialog.getByRole("alert").waitFor();
    expect(await page.getByText("No data available").count()).toBe(0);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.unrouteAll({ behavior: "wait" });
    await dialog.getByRole("button", { name: "Try again" }).press("Enter");
    await expect.poll(() => dialog.getByRole("alert").count()).toBe(0);
    expect(
      await dialog.evaluate((one) => one.contains(document.activeElement)),
      "the focus stays in the dialog",
    ).toBe(true);
    await other.press("ArrowDown");
    await page.getByRole("option", { name: /^Fyr, Eva/u }).waitFor();
    windows.complaints.length = 0;
  });
});
