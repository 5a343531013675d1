import type { Page } from "playwright-core";
import { afterEach, describe, expect, test } from "vitest";
import { chromiumPath } from "../support/chromium.ts";
import {
  accessibilityFaults,
  overflow,
  picture,
  useWindows,
  type WindowOptions,
} from "../support/open-window.ts";
import { someRuns } from "../support/some-runs.ts";
import {
  startStubServer,
  type StubServerOptions,
} from "../support/stub-server.ts";

describe.skipIf(chromiumPath === undefined)("the window in a browser", () => {
  let server: Awaited<ReturnType<typeof startStubServer>> | undefined;
  // Said first, done last: the page is closed by then.
  afterEach(async () => {
    await server?.close();
  });
  const windows = useWindows();

  async function open(options: StubServerOptions, how: WindowOptions = {}) {
    server = await startStubServer(options);
    const page = await windows.open(null, { ...how, server: server.url });
    return { page, server };
  }

  async function signIn(page: Page): Promise<void> {
    await page.getByLabel("E-mail").fill("ada@example.org");
    await page.getByLabel("Password").fill("correct horse");
    await page.getByRole("button", { name: "Sign in" }).click();
  }

  const keeper = (page: Page) => page.getByText("byggebrev no. 2").first();

  /** A browser writes every refusal of the server to its console; the ones a test provokes are none of ours. */
  function forgive(pattern: RegExp): void {
    for (let index = windows.complaints.length - 1; index >= 0; index -= 1)
      if (pattern.test(windows.complaints[index] ?? ""))
        windows.complaints.splice(index, 1);
  }

  test.each(["light", "dark"] as const)(
    "asks who is there before it shows anything, %s",
    async (colorScheme) => {
      const { page } = await open({ items: 54 }, { colorScheme });
      await page.getByRole("heading", { name: "Sign in" }).waitFor();
      expect(
        await page.evaluate(() =>
          document.activeElement?.getAttribute("autocomplete"),
        ),
      ).toBe("username");
      await picture(page, `sign-in-${colorScheme}`);
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await page.getByRole("navigation").count()).toBe(0);
      await signIn(page);
      await keeper(page).waitFor();
      await page.getByText("Version 0.1.0").waitFor();
    },
  );

  test("fits a phone, and speaks German", async () => {
    const { page } = await open(
      { items: 54 },
      { width: 360, height: 640, locale: "de-DE" },
    );
    await page.getByRole("heading", { name: "Anmelden" }).waitFor();
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  test("says when the password is wrong, and lets in with the right one", async () => {
    const { page } = await open({ items: 54 });
    await page.getByLabel("E-mail").fill("ada@example.org");
    await page.getByLabel("Password").fill("wrong");
    await page.keyboard.press("Enter");
    await page.getByText("The e-mail or the password is wrong.").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await signIn(page);
    await keeper(page).waitFor();
    forgive(/401/u);
  });

  test.each(["light", "dark"] as const)(
    "makes the first account with the code of the server, %s",
    async (colorScheme) => {
      const { page } = await open(
        { items: 0, needsFirstAccount: true },
        { colorScheme },
      );
      await page
        .getByRole("heading", { name: "Create the first account" })
        .waitFor();
      await picture(page, `first-account-${colorScheme}`);
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.getByLabel("E-mail").fill("ada@example.org");
      await page.getByLabel("Password").fill("correct horse");
      await page.getByLabel("Code").fill("ABCD-EFGH");
      await page.getByRole("button", { name: "Create the account" }).click();
      await page
        .getByRole("heading", { name: "The catalog is empty" })
        .waitFor();
    },
  );

  test("stays signed in when it is loaded again, and not after signing out", async () => {
    const { page, server } = await open({ items: 54 });
    await signIn(page);
    await keeper(page).waitFor();
    await page.reload();
    await keeper(page).waitFor();
    expect(server.refreshed()).toBe(1);
    await page.getByRole("button", { name: "Account" }).click();
    await page.getByText("Sign out").click();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    expect(
      await page.evaluate(() => JSON.stringify([sessionStorage, localStorage])),
    ).not.toContain("token-");
    await page.reload();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
  });

  test("asks again when the session has ended, and goes on where it was", async () => {
    const { page, server } = await open({ items: 54 });
    await signIn(page);
    const search = page.getByLabel("Search the metadata");
    await search.fill("keeper");
    await page.waitForURL(/keeper/u);
    await page.getByText("keeper · Letter").first().waitFor();
    server.endSessions();
    // What the window asks by itself may be refused before this is.
    void keeper(page)
      .click()
      .catch(() => undefined);
    await page.getByText("Your session has ended.").waitFor();
    await signIn(page);
    await page.getByText("keeper · Letter").first().waitFor();
    expect(await search.inputValue()).toBe("keeper");
    forgive(/401/u);
  });

  test("leaves the focus where somebody is typing, however late the page is", async () => {
    const { page } = await open({ items: 54 });
    // A busy machine tells late what has come into sight, and runs late what was put off.
    await page.addInitScript(() => {
      const Observer = window.IntersectionObserver;
      window.IntersectionObserver = class extends Observer {
        constructor(
          callback: IntersectionObserverCallback,
          options?: IntersectionObserverInit,
        ) {
          super((entries, observer) => {
            setTimeout(callback, 300, entries, observer);
          }, options);
        }
      };
    });
    await page.reload();
    await page.getByLabel("Password").click();
    await page.waitForTimeout(600);
    expect(
      await page.evaluate(() => document.activeElement?.getAttribute("name")),
    ).toBe("password");
  });

  test("stays in when an answer from before the sign-in comes after it", async () => {
    const { page, server } = await open({ items: 54 });
    await signIn(page);
    await keeper(page).waitFor();
    const late = Promise.withResolvers<undefined>();
    await page.route("**/api/holdall/session", async (route) => {
      if (route.request().method() === "GET") await late.promise;
      await route.continue();
    });
    server.endSessions();
    await page.getByText("Tide readings").click();
    await page.getByText("Your session has ended.").waitFor();
    await signIn(page);
    await page
      .getByRole("heading", { level: 1, name: "Tide readings" })
      .waitFor();
    const answered = page.waitForResponse(
      (response) =>
        response.request().method() === "GET" &&
        response.url().endsWith("/api/holdall/session"),
    );
    late.resolve(undefined);
    await (await answered).finished();
    await page.getByText("Keepers’ letters").first().click();
    await page
      .getByRole("heading", { level: 1, name: "Keepers’ letters" })
      .waitFor();
    expect(await page.getByRole("navigation").count()).toBe(1);
    forgive(/401/u);
  });

  test("renews its token before it ends", async () => {
    server = await startStubServer({ items: 54 });
    const page = await windows.open(null, { server: server.url });
    await page.clock.install();
    await page.reload();
    await signIn(page);
    await keeper(page).waitFor();
    await page.clock.runFor(21 * 60_000);
    await expect.poll(() => server?.refreshed()).toBe(1);
    await page.clock.runFor(21 * 60_000);
    await expect.poll(() => server?.refreshed()).toBe(2);
    await page.getByText("Tide readings").click();
    await page
      .getByRole("heading", { level: 1, name: "Tide readings" })
      .waitFor();
  });

  test("hears what happens, also after the connection was lost", async () => {
    const { page, server } = await open(
      { items: 54, runs: someRuns },
      { at: "#/exports" },
    );
    await signIn(page);
    await page.getByText("20,431 of 61,250 items").first().waitFor();
    await expect.poll(() => server.streams()).toBe(1);
    const [running] = someRuns;
    if (running === undefined) throw new Error("There is a run.");
    server.stub.announce({
      ...running,
      progress: { ...running.progress, items: 30_000 },
    });
    await page.getByText("30,000 of 61,250 items").first().waitFor();

    server.refuse(true);
    await page.getByText("The connection to Holdall is interrupted").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    server.stub.announce({
      ...running,
      progress: { ...running.progress, items: 50_000 },
    });
    server.refuse(false);
    await page.getByText("50,000 of 61,250 items").first().waitFor();
    await page
      .getByText("The connection to Holdall is interrupted")
      .waitFor({ state: "hidden" });
    forgive(/ERR_|Failed to load resource/u);
  });

  test("sends files that are chosen, those that belong together in one go", async () => {
    const { page, server } = await open({ items: 54 });
    await signIn(page);
    await keeper(page).waitFor();
    await page.getByRole("button", { name: "Import" }).click();
    const [chooser] = await Promise.all([
      page.waitForEvent("filechooser"),
      page.getByText("Choose files").click(),
    ]);
    await chooser.setFiles([
      {
        name: "list.csv",
        mimeType: "text/csv",
        buffer: Buffer.from("filename,dc.title\nscan.pdf,Ærø\n"),
      },
      {
        name: "scan.pdf",
        mimeType: "application/pdf",
        buffer: Buffer.from("%PDF"),
      },
    ]);
    const dialog = page.getByRole("dialog");
    await dialog.getByText("list.csv").waitFor();
    await dialog.getByText("2 files").waitFor();
    await dialog.getByRole("button", { name: "Import" }).click();
    await page.getByText("54 items imported").first().waitFor();
    expect(server.uploads).toHaveLength(1);
    expect(server.uploads[0]?.headers).toContain("Bearer token-1");
    expect(server.uploads[0]?.body).toContain('filename="list.csv"');
    expect(server.uploads[0]?.body).toContain("scan.pdf,Ærø");
    expect(server.uploads[0]?.body).toContain('filename="scan.pdf"');
    expect(
      server.stub.calls.filter(({ name }) => name === "imports.create"),
    ).toMatchObject([{ input: { path: "upload:u1" } }]);
  });

  test("gives a finished export for download", async () => {
    const { page } = await open(
      { items: 54, runs: someRuns },
      { at: "#/exports" },
    );
    await signIn(page);
    const card = page.getByRole("article", { name: "Keepers’ letters" });
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      card.getByRole("button", { name: "Download" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe("one.zip");
  });

  test("offers whoever may only look neither import nor export", async () => {
    const { page } = await open({ items: 54, admin: false });
    await signIn(page);
    await keeper(page).waitFor();
    expect(await page.getByRole("button", { name: "Export" }).count()).toBe(0);
    expect(await page.getByRole("button", { name: "Import" }).count()).toBe(0);
  });

  test("says so when the server is not there, and tries again", async () => {
    const { page, server } = await open({ items: 54 });
    await signIn(page);
    await keeper(page).waitFor();
    server.refuse(true);
    await page.getByText("Tide readings").click();
    await page.getByText("Holdall does not answer.").first().waitFor();
    await page.getByRole("button", { name: "Try again" }).first().waitFor();
    server.refuse(false);
    // It asks again by itself as well: the button may be gone before it is reached.
    await Promise.any([
      page.getByText("18 items").waitFor(),
      page
        .getByRole("button", { name: "Try again" })
        .first()
        .click({ timeout: 5000 }),
    ]);
    await page.getByText("18 items").waitFor();
    forgive(/ERR_|Failed to load resource/u);
  });
});
