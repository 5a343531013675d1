import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import type { Item } from "../../main/domain/catalog.ts";
import { metadataFields } from "../../renderer/views/collections/item/metadata-draft.ts";
import { useItemWindow } from "../support/item-window.ts";
import { useWindows } from "../support/open-window.ts";

/** What takes itself away by being pressed leaves the focus where somebody goes on, and what was replaced is shown anew. */
describe("controls that go away", () => {
  const windows = useWindows();
  const { enter, place, item, choose, dialogOf, elsewhere, openPreview } =
    useItemWindow(windows);
  const focused = (page: Page) =>
    page.evaluate(
      () =>
        document.activeElement?.getAttribute("aria-label") ??
        document.activeElement?.textContent.trim(),
    );

  test("values that are removed one after the other hand the focus on", async () => {
    const page = await enter(place());
    await page.locator("aside h2").waitFor();
    await choose(page, "Metadata …");
    await dialogOf(page)
      .getByRole("button", { name: "Remove: dc.contributor.author, value 1" })
      .press("Enter");
    await expect
      .poll(() => focused(page))
      .toBe("Remove: dc.contributor.author, value 1");
    await page.keyboard.press("Enter");
    await expect
      .poll(() => focused(page))
      .toBe("Another dc.contributor.author");
    await dialogOf(page).getByRole("button", { name: "Cancel" }).click();
  });

  test("who lists all of something by keyboard goes on where the list does", async () => {
    const { metadata } = (await elsewhere("items.get", {
      item: item(),
    })) as Item;
    const expected = metadataFields(metadata);
    const texts = (count: number) =>
      Array.from({ length: count }, (_, index) => ({
        value: `Word ${String(index)}`,
        language: null,
        authority: null,
        confidence: -1,
      }));
    const many = {
      ...expected,
      "dc.subject": texts(210),
      "dc.identifier.other": texts(2),
    };
    await elsewhere("items.revise", { item: item(), expected, metadata: many });
    const page = await enter(place());
    const all = page.locator("aside").getByRole("button", {
      name: /^Show all/u,
    });
    await all.press("Enter");
    await expect.poll(() => all.count()).toBe(0);
    // Where nothing new can be pressed, at the heading.
    await expect
      .poll(() =>
        page.evaluate(() =>
          document.activeElement?.closest("aside .content") === null
            ? "lost"
            : "kept",
        ),
      )
      .toBe("kept");
    await elsewhere("items.revise", {
      item: item(),
      expected: many,
      metadata: expected,
    });
  });

  test("a saved search that is deleted hands the focus to the next one", async () => {
    for (const name of ["Bells", "Lamps"])
      await elsewhere("saved-searches.create", {
        name,
        search: { lookup: { query: name }, sort: "title", descending: false },
      });
    const page = await enter("");
    const more = (name: string) =>
      page.getByRole("button", { name: new RegExp(`${name}$`, "u") }).last();
    for (const [name, next] of [
      ["Bells", "Lamps"],
      ["Lamps", "Saved searches"],
    ] as const) {
      await more(name).press("Enter");
      await page.getByText("Delete", { exact: true }).click();
      await expect.poll(() => focused(page)).toBe(next);
    }
  });

  test("a preview that is open shows what the file was replaced by", async () => {
    const page = await enter(place());
    const one = await openPreview(page, "long.txt");
    await one.locator("pre").getByText("the beginning").waitFor();
    await page.getByRole("button", { name: "Change long.txt" }).click();
    await page.getByText("Replace …", { exact: true }).click();
    const dialog = dialogOf(page);
    await dialog.locator("input[type=file]").setInputFiles({
      name: "long.txt",
      mimeType: "text/plain",
      buffer: Buffer.from("something else"),
    });
    await dialog.getByRole("button", { name: "Replace" }).click();
    await one.locator("pre").getByText("something else").waitFor();
  });
});
