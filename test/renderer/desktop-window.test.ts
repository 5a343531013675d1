import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { chromiumPath } from "../support/chromium.ts";
import {
  accessibilityFaults,
  dropFiles,
  useWindows,
} from "../support/open-window.ts";
import { someRuns } from "../support/some-runs.ts";

/** What the page asked of the application, of one name. */
const asked = (page: Page, name: string): Promise<unknown[]> =>
  page.evaluate(
    (wanted) =>
      window.stub.calls
        .filter((call) => call.name === wanted)
        .map(({ input }) => input),
    name,
  );

/** Presses Tab until an element of this name has the focus. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let step = 0; step < 40; step += 1) {
    await page.keyboard.press("Tab");
    const found = await page.evaluate(() => {
      const active = document.activeElement;
      return (
        active?.getAttribute("aria-label") ?? active?.textContent.trim() ?? ""
      );
    });
    if (typeof name === "string" ? found === name : name.test(found)) return;
  }
  throw new Error(`Nothing named ${String(name)} can be reached with Tab.`);
}

describe.skipIf(chromiumPath === undefined)("the window on a desktop", () => {
  const windows = useWindows();

  test("the first export is three clicks from an empty catalog", async () => {
    const page = await windows.open({ items: 0 });
    await page.getByRole("button", { name: "Import the sample" }).click();
    await page.getByRole("button", { name: "Export", exact: true }).click();
    await page.getByText("54 items, 108 files").waitFor();
    await page
      .getByRole("dialog")
      .getByRole("button", { name: "Export" })
      .click();
    await page
      .getByText("54 of 54 items, 108 of 108 files, re-read and matched")
      .first()
      .waitFor();
    expect(await asked(page, "exports.create")).toEqual([
      {
        options: {
          format: "saf",
          packer: "zip",
          migrate: false,
          bitstreams: true,
          withdrawn: false,
          verify: true,
        },
      },
    ]);
    await page.getByRole("button", { name: "Show in folder" }).click();
    expect(await asked(page, "exports.reveal")).toEqual([{ run: 2 }]);
  });

  test("the same without a mouse", async () => {
    const page = await windows.open({ items: 54 });
    await page.getByText("byggebrev no. 2").first().waitFor();
    await tabTo(page, "Communities and collections");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page
      .getByRole("heading", { level: 1, name: "Holdall sample" })
      .waitFor();
    await page.getByText("12 items").first().waitFor();
    await tabTo(page, "Export");
    await page.keyboard.press("Enter");
    await page.getByText("54 items, 108 files").waitFor();
    // The button that goes on has the focus already.
    await expect
      .poll(() =>
        page.evaluate(() => document.activeElement?.textContent.trim()),
      )
      .toBe("Export");
    await tabTo(page, /^Metadata only|^$/u);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    await expect
      .poll(() =>
        page.evaluate(() => document.activeElement?.textContent.trim()),
      )
      .toBe("Export");
    await page.keyboard.press("Enter");
    await page.getByText("54 items, 108 files").waitFor();
    await expect
      .poll(() =>
        page.evaluate(
          () => document.activeElement?.closest('[role="dialog"]') !== null,
        ),
      )
      .toBe(true);
    await page.keyboard.press("Enter");
    await page
      .getByText("54 of 54 items, 108 of 108 files, re-read and matched")
      .first()
      .waitFor();
    expect(await asked(page, "exports.create")).toMatchObject([
      { target: "00000000-0000-4000-8000-000000000006" },
    ]);
    await tabTo(page, "Show in folder");
    await page.keyboard.press("Enter");
    expect(await asked(page, "exports.reveal")).toHaveLength(1);
  });

  test("a screen reader is told how it goes and how it ended", async () => {
    const page = await windows.open({ items: 54, steps: 8, stepTime: 120 });
    await page.evaluate(() => {
      const told: string[] = [];
      Object.assign(window, { told });
      new MutationObserver(() => {
        const text =
          document.querySelector('.unseen[role="status"]')?.textContent ?? "";
        if (text !== "" && told.at(-1) !== text) told.push(text);
      }).observe(document.body, {
        subtree: true,
        childList: true,
        characterData: true,
      });
    });
    await page.getByRole("button", { name: "Export", exact: true }).click();
    await page
      .getByRole("dialog")
      .getByRole("button", { name: "Export" })
      .click();
    await page.getByText("re-read and matched").first().waitFor();
    await expect
      .poll(() =>
        page.evaluate(() => (window as unknown as { told: string[] }).told),
      )
      .toEqual([
        "Exporting “The whole catalog”: Waiting for its turn",
        "Exporting “The whole catalog”: Packing 12%",
        "Exporting “The whole catalog”: Packing 25%",
        "Exporting “The whole catalog”: Packing 50%",
        "Exporting “The whole catalog”: Packing 75%",
        "Export of “The whole catalog”: Done. 54 of 54 items, 108 of 108 files, re-read and matched",
      ]);
  });

  test("options and what is searched for reach the export", async () => {
    const page = await windows.open({ items: 54 });
    await page.getByLabel("Search the metadata").fill("keeper");
    // Without waiting for the search.
    await page.getByRole("button", { name: "Export", exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("7 items, 14 files").waitFor();
    await dialog.getByLabel(/^For another server/u).check();
    await dialog.getByLabel(/^Metadata only/u).check();
    await dialog.getByText("7 items, metadata only").waitFor();
    await dialog.getByRole("button", { name: "Export" }).click();
    await page.getByText("Search: keeper").first().waitFor();
    expect(await asked(page, "exports.create")).toMatchObject([
      { query: "keeper", options: { migrate: true, bitstreams: false } },
    ]);
  });

  test("withdrawn items are left out unless they are asked for", async () => {
    const page = await windows.open({ items: 54 });
    await page.getByRole("button", { name: "Export", exact: true }).click();
    await page.getByLabel("Take 3 withdrawn items along").check();
    await page
      .getByRole("dialog")
      .getByRole("button", { name: "Export" })
      .click();
    await page.getByText("re-read and matched").first().waitFor();
    expect(await asked(page, "exports.create")).toMatchObject([
      { options: { withdrawn: true } },
    ]);
  });

  test("search waits until the typing pauses, and sends only what counts", async () => {
    const page = await windows.open({ items: 54 });
    await page.getByText("byggebrev no. 2").first().waitFor();
    await page
      .getByLabel("Search the metadata")
      .pressSequentially("lighthouse", { delay: 15 });
    await page.getByText("lighthouse · Letter").first().waitFor();
    const queries = (await asked(page, "items.page"))
      .map((input) => (input as { query?: string }).query)
      .filter((query) => query !== undefined);
    expect(new Set(queries).size).toBeLessThanOrEqual(3);
    expect(queries.at(-1)).toBe("lighthouse");
    await page.reload();
    await page.getByText("lighthouse · Letter").first().waitFor();
    await page.getByLabel("Search the metadata").press("Escape");
    await page.getByText("54 items", { exact: true }).waitFor();
  });

  test("columns sort, and say so", async () => {
    const page = await windows.open({ items: 54 });
    const changed = page.getByRole("columnheader", { name: "Changed" });
    await changed.getByRole("button").click();
    await expect
      .poll(() => changed.getAttribute("aria-sort"))
      .toBe("descending");
    await changed.getByRole("button").click();
    await expect
      .poll(() => changed.getAttribute("aria-sort"))
      .toBe("ascending");
    expect((await asked(page, "items.page")).at(-1)).toMatchObject({
      sort: "modified",
      descending: false,
    });
  });

  test("an item shows its metadata, files, checksums and rules; going back closes it", async () => {
    const page = await windows.open({ items: 54 }, { width: 1000 });
    await page.getByText("byggebrev no. 2").first().click();
    const detail = page.getByRole("complementary");
    await detail.getByText("dc.contributor.author").waitFor();
    expect(
      await detail.getByText("Letter from the keeper").getAttribute("lang"),
    ).toBe("en");
    await detail.getByText("Carta do faroleiro.pdf").click();
    await detail.getByText("182,311 bytes").waitFor();
    await detail
      .getByText(/^9f86d081884c7d659a2f/u)
      .first()
      .waitFor();
    await detail.getByText("from 1 Mar 2031").waitFor();
    await page.goBack();
    await page.getByRole("grid").waitFor();
    await page.getByText("byggebrev no. 2").first().click();
    await page.getByRole("button", { name: "Back to the list" }).click();
    await expect
      .poll(() =>
        page.evaluate(() => document.activeElement?.getAttribute("role")),
      )
      .toBe("grid");
  });

  test("files that are dropped are imported after one confirmation", async () => {
    const page = await windows.open({ items: 54 });
    await page.getByText("byggebrev no. 2").first().waitFor();
    await dropFiles(page, "letters.zip");
    const dialog = page.getByRole("dialog");
    await dialog.getByText("/home/ada/incoming/letters.zip").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await asked(page, "imports.create")).toEqual([]);
    await dialog.getByRole("button", { name: "Import" }).click();
    await page.getByText("54 items imported").first().waitFor();
    expect(await asked(page, "imports.create")).toEqual([
      {
        path: "/home/ada/incoming/letters.zip",
        strict: false,
        newIdentifiers: false,
      },
    ]);
    await page.getByRole("link", { name: "Holdall sample" }).click();
    await page
      .getByRole("heading", { level: 1, name: "Holdall sample" })
      .waitFor();
  });

  test("dropped files can go into a collection that is there", async () => {
    const page = await windows.open({ items: 54 });
    await page.getByText("byggebrev no. 2").first().waitFor();
    await dropFiles(page, "list.csv", "scan.pdf");
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("combobox", { name: "Into" }).click();
    await page.getByRole("option", { name: "Tide readings" }).click();
    await dialog.getByRole("button", { name: "Import" }).click();
    await page.getByText("54 items imported").first().waitFor();
    expect(await asked(page, "imports.create")).toMatchObject([
      {
        path: "/home/ada/incoming/list.csv",
        into: "00000000-0000-4000-8000-000000000005",
      },
    ]);
  });

  test("an import that cannot start says why and keeps what was dropped", async () => {
    const page = await windows.open({
      items: 54,
      failing: {
        "imports.create": {
          code: "source.unknown",
          kind: "invalid",
          message: "cat.jpg is not something that can be imported.",
          remedy: "Give a SAF folder, a SAF ZIP, or a CSV file.",
        },
      },
    });
    await page.getByText("byggebrev no. 2").first().waitFor();
    await dropFiles(page, "cat.jpg");
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Import" }).click();
    await dialog.getByText("is not something that can be imported").waitFor();
    await dialog.getByText("Give a SAF folder").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await dialog.waitFor({ state: "hidden" });
  });

  test("a run can be cancelled, and an export made again", async () => {
    const page = await windows.open(
      { items: 54, runs: someRuns },
      { at: "#/exports" },
    );
    await page
      .getByRole("button", { name: "Cancel The whole catalog" })
      .click();
    await expect.poll(() => asked(page, "runs.cancel")).toEqual([{ run: 9 }]);
    await page
      .getByRole("article", { name: "The whole catalog" })
      .getByText("Cancelled")
      .waitFor();
    await page
      .getByRole("article", { name: "Tide readings" })
      .getByRole("button", { name: "Export again" })
      .click();
    expect(await asked(page, "exports.again")).toEqual([{ run: 7 }]);
    await expect
      .poll(() => page.getByRole("article", { name: "Tide readings" }).count())
      .toBe(2);
  });

  test("a failure is said in German, aloud too, and nothing moves where somebody wants it still", async () => {
    const page = await windows.open(
      { items: 54, runs: someRuns },
      { at: "#/exports/5", locale: "de-DE" },
    );
    await page
      .getByRole("heading", {
        level: 1,
        name: "Export von „Suche: lighthouse“",
      })
      .waitFor();
    const card = page.getByRole("article", { name: "Suche: lighthouse" });
    await card
      .getByText(/^Der Datenträger ist voll: .* geschrieben/u)
      .waitFor();
    expect(
      await card
        .locator(".v-alert p")
        .evaluateAll((parts) =>
          parts.map((part) => part.closest("[lang]")?.getAttribute("lang")),
        ),
    ).not.toContain("en");
    expect(await accessibilityFaults(page)).toEqual([]);

    const said = page.locator('.unseen[role="status"]');
    const [running] = someRuns;
    const seen = someRuns.find(({ state }) => state === "failed");
    if (running === undefined || seen === undefined)
      throw new Error("There are runs.");
    await page.evaluate(
      ([going, error]) => {
        window.stub.announce({
          ...going,
          state: "failed",
          error,
        });
      },
      [running, seen.error] as const,
    );
    await expect
      .poll(() => said.innerText(), { timeout: 20_000 })
      .toMatch(
        /^Export von „Ganzer Katalog“: Fehlgeschlagen\. Der Datenträger ist voll: /u,
      );

    const moving = () =>
      page.evaluate(
        () =>
          document
            .getAnimations()
            .filter(({ playState }) => playState === "running").length,
      );
    const shortcuts = async () => {
      await page.keyboard.press("?");
      await page.getByRole("dialog").waitFor();
      const found = await moving();
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "hidden" });
      return found;
    };
    expect(await shortcuts()).toBe(0);
    await page.emulateMedia({ reducedMotion: "no-preference" });
    expect(await shortcuts()).toBeGreaterThan(0);
  });

  test("a failure says what happened, to what, and what to do; its details can be copied", async () => {
    const page = await windows.open(
      { items: 54, runs: someRuns },
      { at: "#/exports" },
    );
    await page
      .context()
      .grantPermissions(["clipboard-read", "clipboard-write"]);
    const card = page.getByRole("article", { name: "Search: lighthouse" });
    await card.getByText("The disk is full").waitFor();
    await card.getByText("Free some space").waitFor();
    await card.getByRole("button", { name: "Copy details" }).click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toContain("code: disk.full");
    expect(copied).toContain("66666666-0000-4000-8000-000000000005");
    expect(copied).toContain("Holdall 0.1.0, linux");
    await page
      .getByRole("article", { name: "Keepers’ letters" })
      .getByRole("button", { name: "Copy the checksum" })
      .click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
      "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
    );
  });

  test("progress shows items, bytes, speed and time left, and is never more than all", async () => {
    const page = await windows.open({ items: 54, steps: 30, stepTime: 150 });
    await page.getByRole("button", { name: "Export", exact: true }).click();
    await page
      .getByRole("dialog")
      .getByRole("button", { name: "Export" })
      .click();
    const card = page.getByRole("article").first();
    await card
      .getByText(
        /\d+ of 54 items · [\d.]+ MB of 67.5 MB · [\d.]+ [kM]B per second · about \d+ seconds? left/u,
      )
      .waitFor();
    expect(
      Number(await card.getByRole("progressbar").getAttribute("aria-valuenow")),
    ).toBeLessThanOrEqual(100);
  });

  test("says so where the system has no keychain", async () => {
    const page = await windows.open({ items: 54, keychain: false });
    await page.getByText("The system keychain cannot be used").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole("button", { name: "Close" }).click();
    await page
      .getByText("The system keychain cannot be used")
      .waitFor({ state: "hidden" });
  });

  test("says why when the catalog does not answer, and tries again", async () => {
    const page = await windows.open({
      items: 54,
      failing: {
        "catalog.summary": {
          code: "catalog.busy",
          kind: "unavailable",
          message: "The catalog is in use.",
        },
      },
    });
    await page.getByText("The catalog is in use.").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.evaluate(() => {
      window.stub.options = { ...window.stub.options, failing: {} };
    });
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByText("byggebrev no. 2").first().waitFor();
  });

  test("says why when the items cannot be read, and tries again", async () => {
    const page = await windows.open({
      items: 54,
      failing: {
        "items.page": {
          code: "catalog.busy",
          kind: "unavailable",
          message: "The catalog is in use.",
        },
      },
    });
    await page.getByText("The catalog is in use.").waitFor();
    await page.evaluate(() => {
      window.stub.options = { ...window.stub.options, failing: {} };
    });
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByText("byggebrev no. 2").first().waitFor();
  });

  test("speaks German, and remembers a choice of language", async () => {
    const page = await windows.open({ items: 54 }, { locale: "de-AT" });
    await page
      .getByRole("heading", { level: 1, name: "Ganzer Katalog" })
      .waitFor();
    await page.getByText("54 Objekte").first().waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe("de");
    expect(await page.title()).toBe("Sammlungen – Holdall");
    await page.getByRole("button", { name: "Sprache" }).click();
    await page.getByText("English", { exact: true }).click();
    await page
      .getByRole("heading", { level: 1, name: "Whole catalog" })
      .waitFor();
    await page.reload();
    await page
      .getByRole("heading", { level: 1, name: "Whole catalog" })
      .waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe("en");
  });

  test("changes its appearance when asked, and remembers it", async () => {
    const background = (page: Page): Promise<string> =>
      page.evaluate(() => {
        const application = document.querySelector(".v-application");
        return application === null
          ? ""
          : getComputedStyle(application).backgroundColor;
      });
    const page = await windows.open({ items: 54 });
    await page.getByRole("button", { name: "Appearance" }).click();
    await page.getByText("Dark", { exact: true }).click();
    await expect.poll(() => background(page)).toBe("rgb(18, 24, 27)");
    await page.reload();
    await page.getByText("byggebrev no. 2").first().waitFor();
    expect(await background(page)).toBe("rgb(18, 24, 27)");
  });

  test.each(["Language", "Appearance", "Order", "Import"])(
    "the menu %s is there for everyone, and gives the focus back",
    async (name) => {
      const page = await windows.open({ items: 54 });
      await page.getByText("byggebrev no. 2").first().waitFor();
      await tabTo(page, name);
      await page.keyboard.press("Enter");
      await page.locator(".v-menu .v-list-item").first().waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.keyboard.press("Escape");
      await expect
        .poll(() =>
          page.evaluate(
            () =>
              document.activeElement?.getAttribute("aria-label") ??
              document.activeElement?.textContent.trim(),
          ),
        )
        .toBe(name);
    },
  );

  test("the room that is entered has the focus at its heading", async () => {
    const page = await windows.open({ items: 54 });
    await page.getByText("byggebrev no. 2").first().waitFor();
    await tabTo(page, "Exports");
    await page.keyboard.press("Enter");
    await expect
      .poll(() =>
        page.evaluate(() => document.activeElement?.textContent.trim()),
      )
      .toBe("Exports and imports");
  });
});
