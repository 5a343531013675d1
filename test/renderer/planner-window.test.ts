import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import {
  accessibilityFaults,
  overflow,
  picture,
  useWindows,
} from "../support/open-window.ts";
import { someDefinitions } from "../support/some-plans.ts";
import { someRuns } from "../support/some-runs.ts";

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

  test("an export to a target that could not be started is kept once, whatever is tried again", async () => {
    const page = await windows.open({
      items: 54,
      definitions: [],
      failing: {
        "definitions.start": {
          code: "internal",
          kind: "failed",
          message: "The disk is full.",
        },
      },
    });
    await page.getByText("byggebrev no. 2").first().waitFor();
    await page.getByRole("button", { name: "Export", exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("54 items, 108 files").waitFor();
    await dialog.getByText("Where to").click();
    await dialog.getByRole("button", { name: "Add a target" }).click();
    await dialog.getByRole("textbox", { name: "Folder" }).fill("/media/other");
    const go = dialog.getByRole("button", { name: "Export" });
    await go.click();
    await expect
      .poll(() => asked(page, "definitions.start"), soon)
      .toHaveLength(1);
    await page.evaluate(() => {
      window.stub.options = { ...window.stub.options, failing: {} };
    });
    await go.click();
    await dialog.waitFor({ state: "hidden" });
    expect(await asked(page, "definitions.create")).toHaveLength(1);
    expect(await asked(page, "definitions.start")).toHaveLength(2);
  });

  test("what was chosen in a form reaches another process, which takes nothing but plain data", async () => {
    const page = await windows.open({ items: 54, definitions: [] });
    await page.getByText("byggebrev no. 2").first().waitFor();
    await page.getByRole("button", { name: "Export", exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("54 items, 108 files").waitFor();
    await dialog.getByLabel("Only save, run it later").check();
    await dialog.getByText("Keeping", { exact: true }).click();
    await dialog
      .getByRole("spinbutton", { name: "Archives to keep" })
      .fill("3");
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.waitFor({ state: "hidden" });
    expect(await asked(page, "definitions.create")).toMatchObject([
      { retention: { keepLast: 3 } },
    ]);
  });

  test("what is typed of a target is not thrown away unasked, nor is a target", async () => {
    const page = await windows.open(
      { items: 54, definitions: someDefinitions },
      { at: "#/targets", width: 390, height: 780 },
    );
    await page.getByRole("button", { name: "Add a target" }).press("Enter");
    const form = page.getByRole("dialog", { name: /target$/u });
    const folder = form.getByRole("textbox", { name: "Folder" });
    await folder.fill("/media/other");
    await page.keyboard.press("Escape");
    await page.mouse.click(4, 4);
    expect(await folder.inputValue()).toBe("/media/other");
    await folder.press("Enter");
    const edit = page.getByRole("button", { name: /^Change .*other$/u });
    await edit.press("Enter");
    await form.getByRole("button", { name: "Remove" }).press("Enter");
    const sure = page.getByRole("dialog", { name: "Remove this target?" });
    await sure.getByText("It cannot be taken back.").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    // What somebody else has changed since the form was opened is not overwritten unseen: the answer would be a refusal.
    const [saved] = someDefinitions;
    if (saved === undefined) throw new Error("There is none.");
    await page.evaluate(
      async ([definition, version]) => {
        const { holdall } = window as unknown as {
          holdall: { invoke(name: string, input: unknown): Promise<unknown> };
        };
        await holdall.invoke("definitions.change", {
          definition,
          version,
          name: "Ours",
        });
      },
      [saved.id, saved.version + 1] as const,
    );
    await page.evaluate(
      (run) => {
        if (run !== undefined) window.stub.announce(run);
      },
      someRuns.find(({ kind, state }) => kind === "export" && state === "done"),
    );
    await page.getByText("Ours").first().waitFor({ state: "attached" });
    expect(await asked(page, "definitions.change")).toHaveLength(2);
    await page.evaluate(() => {
      window.stub.options = {
        ...window.stub.options,
        failing: {
          "definitions.change": {
            code: "definition.changed",
            kind: "conflict",
            message: "Somebody else has changed this saved export meanwhile.",
          },
        },
      };
    });
    await sure.getByRole("button", { name: "Delete" }).press("Enter");
    await sure.getByText("Somebody else has changed").waitFor();
    expect((await asked(page, "definitions.change")).at(-1)).toMatchObject({
      version: saved.version + 1,
    });
    await page.evaluate(() => {
      window.stub.options = { ...window.stub.options, failing: {} };
    });
    await sure.getByRole("button", { name: "Delete" }).press("Enter");
    await form.waitFor({ state: "hidden" });
    await edit.waitFor({ state: "detached" });
  });
});
