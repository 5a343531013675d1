import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { en } from "../../renderer/locales/en.ts";
import {
  password,
  startApiServer,
  type ApiServer,
} from "../support/api-server.ts";
import { temporaryFolder } from "../support/holdall.ts";
import { performMainJobs } from "../support/main-jobs/main-jobs.ts";
import { withKeyboard } from "../support/main-jobs/with-keyboard.ts";
import { withMouse } from "../support/main-jobs/with-mouse.ts";
import { useWindows } from "../support/open-window.ts";

// These are many things in one go, and a slow machine is no failure.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });
const email = "ada@example.org";

describe("the window in a browser", () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let server: ApiServer;
  beforeEach(async () => {
    folder = await temporaryFolder();
    server = await startApiServer(join(folder.path, "data"));
  });
  afterEach(async () => {
    await server.stop();
    await folder.remove();
  });
  // Said later, done before: its page is closed when its server ends.
  const windows = useWindows();

  test.each([
    ["mouse", withMouse],
    ["keyboard", withKeyboard],
  ] as const)("the main jobs in a browser, by %s", async (_, hands) => {
    const page = await windows.open(null, { server: `${server.url}/` });
    const person = hands(page);
    const button = (name: string) =>
      page.getByRole("button", { name, exact: true });
    async function identify(): Promise<void> {
      await person.write(page.getByLabel(en.signIn.email), email);
      await person.write(page.getByLabel(en.signIn.password), password);
    }
    await performMainJobs({
      page,
      person,
      folder: folder.path,
      dataDir: join(folder.path, "data"),
      async enter() {
        await page
          .getByRole("heading", { name: en.signIn.firstTitle })
          .waitFor();
        await identify();
        const [, code = ""] =
          /with the code (\S+)\./u.exec(server.stderr()) ?? [];
        await person.write(page.getByLabel(en.signIn.code), code);
        await person.press(button(en.signIn.create));
      },
      async take(card) {
        const taken: string[] = [];
        for (const volume of ["Volume 1", "Volume 2"]) {
          const begun = page.waitForEvent("download");
          await person.order(
            card.getByRole("button", { name: en.runs.download }),
            volume,
          );
          const download = await begun;
          const path = join(folder.path, download.suggestedFilename());
          await download.saveAs(path);
          taken.push(path);
        }
        return taken;
      },
      api: () => Promise.resolve(server.url),
      reload: () => page.reload(),
      async leaveAndReturn() {
        await person.order(
          page.getByRole("button", {
            name: en.app.account.replace("{email}", email),
          }),
          en.app.signOut,
        );
        await page.getByRole("heading", { name: en.signIn.title }).waitFor();
        await identify();
        await person.press(button(en.signIn.signIn));
        await page.getByRole("navigation").waitFor();
      },
    });
    // A browser writes down what was refused; the test of a target that is not there was.
    expect(windows.complaints.splice(0)).toEqual([
      expect.stringContaining("502"),
    ]);
  });
});
