import type { Page } from "playwright-core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { de } from "../../renderer/locales/de.ts";
import { en } from "../../renderer/locales/en.ts";
import { get } from "./driver/in-page.ts";
import { createBench } from "./driver/start-application.ts";

let bench: Awaited<ReturnType<typeof createBench>>;
let page: Page;

beforeEach(async () => {
  bench = await createBench();
  const application = await bench.start();
  page = await application.window();
  await page.getByRole("heading", { name: en.first.title }).waitFor();
});
afterEach(() => bench.remove());

/** What a person would call the element that has the focus. */
const focused = (): Promise<string> =>
  page.evaluate(() => {
    const active = document.activeElement;
    const labels =
      active instanceof HTMLInputElement ? [...(active.labels ?? [])] : [];
    return (
      active?.getAttribute("aria-label") ??
      (labels.length > 0 ? labels : [active])
        .map((element) => element?.textContent.trim() ?? "")
        .join(" ")
    );
  });

/** Presses a key until something of this name has the focus. */
async function moveTo(name: string, key = "Tab"): Promise<void> {
  for (let step = 0; step < 60; step += 1) {
    if ((await focused()) === name) return;
    await page.keyboard.press(key);
  }
  throw new Error(`Nothing named ${name} can be reached with ${key}.`);
}

test("an export is made to run every week, and then at once, without a mouse", async () => {
  await moveTo(en.first.trySample);
  await page.keyboard.press("Enter");
  await page
    .getByRole("button", { name: en.export.button, exact: true })
    .waitFor();
  await moveTo(en.export.button);
  await page.keyboard.press("Enter");
  await page.getByText(en.preflight.nothingLost).waitFor();
  await moveTo(en.editor.now, "Shift+Tab");
  await moveTo(en.editor.regularly, "ArrowRight");
  await page.getByText("Every Monday at 03:00").waitFor();
  await page.getByText(en.schedule.next).waitFor();
  await moveTo(en.editor.name);
  await page.keyboard.press("Control+a");
  await page.keyboard.type("Weekly copy");
  await page.keyboard.press("Enter");

  await page.getByRole("article", { name: "Weekly copy" }).waitFor();
  const definitions = await get(page, "definitions.list", {});
  expect(definitions).toMatchObject([
    {
      name: "Weekly copy",
      schedules: [{ kind: "times", weekdays: ["monday"], hours: [3] }],
      retention: { keepLast: 10, keepDays: null },
    },
  ]);
  await moveTo(en.schedules.runNowOf.replace("{name}", "Weekly copy"));
  await page.keyboard.press("Enter");
  await page
    .getByRole("article", { name: "Weekly copy" })
    .getByText(en.runs.matched)
    .waitFor();

  await moveTo(en.settings.title);
  await page.keyboard.press("Enter");
  await page
    .getByRole("heading", { level: 1, name: en.settings.title })
    .waitFor();
  await moveTo("English");
  await page.keyboard.press("ArrowRight");
  await page
    .getByRole("heading", { level: 1, name: de.settings.title })
    .waitFor();
  await moveTo(de.app.themes.system);
  await moveTo(de.app.themes.dark, "ArrowRight");
  await page.locator(".v-application.v-theme--dark").waitFor();
});
