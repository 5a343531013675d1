import { expect, test } from "vitest";
import { accessibilityFaults, useWindows } from "../support/open-window.ts";
import { someRuns } from "../support/some-runs.ts";

const windows = useWindows();

test("the picture of the catalog is walked through by keyboard, and is a table too", async () => {
  const page = await windows.open(
    { items: 54, runs: someRuns },
    { at: "#/overview" },
  );
  const map = page.getByRole("region", { name: "What the catalog holds" });
  const into = async (name: string) => {
    await map.getByRole("button", { name }).focus();
    await page.keyboard.press("Enter");
    await map.locator("[aria-current=true]", { hasText: name }).waitFor();
  };
  await into("Maritime archive");
  // Whoever goes on by keyboard goes on from where they are now.
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(
    "Maritime archive",
  );
  await into("Lighthouses");
  expect(
    await map.getByRole("link", { name: "Keepers’ letters" }).textContent(),
  ).toContain("67.5 MB");
  await map.getByRole("button", { name: "Items", exact: true }).press("Enter");
  await map.getByRole("link", { name: "54 items" }).waitFor();
  await map.getByRole("button", { name: "Table" }).press("Enter");
  expect(await map.getByRole("row").allInnerTexts()).toEqual([
    "Name\tItems\tFiles\tSize",
    "Keepers’ letters\t54\t108\t67.5 MB",
    "Tide readings\t18\t36\t22.5 MB",
  ]);
  expect(await accessibilityFaults(page)).toEqual([]);
  await map.getByRole("button", { name: "Whole catalog" }).press("Enter");
  await map.getByRole("button", { name: "Imported collections" }).waitFor();

  const time = page.getByRole("region", { name: "Exports over time" });
  await time.getByRole("img", { name: /^How they ended: at most/u }).waitFor();
  await time.getByRole("button", { name: "365 days" }).press("Enter");
  await time.getByRole("button", { name: "Table" }).press("Enter");
  await time
    .getByText(/^Week from /u)
    .first()
    .waitFor();
  expect(await time.getByText("1 failed").count()).toBe(1);
  const asked = await page.evaluate(() =>
    window.stub.calls
      .filter(({ name }) => name === "runs.ended")
      .map(({ input }) => (input as { count: number }).count),
  );
  expect(asked).toEqual([30, 53]);
  expect(await accessibilityFaults(page)).toEqual([]);
});

test("the pictures say when they cannot be drawn, and try again", async () => {
  const page = await windows.open(
    {
      items: 54,
      runs: someRuns,
      failing: {
        "runs.ended": {
          code: "catalog.busy",
          kind: "unavailable",
          message: "The catalog is busy.",
        },
      },
    },
    { at: "#/overview" },
  );
  const time = page.getByRole("region", { name: "Exports over time" });
  await time.getByText("The catalog is busy.").waitFor();
  await page.evaluate(() => {
    window.stub.options = { items: 54 };
  });
  await time.getByRole("button", { name: "Try again" }).click();
  await time.getByRole("img").first().waitFor();
});
