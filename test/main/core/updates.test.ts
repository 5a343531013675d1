import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createUpdates, type UpdatePorts } from "../../../main/core/updates.ts";
import type { Release, UpdateSettings } from "../../../main/domain/update.ts";

const hour = 3_600_000;

/** A world in memory in which every feed answers when it is told to. */
function world(more: Partial<UpdatePorts> = {}) {
  let kept: UpdateSettings | null = null;
  let found: ReturnType<UpdatePorts["found"]> = null;
  const failures: unknown[] = [];
  const asked: string[] = [];
  const waiting = new Map<
    string,
    { resolve(release: Release): void; reject(error: Error): void }
  >();
  const updates = createUpdates({
    kept: () => kept,
    keep(settings) {
      kept = settings;
      return Promise.resolve();
    },
    found: () => found,
    keepFound(next) {
      found = next;
      return Promise.resolve();
    },
    ask(feed) {
      asked.push(feed);
      return new Promise((resolve, reject) => {
        waiting.set(feed, { resolve, reject });
      });
    },
    version: "1.0.0",
    failed: (error) => failures.push(error),
    now: () => Date.now(),
    ...more,
  });
  const answer = (feed: string) => {
    const one = waiting.get(feed);
    if (one === undefined) throw new Error(`nobody asked ${feed}`);
    return one;
  };
  return { updates, failures, asked, answer };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("a look that fails in any way is told, and the next one comes an hour later", async () => {
  let looks = 0;
  const { updates, failures } = world({
    found() {
      looks += 1;
      throw new Error("unreadable");
    },
  });
  updates.start();
  await vi.advanceTimersByTimeAsync(hour);
  expect(looks).toBe(1);
  await vi.advanceTimersByTimeAsync(hour);
  expect(looks).toBe(2);
  expect(failures).toHaveLength(2);
  updates.close();
});

test("what one list of releases says is not held against another", async () => {
  const { updates, asked, answer } = world();
  await updates.set({ enabled: false, feed: "https://old.example.org/" });
  const old = updates.check().catch((error: unknown) => error);
  await updates.set({ enabled: false, feed: "https://new.example.org/" });
  const [checked, again] = [updates.check(), updates.check()];
  answer("https://new.example.org/").resolve({ version: "2.0.0", page: null });
  answer("https://old.example.org/").reject(new Error("the old one is gone"));
  expect(await old).toMatchObject({ message: "the old one is gone" });
  for (const check of [checked, again])
    expect(await check).toMatchObject({
      newer: { version: "2.0.0" },
      error: null,
    });
  expect(updates.state().error).toBeNull();
  expect(asked).toEqual([
    "https://old.example.org/",
    "https://new.example.org/",
  ]);
  updates.close();
});
