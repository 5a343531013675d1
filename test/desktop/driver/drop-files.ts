import type { Page } from "playwright-core";

/** Drops files or folders from outside onto the middle of the window, as a file manager does. */
export async function dropFiles(
  page: Page,
  paths: readonly string[],
): Promise<void> {
  const devTools = await page.context().newCDPSession(page);
  const { width, height } = await page.evaluate(() => ({
    width: window.innerWidth,
    height: window.innerHeight,
  }));
  for (const type of ["dragEnter", "dragOver", "drop"] as const) {
    await devTools.send("Input.dispatchDragEvent", {
      type,
      x: width / 2,
      y: height / 2,
      // Copying, as between two programs.
      data: { items: [], files: [...paths], dragOperationsMask: 1 },
    });
  }
  await devTools.detach();
}
