import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import {
  accessibilityFaults,
  overflow,
  picture,
  useWindows,
} from "../support/open-window.ts";
import { someDefinitions } from "../support/some-plans.ts";

/** A slow machine is no failure. */
const soon = { timeout: 20_000 };
const asked = (page: Page, name: string): Promise<unknown[]> =>
  page.evaluate(
    (wanted) =>
      window.stub.calls
        .filter((call) => call.name === wanted)
        .map(({ input }) => input),
    name,
  );

/** Opens a list of choices by keyboard, as its input lies below what it shows. */
async function choose(page: Page, list: string, choice: string | RegExp) {
  await page.getByRole("combobox", { name: list }).focus();
  await page.keyboard.press("ArrowDown");
  await page.getByRole("option", { name: choice }).click();
}

describe("the planner", () => {
  const windows = useWindows();

  test("takes over the settings of a saved export, goes on from there, and says the same as a script", async () => {
    const page = await windows.open({
      items: 54,
      definitions: someDefinitions,
    });
    await page.getByText("byggebrev no. 2").first().waitFor();
    await page.getByText("Holdall sample").first().click();
    await page
      .getByRole("heading", { level: 1, name: "Holdall sample" })
      .waitFor();
    await page.getByRole("button", { name: "Export", exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("54 items, 108 files").waitFor();
    const [saved] = someDefinitions;
    await choose(page, "Settings like those of", saved?.name ?? "");
    await dialog.getByText("Content and proof").click();
    await dialog.getByLabel("Take older versions of the items along").check();
    await choose(page, "Related items", "What is up to 2 steps away as well");
    await dialog.getByText("As a script").click();
    const line = dialog.locator("[data-script=holdall]");
    await expect
      .poll(() => line.innerText(), soon)
      .toContain('"maxLinkLevel":2');
    expect(await dialog.locator("[data-script=cli]").innerText()).toContain(
      "--revisions --links 2",
    );
    for (const [width, height] of [
      [900, 600],
      [390, 780],
    ] as const) {
      await page.setViewportSize({ width, height });
      await page.waitForFunction((wide) => window.innerWidth === wide, width);
      await expect.poll(() => overflow(page), soon).toBeLessThanOrEqual(0);
      await picture(page, `planner-${String(width)}`);
    }
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Export" }).click();
    await dialog.waitFor({ state: "hidden" });
    expect(await asked(page, "exports.create")).toEqual([
      {
        target: "00000000-0000-4000-8000-000000000006",
        options: {
          ...saved?.plan.options,
          includeRevisionHistory: true,
          maxLinkLevel: 2,
        },
      },
    ]);
  });

  test("looks ahead by itself however much there is, and at everything when asked to", async () => {
    const page = await windows.open({ items: 200_000 });
    await page.getByText("byggebrev no. 2").first().waitFor();
    await page.getByRole("button", { name: "Export", exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("By a look at 54 of 200,000 items.").waitFor();
    // What somebody has chosen is thrown away by nothing but Cancel.
    await dialog.getByLabel("Regularly").check();
    await page.keyboard.press("Escape");
    await dialog.getByLabel("Now", { exact: true }).check();
    await dialog.getByRole("button", { name: "Look at all of them" }).click();
    await expect
      .poll(async () => (await asked(page, "exports.preflight")).at(-1), soon)
      .toMatchObject({ thorough: true });
  });
});
