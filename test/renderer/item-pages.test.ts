import { describe, expect, test } from "vitest";
import type { ItemPage, ItemRow } from "../../preload/contract.ts";
import { createItemPages } from "../../renderer/views/collections/item-pages.ts";

type Range = { after?: string; skip?: number; limit: number };

/** A list of rows behind a slow door: answers come when they are let through. */
function slowList(total: number, keep = 5) {
  const asked: Range[] = [];
  const waiting: (() => void)[] = [];
  let failing = false;
  let changes = 0;
  const pages = createItemPages({
    size: 100,
    keep,
    load: (range) => {
      asked.push(range);
      return new Promise<ItemPage>((resolve, reject) => {
        waiting.push(() => {
          if (failing) {
            reject(new Error("The catalog is in use."));
            return;
          }
          const first = Number(range.after ?? 0) + (range.skip ?? 0);
          const end = Math.min(total, first + range.limit);
          resolve({
            items: Array.from(
              { length: Math.max(0, end - first) },
              (_, place) => ({ id: first + place }) as ItemRow,
            ),
            next: end < total ? String(end) : null,
            total,
          });
        });
      });
    },
    onChange: () => {
      changes += 1;
    },
  });
  return {
    pages,
    asked,
    changes: () => changes,
    fail: (value: boolean) => (failing = value),
    /** Lets everything through that is asked and will be asked. */
    async settle(): Promise<void> {
      while (waiting.length > 0) {
        waiting.shift()?.();
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}

describe("the rows of a list", () => {
  test("come where they are wanted, and only there", async () => {
    const list = slowList(1_000_000);
    list.pages.want(0, 1);
    await list.settle();
    expect(list.pages.total()).toBe(1_000_000);
    list.pages.want(500_050, 500_120);
    await list.settle();
    expect(list.pages.row(500_050)?.id).toBe(500_050);
    expect(list.pages.row(500_119)?.id).toBe(500_119);
    expect(list.pages.row(400_000)).toBeUndefined();
    expect(list.asked).toHaveLength(3);
  });

  test("are found from the nearest place that is known", async () => {
    const list = slowList(1_000_000);
    list.pages.want(0, 1);
    await list.settle();
    list.pages.want(500_000, 500_050);
    await list.settle();
    list.pages.want(500_300, 500_350);
    await list.settle();
    expect(list.asked.slice(1)).toEqual([
      // Too far from the first page to pass over all that is in between.
      { skip: 500_000, limit: 100 },
      { after: "500100", skip: 200, limit: 100 },
    ]);
    expect(list.pages.row(500_300)?.id).toBe(500_300);
  });

  test("are not waited for when the reader has gone on", async () => {
    const list = slowList(1_000_000);
    list.pages.want(0, 1);
    await list.settle();
    for (let row = 0; row < 900_000; row += 10_000)
      list.pages.want(row, row + 50);
    await list.settle();
    // The two under way when the reader went on, and the one in the end.
    expect(list.asked.length).toBeLessThanOrEqual(5);
    expect(list.pages.row(890_000)?.id).toBe(890_000);
  });

  test("are held in a bounded number, those in sight among them", async () => {
    const list = slowList(100_000, 5);
    for (let row = 0; row < 100_000; row += 100) {
      list.pages.want(row, row + 150);
      await list.settle();
      expect(list.pages.row(row)?.id).toBe(row);
      expect(list.pages.held()).toBeLessThanOrEqual(5);
    }
  });

  test("can be asked for again after a failure", async () => {
    const list = slowList(1000);
    list.fail(true);
    list.pages.want(0, 50);
    await list.settle();
    expect(list.pages.failure()).toBeInstanceOf(Error);
    expect(list.asked).toHaveLength(1);
    list.fail(false);
    list.pages.retry();
    await list.settle();
    expect(list.pages.failure()).toBeNull();
    expect(list.pages.row(0)?.id).toBe(0);
  });

  test("say nothing any more once they are closed", async () => {
    const list = slowList(1000);
    list.pages.want(0, 50);
    list.pages.close();
    await list.settle();
    expect(list.changes()).toBe(0);
  });

  test("may be none", async () => {
    const list = slowList(0);
    list.pages.want(0, 1);
    await list.settle();
    expect(list.pages.total()).toBe(0);
    expect(list.pages.row(0)).toBeUndefined();
  });
});
