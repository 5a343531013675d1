import { resolve } from "node:path";
import type { Browser, CDPSession, Page } from "playwright-core";
import { startChromium } from "../../test/support/chromium.ts";
import { servePage } from "../../test/support/page-server.ts";
import {
  createStubApplication,
  installStub,
  type Stub,
} from "../../test/support/stub-application.ts";
import type { BenchContext } from "./bench-context.ts";
import { medianOf } from "./figures.ts";
import { say } from "./say.ts";

const items = 1_000_000;
/** Milliseconds an answer of the stand-in takes. */
const delay = 5;
const letters = "lighthouse";
const wheelTurns = 240;
const events = 20_000;

interface Sight {
  /** Milliseconds from asking for the page to the first content, and to the first row. */
  readonly paint: number;
  readonly row: number;
  /** Milliseconds from the last letter to the question, which waits for a pause in typing, and from a letter to its frame. */
  readonly asked: number;
  readonly frame: number;
  /** Frames with blank rows among all of them, and the longest time in milliseconds in which some row was blank. */
  readonly frames: number;
  readonly blankFrames: number;
  readonly blankTime: number;
  readonly longestFrame: number;
  /** Bytes of the page's heap before and after the events. */
  readonly heapBefore: number;
  readonly heapAfter: number;
}

type Timed = Window & { readonly stub: Stub };

/** How quickly the window shows itself, answers to typing, scrolls, and what events leave behind in it. */
export async function benchWindow(context: BenchContext): Promise<void> {
  const page = await servePage(
    resolve(import.meta.dirname, "../../dist/renderer"),
  );
  const browser = await startChromium();
  const seen: Sight[] = [];
  try {
    for (let run = 1; run <= context.options.runs; run += 1) {
      seen.push(await look(browser, page.url));
      say(`  ${String(run)}/${String(context.options.runs)} window`);
    }
  } finally {
    await browser.close();
    await page.close();
  }
  const middle = (of: (sight: Sight) => number): number =>
    medianOf(seen.map(of)) ?? 0;
  const rows: readonly (readonly [string, string])[] = [
    ["first paint", `${middle(({ paint }) => paint).toFixed(0)} ms`],
    [
      "first row of a million items, at the latest",
      `${middle(({ row }) => row).toFixed(0)} ms`,
    ],
    [
      "a letter typed to the frame that shows it",
      `${middle(({ frame }) => frame).toFixed(1)} ms`,
    ],
    [
      "last letter to the question (waits 250 ms for more)",
      `${middle(({ asked }) => asked).toFixed(0)} ms`,
    ],
    [
      `frames with a blank row, of ${middle(({ frames }) => frames).toFixed(0)} while scrolling`,
      middle(({ blankFrames }) => blankFrames).toFixed(0),
    ],
    [
      "longest time with a blank row",
      `${middle(({ blankTime }) => blankTime).toFixed(0)} ms`,
    ],
    [
      "longest frame while scrolling",
      `${middle(({ longestFrame }) => longestFrame).toFixed(0)} ms`,
    ],
    [
      `heap before ${String(events)} events`,
      `${(middle(({ heapBefore }) => heapBefore) / 2 ** 20).toFixed(1)} MiB`,
    ],
    [
      "heap after them",
      `${(middle(({ heapAfter }) => heapAfter) / 2 ** 20).toFixed(1)} MiB`,
    ],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  context.note(
    [
      `Window, medians of ${String(seen.length)} runs:`,
      ...rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`),
    ].join("\n"),
  );
}

async function look(browser: Browser, address: string): Promise<Sight> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    reducedMotion: "reduce",
  });
  try {
    const page = await context.newPage();
    await page.addInitScript(
      installStub(createStubApplication, { items, delay }),
    );
    await page.goto(`${address}#/`);
    const rows = page.getByRole("grid").getByText("no. 1", { exact: false });
    await rows.first().waitFor();
    const { paint, row } = await page.evaluate(() => ({
      paint:
        performance.getEntriesByName("first-contentful-paint")[0]?.startTime ??
        0,
      row: performance.now(),
    }));
    const scrolling = await scroll(page);
    const typing = await type(page);
    const heap = await stream(page);
    return { paint, row, ...typing, ...scrolling, ...heap };
  } finally {
    await context.close();
  }
}

/** Turns the wheel, and looks at the table in each frame. */
async function scroll(page: Page) {
  const grid = page.getByRole("grid");
  await grid.evaluate((element) => {
    const seen = { frames: 0, blankFrames: 0, blankTime: 0, longestFrame: 0 };
    Object.assign(window, { seen });
    let before = performance.now();
    let blankSince: number | null = null;
    const look = (now: number): void => {
      const frame = element.getBoundingClientRect();
      const blank = [...element.querySelectorAll(".waiting")].some((cell) => {
        const box = cell.getBoundingClientRect();
        return box.bottom > frame.top && box.top < frame.bottom;
      });
      seen.frames += 1;
      seen.longestFrame = Math.max(seen.longestFrame, now - before);
      before = now;
      if (blank) {
        seen.blankFrames += 1;
        blankSince ??= now;
        seen.blankTime = Math.max(seen.blankTime, now - blankSince);
      } else blankSince = null;
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await grid.hover();
  for (let turn = 0; turn < wheelTurns; turn += 1)
    await page.mouse.wheel(0, 400);
  await page.waitForTimeout(300);
  return page.evaluate(
    () =>
      (
        window as unknown as {
          seen: Pick<
            Sight,
            "frames" | "blankFrames" | "blankTime" | "longestFrame"
          >;
        }
      ).seen,
  );
}

async function type(page: Page) {
  await page.getByLabel("Search the metadata").focus();
  await page.evaluate(() => {
    const times = { typed: 0, asked: 0, frame: 0 };
    Object.assign(window, { times });
    addEventListener(
      "input",
      () => {
        const now = performance.now();
        times.typed = now;
        requestAnimationFrame(() => {
          times.frame = Math.max(times.frame, performance.now() - now);
        });
      },
      { capture: true },
    );
    const { calls } = (window as unknown as Timed).stub;
    const push = calls.push.bind(calls);
    calls.push = (...made) => {
      if (
        made.some(({ input }) => JSON.stringify(input).includes("lighthouse"))
      )
        times.asked ||= performance.now() - times.typed;
      return push(...made);
    };
  });
  await page.keyboard.type(letters, { delay: 60 });
  await page.waitForFunction(
    () => (window as unknown as { times: { asked: number } }).times.asked > 0,
  );
  return page.evaluate(() => {
    const { asked, frame } = (
      window as unknown as { times: { asked: number; frame: number } }
    ).times;
    return { asked, frame };
  });
}

/** Lets a run tell of its progress again and again. */
async function stream(page: Page) {
  const debugging = await page.context().newCDPSession(page);
  await announce(page, 500);
  const heapBefore = await heapOf(debugging);
  await announce(page, events);
  const heapAfter = await heapOf(debugging);
  return { heapBefore, heapAfter };
}

async function heapOf(debugging: CDPSession): Promise<number> {
  await debugging.send("HeapProfiler.collectGarbage");
  const { usedSize } = (await debugging.send("Runtime.getHeapUsage")) as {
    usedSize: number;
  };
  return usedSize;
}

async function announce(page: Page, count: number): Promise<void> {
  await page.evaluate(async (all) => {
    const { stub } = window as unknown as Timed;
    for (let number = 0; number < all; number += 1) {
      stub.announce({
        id: 1,
        uuid: "55555555-0000-4000-8000-000000000001",
        kind: "export",
        origin: "holdall",
        title: "The whole catalog",
        state: "processing",
        progress: {
          phase: "packing",
          items: number,
          itemsTotal: all,
          files: number * 2,
          filesTotal: all * 2,
          bytes: number * 1000,
          bytesTotal: all * 1000,
        },
        createdAt: 0,
        startedAt: 0,
        finishedAt: null,
        retryOf: null,
        problems: { error: 0, warning: 0, note: 0 },
        error: null,
        result: null,
      });
      // As they come: a few in each frame.
      if (number % 20 === 0)
        await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  }, count);
}
