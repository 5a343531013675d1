import { describe, expect, test } from "vitest";
import { useWindows } from "../support/open-window.ts";

/** The room of collections before there is anything in it. */
describe("an empty catalog", () => {
  const windows = useWindows();

  test("what is typed stays when somebody else fills it meanwhile", async () => {
    const page = await windows.open({ items: 0, steps: 2, stepTime: 20 });
    await page.getByRole("button", { name: "New community" }).click();
    const dialog = page.getByRole("dialog");
    const name = dialog.getByLabel("Name");
    await name.fill("Lighthouses");
    const read = () =>
      page.evaluate(
        () =>
          window.stub.calls.filter((call) => call.name === "catalog.summary")
            .length,
      );
    const before = await read();
    await page.evaluate(async () => {
      const { holdall } = window as unknown as {
        holdall: { invoke(name: string, input: unknown): Promise<unknown> };
      };
      await holdall.invoke("imports.sample", {});
    });
    await expect.poll(read).toBeGreaterThan(before);
    await page.waitForTimeout(300);
    expect(await name.inputValue()).toBe("Lighthouses");
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("grid").waitFor();
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.tagName))
      .toBe("H1");
  });

  test("the focus stays in the page when the sample is imported, and a cancel that fails is told", async () => {
    const page = await windows.open({
      items: 0,
      steps: 200,
      stepTime: 20,
      failing: {
        "runs.cancel": {
          code: "internal",
          kind: "failed",
          message: "The disk is full.",
        },
      },
    });
    const focused = () =>
      page.evaluate(() => document.activeElement?.tagName ?? "");
    await page
      .getByRole("button", { name: "Import the sample" })
      .press("Enter");
    const cancel = page.locator("main").getByRole("button", { name: "Cancel" });
    await cancel.waitFor();
    await expect.poll(focused).toBe("H1");
    await cancel.click();
    await page.getByText("The disk is full.").first().waitFor();
  });
});
