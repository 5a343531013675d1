import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { startChromium } from "./chromium.ts";
import { servePage } from "./page-server.ts";
import {
  createStubApplication,
  installStub,
  type Stub,
  type StubOptions,
} from "./stub-application.ts";

const folder = resolve(import.meta.dirname, "../../dist/renderer");
const pictures = process.env["HOLDALL_SCREENSHOTS"];
const judge = readFileSync(
  createRequire(import.meta.url).resolve("axe-core/axe.min.js"),
  "utf8",
);

declare global {
  interface Window {
    stub: Stub;
  }
}

export interface WindowOptions {
  readonly colorScheme?: "light" | "dark";
  readonly locale?: string;
  readonly width?: number;
  readonly height?: number;
  /** Pixels of the screen for one of the page, each way; 1 unless said. */
  readonly scale?: number;
  /** What follows `#` in the address. */
  readonly at?: string;
  /** Absent for a page in the desktop application; otherwise where the page and the API are. */
  readonly server?: string;
}

/**
 * Opens the built page in Chromium, one page per test, and holds each of them to: nothing on the console, nothing
 * against the policy, nothing asked of anybody else.
 */
export function useWindows() {
  let browser: Browser;
  let server: Awaited<ReturnType<typeof servePage>>;
  let context: BrowserContext | undefined;
  const complaints: string[] = [];

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
    complaints.length = 0;
  });
  afterEach(async () => {
    await context?.close();
    context = undefined;
    expect(complaints).toEqual([]);
  });

  return {
    /** What the page must not have said; a test that provokes something takes it out. */
    complaints,

    /** @param stub how the application behind the page behaves; null leaves the page to HTTP */
    async open(
      stub: StubOptions | null,
      options: WindowOptions = {},
    ): Promise<Page> {
      context = await browser.newContext({
        colorScheme: options.colorScheme ?? "light",
        locale: options.locale ?? "en-GB",
        timezoneId: "UTC",
        viewport: {
          width: options.width ?? 1280,
          height: options.height ?? 800,
        },
        deviceScaleFactor: options.scale ?? 1,
        reducedMotion: "reduce",
      });
      const address = options.server ?? server.url;
      const page = await context.newPage();
      page.on("console", (message) => {
        if (message.type() === "error" || message.type() === "warning")
          complaints.push(message.text());
      });
      page.on("pageerror", (error) => complaints.push(String(error)));
      page.on("request", (request) => {
        // The browser's own viewer of PDFs is made of these.
        if (/^chrome(?:-extension)?:/.test(request.url())) return;
        if (!request.url().startsWith(address))
          complaints.push(`asked for ${request.url()}`);
      });
      await page.addInitScript(() => {
        document.addEventListener("securitypolicyviolation", (event) => {
          console.error(
            `policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`,
          );
        });
      });
      if (stub !== null)
        await page.addInitScript(installStub(createStubApplication, stub));
      await page.goto(`${address}${options.at ?? ""}`);
      return page;
    },
  };
}

/** Takes a picture for the documentation, when asked to. */
export async function picture(page: Page, name: string): Promise<void> {
  if (pictures === undefined) return;
  await mkdir(pictures, { recursive: true });
  // A room is shown from its top, wherever the last button stood.
  await page.evaluate(() => {
    document.querySelector(".view")?.scrollTo(0, 0);
  });
  await page.screenshot({ path: resolve(pictures, `${name}.png`) });
}

/** Drops files onto the page as a file manager does. */
export async function dropFiles(page: Page, ...names: string[]): Promise<void> {
  const transfer = await page.evaluateHandle((files) => {
    const data = new DataTransfer();
    for (const name of files) data.items.add(new File(["x"], name));
    return data;
  }, names);
  for (const type of ["dragenter", "dragover", "drop"])
    await page.dispatchEvent("main", type, { dataTransfer: transfer });
}

/** What axe-core finds, one line per rule and element; nothing is as it should be. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  await page.evaluate(judge);
  return page.evaluate(async () => {
    const axe = (
      window as unknown as {
        axe: {
          run(options: object): Promise<{
            violations: {
              id: string;
              nodes: { target: unknown[]; failureSummary?: string }[];
            }[];
          }>;
        };
      }
    ).axe;
    const { violations } = await axe.run({
      preload: false,
      resultTypes: ["violations"],
    });
    // Text in the colour of its background: the judge takes it for hidden on purpose.
    const hasText = (element: Element) =>
      [...element.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim(),
      );
    const groundOf = (element: Element | null): string => {
      if (element === null) return "";
      const { backgroundColor } = getComputedStyle(element);
      return backgroundColor === "rgba(0, 0, 0, 0)"
        ? groundOf(element.parentElement)
        : backgroundColor;
    };
    const unseen = [...document.body.querySelectorAll("*")].filter(
      (element) =>
        hasText(element) &&
        element.getClientRects().length > 0 &&
        getComputedStyle(element).color === groundOf(element),
    );
    return [
      ...violations.flatMap(({ id, nodes }) =>
        nodes.map(
          ({ target, failureSummary }) =>
            `${id}: ${target.join(" ")} ${failureSummary ?? ""}`,
        ),
      ),
      ...unseen.map((element) => `text nobody sees: ${element.outerHTML}`),
    ];
  });
}

/** How far the page sticks out of the window sideways, and which elements are cut off, in pixels. */
export async function overflow(page: Page): Promise<number> {
  return page.evaluate(() =>
    Math.max(
      document.documentElement.scrollWidth - window.innerWidth,
      ...[
        ...document.querySelectorAll(
          ".v-application, main, main > div, .toolbar, .v-card, .v-app-bar",
        ),
      ].map((element) =>
        Math.max(
          element.scrollWidth - element.clientWidth,
          element.getBoundingClientRect().right - window.innerWidth,
        ),
      ),
    ),
  );
}
