import { readFile } from "node:fs/promises";
import type { Locator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import {
  accessibilityFaults,
  overflow,
  picture,
  useWindows,
} from "../support/open-window.ts";
import {
  someDefinitionRuns,
  someDefinitions,
  someDeliveries,
} from "../support/some-plans.ts";
import { someProblems, someRuns } from "../support/some-runs.ts";
import type { StubOptions } from "../support/stub-application.ts";

/** A slow machine is no failure. */
const soon = { timeout: 20_000 };
const stub: StubOptions = {
  items: 54,
  runs: someRuns,
  problems: someProblems,
  definitions: someDefinitions,
  definitionRuns: someDefinitionRuns,
  deliveries: someDeliveries,
};
const asked = (page: Page, name: string): Promise<unknown[]> =>
  page.evaluate(
    (wanted) =>
      window.stub.calls
        .filter((call) => call.name === wanted)
        .map(({ input }) => input),
    name,
  );

/** Lets go on what the stand-in has kept halfway. */
const goOn = (page: Page): Promise<void> =>
  page.evaluate(() => {
    window.stub.options = { ...window.stub.options, held: false };
  });

/** Nothing sticks out and nothing is wrong for a screen reader, in a large window, a small one, and on a phone. */
async function isFine(page: Page, name: string): Promise<void> {
  for (const [width, height] of [
    [1280, 800],
    [900, 600],
    [390, 780],
  ] as const) {
    await page.setViewportSize({ width, height });
    await page.waitForFunction((wide) => window.innerWidth === wide, width);
    // The page takes a moment to fit itself to its window.
    await expect.poll(() => overflow(page), soon).toBeLessThanOrEqual(0);
    await picture(page, `${name}-${String(width)}`);
  }
  expect(await accessibilityFaults(page), name).toEqual([]);
  await page.setViewportSize({ width: 1280, height: 800 });
}

describe("the room of exports", () => {
  const windows = useWindows();

  async function details(
    part: string,
    more: Partial<StubOptions> = {},
  ): Promise<{ page: Page; card: Locator }> {
    const page = await windows.open({ ...stub, ...more }, { at: "#/exports" });
    const card = page
      .getByRole("article", { name: "Keepers’ letters" })
      .first();
    await card.getByRole("button", { name: "Details" }).click();
    await card.getByRole("tab", { name: part }).click();
    return { page, card };
  }

  test("a run has a page of its own, which can be loaded again and told to others", async () => {
    const page = await windows.open(stub, { at: "#/exports" });
    await page
      .getByRole("article", { name: "Keepers’ letters" })
      .first()
      .getByRole("link", { name: "Keepers’ letters" })
      .click();
    const heading = page.getByRole("heading", {
      level: 1,
      name: "Export of “Keepers’ letters”",
    });
    await heading.waitFor();
    expect(new URL(page.url()).hash).toBe("#/exports/8");
    expect(
      await heading.evaluate((element) => element === document.activeElement),
    ).toBe(true);
    await page.reload();
    await heading.waitFor();
    await page.getByText("library.example.org does not answer.").waitFor();
    expect(await page.getByRole("article").count()).toBe(1);
    expect(await page.locator("nav [aria-current=page]").innerText()).toContain(
      "Exports",
    );
    await page.evaluate(() => {
      navigator.clipboard.writeText = (text) => {
        document.title = text;
        return Promise.resolve();
      };
    });
    await page
      .getByRole("button", { name: "Copy the address of this page" })
      .click();
    await expect.poll(() => page.title()).toBe("holdall://run/8");
    await isFine(page, "run");

    await page.goto(`${page.url().split("#")[0] ?? ""}#/exports/404`);
    await page.getByText("The run could not be read.").waitFor();
    await page.getByRole("link", { name: "All exports and imports" }).click();
    await page
      .getByRole("heading", { level: 1, name: "Exports and imports" })
      .waitFor();
  });

  test("an archive is looked into by keyboard, and a file is taken out of it", async () => {
    const { page, card } = await details("Files");
    const first = card.getByRole("button", { name: "item_00001" });
    await first.focus();
    await page.keyboard.press("Enter");
    await card.getByText("dublin_core.xml").waitFor();
    expect(await first.getAttribute("aria-expanded")).toBe("true");
    await card.getByRole("button", { name: /^Take out Carta/u }).click();
    expect(await asked(page, "packages.reveal")).toEqual([
      {
        run: 8,
        volume: 1,
        path: "10673-4/item_00001/Carta do faroleiro a propósito do azeite.pdf",
      },
    ]);
    expect(await card.getByText("manifest-sha256.txt").count()).toBe(0);
    await card.getByRole("button", { name: "Show more" }).click();
    await card.getByText("manifest-sha256.txt").waitFor();
    await card.getByLabel("Show the checksums of the files").check();
    await card.getByRole("button", { name: "item_00002" }).click();
    await card
      .getByRole("button", { name: "Copy the checksum of dublin_core.xml" })
      .waitFor();
    await isFine(page, "exports-files");
  });

  test("the whole log is read, narrowed down, and saved as text", async () => {
    const { page, card } = await details("Log", { logged: 450 });
    const region = card.getByRole("region", { name: "Log" });
    await region.getByText("Step 1 was taken.").waitFor();
    // Only what is in sight is drawn, and the rest is fetched as it comes into sight.
    expect(await region.locator(".line").count()).toBeLessThan(100);
    await region.focus();
    await expect
      .poll(async () => {
        await page.keyboard.press("End");
        return region.getByText("bitstream.missing").count();
      }, soon)
      .toBe(1);
    const saving = page.waitForEvent("download");
    await card.getByRole("button", { name: "Save as text" }).click();
    const text = await readFile(await (await saving).path(), "utf8");
    expect(text.trimEnd().split("\n")).toHaveLength(453);
    expect(text).toContain("\terror\tbitstream.missing\t");
    await card.getByRole("combobox", { name: "Lines to show" }).focus();
    await page.keyboard.press("ArrowDown");
    await page.getByRole("option", { name: "Errors (1)" }).click();
    await expect.poll(() => region.locator(".line").count(), soon).toBe(1);
    await isFine(page, "exports-log");
  });

  test("a package is verified again, with its progress, and what is wrong is named", async () => {
    const { page, card } = await details("Checksums and proof", {
      held: true,
    });
    await card.getByRole("button", { name: "Verify again" }).click();
    await card.getByText("137 of 274 entries").waitFor();
    // What stops it stands where what started it was, and has its focus; so it is the other way round.
    await expect
      .poll(() => page.locator("[data-deed]:focus").allInnerTexts(), soon)
      .toEqual(["Stop"]);
    await goOn(page);
    await card.getByText("Its CRC-32 is wrong").waitFor();
    await expect
      .poll(() => page.locator("[data-deed]:focus").allInnerTexts(), soon)
      .toEqual(["Verify again"]);
    await card.getByText("not sound: 1 error.").waitFor();
    await expect
      .poll(() => page.locator('.unseen[role="status"]').innerText(), soon)
      .toContain("not sound: 1 error.");
    await card.getByRole("button", { name: "Rehearse" }).click();
    await card.getByText("54 of 54 items came back the same.").waitFor();
    await isFine(page, "exports-proof");
  });

  test("an archive is compared with an earlier one", async () => {
    const { page, card } = await details("Compare");
    await card.getByRole("button", { name: "Compare" }).click();
    await card
      .getByText("2 added · 1 changed · 1 no longer in it · 51 unchanged")
      .waitFor();
    await card.getByRole("link", { name: "Tide readings no. 2" }).waitFor();
    await isFine(page, "exports-comparison");
  });

  test("an archive is sent to one more target, and its way is followed without asking again", async () => {
    const { page, card } = await details("Deliveries", { held: true });
    await card.getByRole("button", { name: /^Send to another/u }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Folder", { exact: true }).fill("/media/usb");
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Send", exact: true }).click();
    await dialog.waitFor({ state: "hidden" });
    await card.getByText(/On its way · .* of 60/u).waitFor();
    const before = (await asked(page, "deliveries.list")).length;
    await goOn(page);
    await card
      .getByText(/^Delivered · /u)
      .last()
      .waitFor();
    expect(await asked(page, "deliveries.send")).toEqual([
      {
        run: 8,
        to: { transport: "folder", settings: { path: "/media/usb" } },
      },
    ]);
    expect(await asked(page, "deliveries.list")).toHaveLength(before);
    await isFine(page, "exports-deliveries");
  });

  test("thousands of runs are searched and narrowed down, and only some of them are fetched", async () => {
    const [, done] = someRuns;
    const runs = Array.from({ length: 3000 }, (_, index) => ({
      ...(done ?? someRuns[0]),
      id: index + 1,
      title: index === 7 ? "Süderhörn" : `Letters ${String(index)}`,
      state: index % 10 === 3 ? ("failed" as const) : ("done" as const),
    })) as typeof someRuns;
    const page = await windows.open({ items: 54, runs }, { at: "#/exports" });
    const cards = page.getByRole("article");
    await page.getByRole("article", { name: "Letters 2999" }).waitFor();
    expect(await cards.count()).toBe(50);
    await page.getByRole("button", { name: "Show older ones" }).click();
    await expect.poll(() => cards.count(), soon).toBe(100);
    await page.getByRole("searchbox").fill("süder");
    await page.getByRole("article", { name: "Süderhörn" }).waitFor();
    await expect.poll(() => cards.count(), soon).toBe(1);
    await page.getByText("1 found").waitFor();
    await page.getByRole("searchbox").fill("");
    await page.getByRole("combobox", { name: "State" }).focus();
    await page.keyboard.press("ArrowDown");
    await page.getByRole("option", { name: "With problems or failed" }).click();
    await page.getByText("50 shown, there are more").waitFor();
    await page.getByRole("article", { name: "Letters 2993" }).waitFor();
    await isFine(page, "exports-list");
  });

  test("runs are found by the titles that a German window gives them", async () => {
    const [running] = someRuns;
    const runs = ["Letters", "The whole catalog", "12 items"].map(
      (title, index) => ({ ...running, id: index + 1, title }),
    ) as typeof someRuns;
    const page = await windows.open(
      { items: 54, runs },
      { at: "#/exports", locale: "de-DE" },
    );
    const cards = page.getByRole("article");
    await page.getByRole("article", { name: "Letters" }).waitFor();
    for (const [words, name] of [
      ["ganzer", "Ganzer Katalog"],
      ["12 obj", "12 Objekte"],
    ] as const) {
      await page.getByRole("searchbox").fill(words);
      await expect.poll(() => cards.count(), soon).toBe(1);
      await page.getByRole("article", { name }).waitFor();
    }
  });

  test("a run is paused and goes on, by keyboard", async () => {
    const page = await windows.open(stub, { at: "#/exports" });
    const card = page.getByRole("article", { name: "The whole catalog" });
    await card.getByRole("button", { name: "Pause The whole catalog" }).focus();
    await page.keyboard.press("Enter");
    await card.getByText("Paused").first().waitFor();
    await isFine(page, "exports-paused");
    const resume = card.getByRole("button", {
      name: "Go on with The whole catalog",
    });
    await resume.focus();
    await page.keyboard.press("Enter");
    await card
      .getByRole("button", { name: "Pause The whole catalog" })
      .waitFor();
    expect(await asked(page, "runs.resume")).toEqual([{ run: 9 }]);
    await card
      .getByRole("button", { name: "Cancel The whole catalog" })
      .press("Enter");
    await expect
      .poll(
        () =>
          card
            .getByRole("button", { name: "Details" })
            .evaluate((one) => one === document.activeElement),
        soon,
      )
      .toBe(true);
  });
});
