import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { detain } from "../support/detain.ts";
import { png, useItemWindow } from "../support/item-window.ts";
import { useWindows } from "../support/open-window.ts";

/** Answers that come when something else is shown already, and files that come when others are under way. */
describe("late answers and late files", () => {
  const windows = useWindows();
  const { enter, dialogOf } = useItemWindow(windows);

  async function deed(page: Page, name: string, what: string): Promise<void> {
    await page
      .getByRole("button", { name: `Create and change in ${name}` })
      .click();
    await page.getByText(what, { exact: true }).click();
  }

  test("a template does not open over another collection, and says whose it is", async () => {
    const page = await enter("");
    await page.getByText("Plans").first().click();
    const late = await detain(page, "templates.get");
    await deed(page, "Plans", "Template of new items …");
    await late.asked;
    await page.getByText("Letters").first().click();
    await page
      .getByRole("button", { name: "Create and change in Letters" })
      .waitFor();
    await late.release();
    expect(await dialogOf(page).count()).toBe(0);
    await deed(page, "Letters", "Template of new items …");
    await dialogOf(page)
      .getByRole("heading", { name: "What new items in Letters start from" })
      .waitFor();
  });

  test("a licence that comes late does not take the place of what was typed", async () => {
    const page = await enter("");
    await page.getByText("Plans").first().click();
    const late = await detain(page, "licenses.get");
    const dialog = dialogOf(page);
    await deed(page, "Plans", "Licence …");
    await late.asked;
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await dialog.waitFor({ state: "detached" });
    await deed(page, "Plans", "Licence …");
    const text = dialog.getByLabel("Licence", { exact: true });
    await text.fill("Ask the keeper.");
    await late.release();
    expect(await text.inputValue()).toBe("Ask the keeper.");
  });

  test("texts that were kept are told and can be taken back although the logo was not; files wait for what is sent", async () => {
    const page = await enter("");
    const dialog = dialogOf(page);
    await page.getByText("Plans").first().click();
    await deed(page, "Plans", "Edit the collection …");
    await dialog.getByLabel("Name").fill("Charts");
    await dialog
      .locator("input[type=file]")
      .setInputFiles({ name: "logo.png", mimeType: "image/png", buffer: png });
    const { promise, resolve } = Promise.withResolvers<undefined>();
    await page.route(
      "**/containers.set-logo",
      async (route) => {
        await promise;
        await route.abort();
      },
      { times: 1 },
    );
    const asked = page.waitForRequest("**/containers.set-logo");
    await dialog.getByRole("button", { name: "Save" }).click();
    await asked;
    const brought = await page.evaluateHandle(() => {
      const data = new DataTransfer();
      data.items.add(new File(["x"], "other.png"));
      return data;
    });
    await dialog
      .locator(".drop")
      .dispatchEvent("drop", { dataTransfer: brought });
    resolve(undefined);
    await dialog.getByRole("alert").waitFor();
    expect(await dialog.getByText("other.png").count()).toBe(0);
    await dialog.getByText("logo.png").waitFor();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("heading", { level: 1, name: "Charts" }).waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByRole("heading", { level: 1, name: "Plans" }).waitFor();
    // The browser writes the refusal to its console; it was provoked.
    windows.complaints.length = 0;
  });
});
