import { describe, expect, test } from "vitest";
import { createRowWindow } from "../../renderer/row-window.ts";

const rowHeight = 36;
const view = 600;
const open = (rows: number) => {
  const window = createRowWindow({ rowHeight, overscan: 5 });
  window.resize(rows, view);
  return window;
};

/** Stands in for the scroller of a page: whole pixels, and no further than its ends. */
function scroller(window: ReturnType<typeof open>) {
  let top = 0;
  const clamp = (to: number): number =>
    Math.round(Math.max(0, Math.min(to, window.height() - view)));
  return {
    to(wanted: number): void {
      top = clamp(wanted);
      const stand = window.scrolled(top);
      if (Math.abs(stand - top) >= 1) top = clamp(stand);
    },
    by(step: number): void {
      this.to(top + step);
    },
    get top() {
      return top;
    },
  };
}

describe.each([0, 1, 10, 1000, 222_222, 222_223, 1_000_000, 10_000_000])(
  "a list of %d rows",
  (rows) => {
    test("is never taller than browsers can draw", () => {
      expect(open(rows).height()).toBeLessThanOrEqual(8_000_000);
    });

    test("draws the first rows at the top, and the last at the bottom", () => {
      const window = open(rows);
      expect(window.range().first).toBe(0);
      expect(window.topOf(0)).toBe(0);
      const page = scroller(window);
      page.to(window.height());
      expect(window.range().end).toBe(rows);
      if (rows * rowHeight > view) {
        expect(window.topOf(rows)).toBe(window.height());
        expect(page.top).toBe(window.height() - view);
      }
    });

    test("draws whatever is in sight, wherever the scroll bar is dragged", () => {
      const window = open(rows);
      const page = scroller(window);
      for (let part = 0; part <= 97; part += 1) {
        page.to(((part * 31) % 97) * (window.height() / 97));
        const { first, end } = window.range();
        const sight = window.inSight();
        expect(first).toBeLessThanOrEqual(sight.first);
        expect(end).toBeGreaterThanOrEqual(sight.end);
        expect(end - first).toBeLessThan(40);
        if (rows > 20) {
          expect(window.topOf(sight.first)).toBeLessThanOrEqual(page.top);
          expect(window.topOf(sight.end)).toBeGreaterThanOrEqual(
            Math.min(page.top + view, window.height()),
          );
        }
      }
    });
  },
);

test("small steps reach every row in turn, forwards and backwards", () => {
  const rows = 400_000;
  const window = open(rows);
  const page = scroller(window);
  let before = 0;
  for (let step = 0; step < 20_000; step += 1) {
    page.by(590);
    const { first } = window.inSight();
    expect(first).toBeGreaterThanOrEqual(before);
    expect(first - before).toBeLessThanOrEqual(17);
    before = first;
  }
  expect(before).toBeGreaterThan(327_000);
  for (let step = 0; step < 20_000; step += 1) {
    page.by(-590);
    const { first } = window.inSight();
    expect(before - first).toBeLessThanOrEqual(17);
    before = first;
  }
  expect(before).toBeLessThan(60);
  page.by(-590);
  page.by(-590);
  page.by(-590);
  page.by(-590);
  expect(window.inSight().first).toBe(0);
});

test("any row can be brought into sight with the least movement", () => {
  const window = open(1_000_000);
  for (const row of [999_999, 0, 500_000, 500_001, 499_980, 123_456]) {
    window.reveal(row);
    const { first, end } = window.inSight();
    expect(first).toBeLessThanOrEqual(row);
    expect(end).toBeGreaterThan(row);
  }
  const stood = window.reveal(123_456);
  expect(window.reveal(123_456)).toBe(stood);
});

test("keeps its place when rows are added, and finds the end when they are taken away", () => {
  const window = open(1_000_000);
  window.reveal(700_000);
  const { first } = window.inSight();
  window.resize(1_000_500, view);
  expect(window.inSight().first).toBe(first);
  window.resize(50, view);
  expect(window.inSight().end).toBe(50);
});
