import { describe, expect, test } from "vitest";
import { chromiumPath } from "../support/chromium.ts";
import {
  accessibilityFaults,
  overflow,
  picture,
  useWindows,
} from "../support/open-window.ts";
import { scenes } from "../support/scenes.ts";

describe.skipIf(chromiumPath === undefined)("every view", () => {
  const windows = useWindows();

  test.each(scenes)("$name is there for everyone", async (scene) => {
    const page = await windows.open(scene.stub, { at: scene.at ?? "" });
    await scene.prepare(page);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page
        .locator(`.v-application.v-theme--${colorScheme}`)
        .first()
        .waitFor();
      await picture(page, `${scene.name}-${colorScheme}`);
      expect(await accessibilityFaults(page), colorScheme).toEqual([]);
      expect(await overflow(page), colorScheme).toBeLessThanOrEqual(0);
    }
  });
});
