import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { useWindows } from "../support/open-window.ts";

const windows = useWindows();

/** What has the focus, as it is called. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(
    () =>
      document.activeElement?.getAttribute("aria-label") ??
      document.activeElement?.textContent.trim().slice(0, 60) ??
      "",
  );

test("dialogs keep the focus while they are open, and give it back to where they were opened from", async () => {
  const page = await windows.open({ items: 54 }, { at: "#/?item=1001" });
  await page.getByText("dc.description.abstract").waitFor();
  const open = page.locator("[role=dialog].v-overlay--active");
  const isBack = async (to: string | RegExp) => {
    await page.keyboard.press("Escape");
    await open.waitFor({ state: "detached" });
    await expect.poll(() => focused(page), { timeout: 10_000 }).toMatch(to);
  };

  // From a line of a menu, which is gone with its menu.
  await page.getByRole("button", { name: "Change", exact: true }).focus();
  await page.keyboard.press("Enter");
  const first = page.locator(".v-menu.v-overlay--active .v-list-item").first();
  await first.waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await open.waitFor();
  await isBack(/^Change$/u);

  // Around and around, forwards and backwards, nothing behind it is reached.
  await page.getByRole("button", { name: "Export", exact: true }).focus();
  await page.keyboard.press("Enter");
  await open.getByText("54 items, 108 files").waitFor();
  for (const key of ["Tab", "Shift+Tab"])
    for (let step = 0; step < 25; step += 1) {
      await page.keyboard.press(key);
      expect(
        await page.evaluate(
          () => document.activeElement?.closest("[role=dialog]") !== null,
        ),
        `${key} ${String(step)}`,
      ).toBe(true);
    }
  await isBack(/^Export$/u);

  // From a button of another dialog, which is gone with that one.
  await page.getByRole("grid").focus();
  await page.keyboard.press("Shift+ArrowDown");
  await page.getByRole("button", { name: "Put into the basket" }).click();
  const basket = page.getByRole("button", { name: /^Basket, \d/u });
  await basket.focus();
  await page.keyboard.press("Enter");
  await open.getByRole("button", { name: "Export the basket" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: "Export" }).waitFor();
  await page.getByText("Packed, then read again").waitFor();
  await isBack(/^Basket, /u);
});
