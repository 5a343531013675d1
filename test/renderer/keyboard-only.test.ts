import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { accessibilityFaults, useWindows } from "../support/open-window.ts";

const windows = useWindows();

/** What has the focus, as it is called. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const active = document.activeElement;
    const labels =
      active instanceof HTMLInputElement
        ? [...(active.labels ?? [])].map((label) => label.textContent.trim())
        : [];
    return (
      active?.getAttribute("aria-label") ??
      labels.find((label) => label !== "") ??
      active?.textContent.trim() ??
      ""
    );
  });

/** Presses Tab until something of this name has the focus, and then the key. */
async function reach(page: Page, name: string, key?: string): Promise<void> {
  const passed: string[] = [];
  for (let step = 0; step < 60; step += 1) {
    const now = await focused(page);
    if (now === name) {
      if (key !== undefined) await page.keyboard.press(key);
      return;
    }
    passed.push(now);
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab passed ${passed.join(", ")}, but never ${name}.`);
}

test("a source is added, tested, used and removed without a mouse", async () => {
  const page = await windows.open({ items: 54 });
  await page.getByText("byggebrev no. 2").first().waitFor();
  await reach(page, "Sources", "Enter");
  await page.getByText("No source is remembered yet").waitFor();
  await reach(page, "Add a source", "Enter");
  await page.getByRole("dialog").waitFor();
  await reach(page, "File or folder");
  await page.keyboard.type("/media/nas/letters.zip");
  await reach(page, "Test", "Enter");
  await page.getByText("42 were imported from here before").waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await reach(page, "Save", "Enter");
  const card = page.getByRole("article", { name: "letters.zip" });
  await card.waitFor();
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await reach(page, "Import now from letters.zip", "Enter");
  await card.getByText("54 items imported").waitFor();
  await reach(page, "History of letters.zip", "Enter");
  await expect.poll(() => card.getByText("54 items imported").count()).toBe(2);
  await reach(page, "Remove letters.zip", "Enter");
  await page.getByRole("dialog").waitFor();
  await reach(page, "Remove", "Enter");
  await page.getByText("No source is remembered yet").waitFor();
});
