import { describe, expect, test } from "vitest";
import { chromiumPath } from "../support/chromium.ts";
import {
  accessibilityFaults,
  overflow,
  useWindows,
} from "../support/open-window.ts";
import { scenes } from "../support/scenes.ts";

describe.skipIf(chromiumPath === undefined)("every view", () => {
  const windows = useWindows();

  test.each(scenes)("$name fits, in German", async (scene) => {
    const page = await windows.open(
      { ...scene.stub, longTexts: true },
      { width: 900, height: 600, at: scene.at ?? "", locale: "de-DE" },
    );
    await scene.prepare(page);
    for (const [width, height] of [
      [900, 600],
      [390, 780],
    ] as const) {
      await page.setViewportSize({ width, height });
      await page.waitForFunction((wide) => window.innerWidth === wide, width);
      await expect
        .poll(() => overflow(page), { message: String(width), timeout: 20_000 })
        .toBeLessThanOrEqual(0);
      expect(await accessibilityFaults(page), String(width)).toEqual([]);
    }
  });
});
