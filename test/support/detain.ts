import type { Page } from "playwright-core";

/** Lets the first such question wait, until its answer is let go; later ones are answered at once. */
export async function detain(page: Page, command: string) {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const asked = page.waitForRequest(`**/${command}`);
  await page.route(
    `**/${command}`,
    async (route) => {
      const response = await route.fetch();
      await promise;
      await route.fulfill({ response });
    },
    { times: 1 },
  );
  return {
    asked,
    /** Returns when the page has had time to draw what came of it. */
    async release(): Promise<void> {
      const come = page.waitForEvent("requestfinished", (request) =>
        request.url().endsWith(`/${command}`),
      );
      resolve(undefined);
      await come;
      await page.evaluate(
        () =>
          new Promise((done) =>
            requestAnimationFrame(() => setTimeout(done, 100)),
          ),
      );
    },
  };
}
