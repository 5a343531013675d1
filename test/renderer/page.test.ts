import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  test,
} from "vitest";
import { chromiumPath, startChromium } from "../support/chromium.ts";
import { servePage } from "../support/page-server.ts";

const folder = resolve(import.meta.dirname, "../../dist/renderer");
const pictures = process.env["HOLDALL_SCREENSHOTS"];

interface Stub {
  summary: {
    communities: number;
    collections: number;
    items: number;
    bitstreams: number;
    bytes: number;
  } | null;
}

/** Runs in the page before its own scripts, in place of the preload. */
function standIn(stub: Stub): void {
  const replies = {
    "app.about": {
      ok: true,
      value: {
        name: "Holdall",
        version: "0.1.0",
        dataFolder: "/home/ada/.local/share/holdall",
        platform: "linux",
      },
    },
    "catalog.summary":
      stub.summary === null
        ? {
            ok: false,
            error: {
              code: "catalog.busy",
              kind: "unavailable",
              message: "The catalog is in use.",
            },
          }
        : { ok: true, value: stub.summary },
  };
  Object.defineProperty(window, "holdall", {
    value: {
      invoke: (name: keyof typeof replies) => Promise.resolve(replies[name]),
      listen: (name: string, listener: (event: unknown) => void) => {
        window.addEventListener(name, (event) => {
          listener((event as CustomEvent).detail);
        });
        return () => undefined;
      },
    },
  });
}

describe.skipIf(chromiumPath === undefined)("the page in a browser", () => {
  let browser: Browser;
  let server: Awaited<ReturnType<typeof servePage>>;
  let context: BrowserContext;
  let complaints: string[];

  beforeAll(async () => {
    expect(existsSync(resolve(folder, "index.html")), "the page is built").toBe(
      true,
    );
    [browser, server] = await Promise.all([startChromium(), servePage(folder)]);
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  beforeEach(() => {
    complaints = [];
  });
  afterEach(async () => {
    await context.close();
    expect(complaints).toEqual([]);
  });

  async function open(
    stub: Stub,
    options: {
      colorScheme?: "light" | "dark";
      locale?: string;
      width?: number;
    } = {},
  ): Promise<Page> {
    context = await browser.newContext({
      colorScheme: options.colorScheme ?? "light",
      locale: options.locale ?? "en-GB",
      viewport: { width: options.width ?? 1200, height: 800 },
      reducedMotion: "reduce",
    });
    const page = await context.newPage();
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") {
        complaints.push(message.text());
      }
    });
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("request", (request) => {
      if (!request.url().startsWith(server.url))
        complaints.push(`asked for ${request.url()}`);
    });
    await page.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) => {
        console.error(
          `policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`,
        );
      });
    });
    await page.addInitScript(standIn, stub);
    await page.goto(server.url);
    return page;
  }

  async function picture(page: Page, name: string): Promise<void> {
    if (pictures === undefined) return;
    await mkdir(pictures, { recursive: true });
    await page.screenshot({ path: resolve(pictures, `${name}.png`) });
  }

  const background = (page: Page): Promise<string> =>
    page.evaluate(() => {
      const application = document.querySelector(".v-application");
      return application === null
        ? ""
        : getComputedStyle(application).backgroundColor;
    });

  const some = {
    communities: 3,
    collections: 12,
    items: 20431,
    bitstreams: 61250,
    bytes: 83_412_000_000,
  };

  test.each(["light", "dark"] as const)(
    "shows what the catalog holds, %s",
    async (colorScheme) => {
      const page = await open({ summary: some }, { colorScheme });
      await page.getByText("20,431").waitFor();
      await page.getByText("Collections", { exact: true }).waitFor();
      await page.getByText("83.4 GB").waitFor();
      await page.getByText("/home/ada/.local/share/holdall").waitFor();
      expect(await background(page)).toBe(
        colorScheme === "light" ? "rgb(246, 247, 245)" : "rgb(18, 24, 27)",
      );
      await picture(page, `overview-${colorScheme}`);
    },
  );

  test("offers the first step when the catalog is empty", async () => {
    const page = await open({
      summary: {
        communities: 0,
        collections: 0,
        items: 0,
        bitstreams: 0,
        bytes: 0,
      },
    });
    await page.getByRole("heading", { name: "The catalog is empty" }).waitFor();
    await picture(page, "overview-empty");
  });

  test("reads again when a run has ended, and not before", async () => {
    const page = await open({ summary: some });
    await page.getByText("20,431").waitFor();
    const announce = (finishedAt: number | null): Promise<void> =>
      page.evaluate((at) => {
        const detail = { id: 1, finishedAt: at };
        window.dispatchEvent(new CustomEvent("run.changed", { detail }));
      }, finishedAt);
    await page.evaluate(() => {
      const holdall = (
        window as unknown as {
          holdall: { invoke(name: string): Promise<{ value: object }> };
        }
      ).holdall;
      const before = holdall.invoke.bind(holdall);
      holdall.invoke = async (name) => {
        const reply = await before(name);
        return { ...reply, value: { ...reply.value, items: 20_432 } };
      };
    });
    await announce(null);
    expect(await page.getByText("20,432").count()).toBe(0);
    await announce(1_800_000_000_000);
    await page.getByText("20,432").waitFor();
  });

  test("says why when the catalog does not answer", async () => {
    const page = await open({ summary: null });
    await page.getByText("The catalog is in use.").waitFor();
  });

  test("speaks German, and remembers a choice of language", async () => {
    const page = await open({ summary: some }, { locale: "de-DE" });
    await page.getByText("20.431").waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe("de");
    await page.getByRole("button", { name: "Sprache" }).click();
    await page.getByText("English", { exact: true }).click();
    await page.getByRole("heading", { name: "In this catalog" }).waitFor();
    await page.reload();
    await page.getByRole("heading", { name: "In this catalog" }).waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe("en");
  });

  test("changes its appearance when asked, and remembers it", async () => {
    const page = await open({ summary: some });
    await page.getByRole("button", { name: "Appearance" }).click();
    await page.getByText("Dark", { exact: true }).click();
    await expect.poll(() => background(page)).toBe("rgb(18, 24, 27)");
    await page.reload();
    await page.getByText("20,431").waitFor();
    expect(await background(page)).toBe("rgb(18, 24, 27)");
  });

  test("fits a narrow window without scrolling sideways", async () => {
    const page = await open({ summary: some }, { width: 480 });
    await page.getByText("20,431").waitFor();
    expect(
      await page.evaluate(
        () => document.documentElement.scrollWidth - window.innerWidth,
      ),
    ).toBeLessThanOrEqual(0);
    await picture(page, "overview-narrow");
  });

  test("every control can be reached with the keyboard and has a name", async () => {
    const page = await open({ summary: some });
    await page.getByText("20,431").waitFor();
    const names: string[] = [];
    for (let step = 0; step < 5; step += 1) {
      await page.keyboard.press("Tab");
      names.push(
        await page.evaluate(
          () =>
            document.activeElement?.getAttribute("aria-label") ??
            document.activeElement?.textContent.trim() ??
            "",
        ),
      );
    }
    expect(names).toEqual([
      "Language",
      "Appearance",
      "Read again",
      "Copy the command",
      "Copy the command",
    ]);
  });
});
