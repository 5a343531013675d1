import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { chromiumPath } from "../support/chromium.ts";
import { useWindows } from "../support/open-window.ts";

const rows = 1_000_000;
/** Whatever is in sight has to be there after this time, in milliseconds: far more than it takes, far less than a fault. */
const moment = 5000;

/** What can be seen in the table: numbers of the rows, how many of them are blank, and gaps between them in pixels. */
async function sight(page: Page) {
  return page.getByRole("grid").evaluate((grid) => {
    const frame = grid.getBoundingClientRect();
    const header = grid.querySelector('[role="rowgroup"]');
    const top = header?.getBoundingClientRect().bottom ?? frame.top;
    const seen = [
      ...grid.querySelectorAll<HTMLElement>('[role="row"][aria-rowindex]'),
    ]
      .filter((row) => row.getAttribute("aria-rowindex") !== "1")
      .map((row) => ({ row, box: row.getBoundingClientRect() }))
      .filter(({ box }) => box.bottom > top && box.top < frame.bottom)
      .sort((one, other) => one.box.top - other.box.top);
    const first = seen[0]?.box.top ?? frame.bottom;
    const last = seen.at(-1)?.box.bottom ?? top;
    return {
      indexes: seen.map(({ row }) => Number(row.ariaRowIndex) - 2),
      blank: seen.filter(({ row }) => row.querySelector(".waiting") !== null)
        .length,
      texts: seen.map(({ row }) => row.textContent.trim()),
      gap: Math.max(0, first - top, frame.bottom - last),
      elements: grid.querySelectorAll("*").length,
      height: grid.scrollHeight,
    };
  });
}

async function settled(page: Page): Promise<Awaited<ReturnType<typeof sight>>> {
  await expect
    .poll(
      async () => {
        const { blank, gap, indexes } = await sight(page);
        return blank + Math.floor(gap) + (indexes.length === 0 ? 1 : 0);
      },
      { timeout: moment, interval: 20 },
    )
    .toBe(0);
  return sight(page);
}

describe.skipIf(chromiumPath === undefined)("a table of a million rows", () => {
  const windows = useWindows();

  test("shows what the scroll bar is dragged to, wherever that is", async () => {
    const page = await windows.open({ items: rows, delay: 10 });
    await page.getByText("no. 1", { exact: false }).first().waitFor();
    const grid = page.getByRole("grid");
    expect(await grid.getAttribute("aria-rowcount")).toBe(String(rows + 1));
    for (const share of [0.5, 0.001, 0.999, 0.25, 1, 0.73, 0]) {
      await grid.evaluate((element, part) => {
        element.scrollTop =
          part * (element.scrollHeight - element.clientHeight);
      }, share);
      const seen = await settled(page);
      const middle = seen.indexes[Math.floor(seen.indexes.length / 2)] ?? -1;
      expect(Math.abs(middle / rows - share)).toBeLessThan(0.01);
      expect(seen.texts[0]).toContain(`no. ${(seen.indexes[0] ?? 0) + 1}`);
      expect(seen.elements).toBeLessThan(1500);
      expect(seen.indexes).toEqual(
        seen.indexes.map((_, place) => (seen.indexes[0] ?? 0) + place),
      );
      if (share === 1) expect(seen.indexes.at(-1)).toBe(rows - 1);
      if (share === 0) expect(seen.indexes[0]).toBe(0);
    }
  });

  test("goes on smoothly under the wheel, far from the top as well", async () => {
    const page = await windows.open({ items: rows, delay: 5 });
    await page.getByText("no. 1", { exact: false }).first().waitFor();
    const grid = page.getByRole("grid");
    await grid.evaluate((element) => {
      element.scrollTop = 0.4 * element.scrollHeight;
    });
    let before = (await settled(page)).indexes[0] ?? 0;
    await grid.hover();
    for (let turn = 0; turn < 30; turn += 1) {
      await page.mouse.wheel(0, 400);
      const { indexes } = await settled(page);
      const first = indexes[0] ?? 0;
      // 400 pixels are eleven rows; never a jump, never backwards.
      expect(first).toBeGreaterThanOrEqual(before);
      expect(first - before).toBeLessThanOrEqual(24);
      before = first;
    }
  });

  test("asks for little while it flies by, and bounds what it keeps", async () => {
    const answer = 200;
    const page = await windows.open({ items: rows, delay: answer });
    await page.getByText("no. 1", { exact: false }).first().waitFor();
    await page.evaluate(() => {
      window.stub.calls.length = 0;
    });
    const began = Date.now();
    await page.getByRole("grid").evaluate(async (element) => {
      for (let step = 0; step <= 200; step += 1) {
        element.scrollTop = (step / 200) * element.scrollHeight;
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
    });
    const seen = await settled(page);
    expect(seen.indexes.at(-1)).toBe(rows - 1);
    const asked = await page.evaluate(
      () =>
        window.stub.calls.filter(({ name }) => name === "items.page").length,
    );
    // Two answers at a time are waited for, whatever number of places is passed.
    expect(asked).toBeLessThanOrEqual(
      2 * Math.ceil((Date.now() - began) / answer) + 2,
    );
    expect(asked).toBeLessThan(200);
  });

  test("is walked through by keyboard from end to end", async () => {
    const page = await windows.open({ items: rows });
    await page.getByText("no. 1", { exact: false }).first().waitFor();
    const grid = page.getByRole("grid");
    await grid.focus();
    await page.keyboard.press("End");
    expect((await settled(page)).indexes.at(-1)).toBe(rows - 1);
    const active = (): Promise<string | null> =>
      grid.evaluate((element) => {
        const id = element.getAttribute("aria-activedescendant");
        return id === null
          ? null
          : (document.getElementById(id)?.ariaRowIndex ?? null);
      });
    expect(await active()).toBe(String(rows + 1));
    await page.keyboard.press("ArrowUp");
    expect(await active()).toBe(String(rows));
    await page.keyboard.press("PageUp");
    await settled(page);
    expect(Number(await active())).toBeLessThan(rows - 5);
    await page.keyboard.press("Home");
    expect((await settled(page)).indexes[0]).toBe(0);
    expect(await active()).toBe("2");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: /byggebrev no\. 2/u }).waitFor();
  });

  test("keeps its place when the catalog has grown", async () => {
    const page = await windows.open({ items: rows });
    await page.getByText("no. 1", { exact: false }).first().waitFor();
    await page.getByRole("grid").evaluate((element) => {
      element.scrollTop = 0.5 * element.scrollHeight;
    });
    const before = await settled(page);
    await page.evaluate(() => {
      window.stub.calls.length = 0;
      window.stub.announce({
        id: 77,
        uuid: "u",
        kind: "import",
        origin: "holdall",
        title: "x.zip",
        state: "done",
        progress: {
          phase: "finished",
          items: 0,
          itemsTotal: 0,
          files: 0,
          filesTotal: 0,
          bytes: 0,
          bytesTotal: 0,
        },
        createdAt: 1,
        startedAt: 1,
        finishedAt: 2,
        retryOf: null,
        problems: { error: 0, warning: 0, note: 0 },
        error: null,
        result: null,
      });
    });
    await expect
      .poll(() =>
        page.evaluate(
          () =>
            window.stub.calls.filter(({ name }) => name === "items.page")
              .length,
        ),
      )
      .toBeGreaterThan(0);
    expect((await settled(page)).indexes).toEqual(before.indexes);
  });
});
