import { describe, expect, test } from "vitest";
import { detain } from "../support/detain.ts";
import { useItemWindow } from "../support/item-window.ts";
import { useWindows } from "../support/open-window.ts";
import { exactOptions } from "../support/runs.ts";

/** Lists that are read again and again: an answer that comes late does not put back what has changed since. */
describe("lists and late answers", () => {
  const windows = useWindows();
  const { enter, elsewhere } = useItemWindow(windows);

  test("what was put into the basket is not taken out by what was asked before", async () => {
    const page = await enter("");
    const grid = page.getByRole("grid");
    await grid.getByText("On lamps").first().waitFor();
    const late = await detain(page, "basket.page");
    await page.reload();
    await late.asked;
    await grid.getByText("On lamps").first().waitFor();
    await grid.focus();
    await page.keyboard.press("Space");
    await page.getByRole("button", { name: "Put into the basket" }).click();
    const basket = page.getByRole("button", { name: /^Basket.*1 thing/u });
    await basket.waitFor();
    await late.release();
    expect(await basket.count()).toBe(1);
    // What was put in is read, too.
    await basket.click();
    await page
      .getByRole("dialog", { name: "Basket" })
      .getByRole("listitem")
      .waitFor();
  });

  test("what has happened stays in the list of activities", async () => {
    const page = await enter("");
    await page.getByRole("grid").waitFor();
    const run = (name: string) =>
      elsewhere("exports.create", { query: name, options: exactOptions });
    await run("lamps");
    const late = await detain(page, "audit.list");
    await page.evaluate(() => {
      location.hash = "#/activity";
    });
    await late.asked;
    await run("keeper");
    const lines = page.getByRole("listitem").filter({ hasText: /keeper/u });
    await lines.first().waitFor();
    await late.release();
    expect(await lines.count()).toBeGreaterThan(0);
  });
});
