import { describe, expect, test } from "vitest";
import {
  archivesToRemove,
  comingRemovals,
} from "../../../main/core/retention.ts";
import type { DefinitionRun } from "../../../main/domain/export-definition.ts";

const day = 86_400_000;
const now = 1000 * day;

/** Runs that ended so many days ago, newest first. */
const runs = (
  ...ages: (number | (Partial<DefinitionRun> & { age: number }))[]
): DefinitionRun[] =>
  ages.map((given, index) => {
    const { age, ...change } =
      typeof given === "number" ? { age: given } : given;
    return {
      run: 100 - index,
      state: "done",
      finishedAt: now - age * day,
      dueAt: null,
      pinned: false,
      expiredAt: null,
      empty: false,
      ...change,
    };
  });
const removed = (
  keepLast: number | null,
  keepDays: number | null,
  list: DefinitionRun[],
  coming = 0,
) =>
  archivesToRemove({ keepLast, keepDays }, list, now, coming).map(
    ({ run, because }) => `${String(run)} ${because}`,
  );

describe("what a definition gives up", () => {
  test("is nothing without rules", () => {
    expect(removed(null, null, runs(1, 2, 300))).toEqual([]);
  });
  test("is what is beyond the last so many", () => {
    expect(removed(2, null, runs(1, 2, 3, 4))).toEqual([
      "98 count",
      "97 count",
    ]);
  });
  test("is what is older than so many days, but never the newest", () => {
    expect(removed(null, 7, runs(8, 9, 10))).toEqual(["99 age", "98 age"]);
    expect(removed(null, 7, runs(1, 6.9, 7.1))).toEqual(["98 age"]);
  });
  test("is the newest too, where all age alike", () => {
    expect(
      archivesToRemove(
        { keepLast: 1, keepDays: 7 },
        runs(7.1),
        now,
        0,
        "all-age",
      ),
    ).toEqual([{ run: 100, because: "age" }]);
    expect(
      archivesToRemove(
        { keepLast: 1, keepDays: 7 },
        runs(6.9),
        now,
        0,
        "all-age",
      ),
    ).toEqual([]);
  });
  test("is what either rule names", () => {
    expect(removed(2, 7, runs(1, 8, 9))).toEqual(["99 age", "98 count"]);
  });
  test("is never pinned, and what is pinned does not count", () => {
    expect(removed(1, null, runs(1, { age: 2, pinned: true }, 3))).toEqual([
      "98 count",
    ]);
  });
  test("leaves out runs without an archive", () => {
    expect(
      removed(
        1,
        null,
        runs(
          { age: 0, state: "failed" },
          1,
          { age: 2, state: "cancelled" },
          { age: 3, expiredAt: now },
          4,
        ),
      ),
    ).toEqual(["96 count"]);
  });
  test("can be seen ahead of the next run", () => {
    expect(removed(2, null, runs(1, 2), 1)).toEqual(["99 count"]);
  });
});

describe("what will go", () => {
  const coming = (
    keepLast: number | null,
    keepDays: number | null,
    list: DefinitionRun[],
  ) =>
    comingRemovals({ keepLast, keepDays }, list, now).map(
      ({ run, because, at }) => [
        run,
        because,
        at === null ? null : (at - now) / day,
      ],
    );

  test("is known with the day, the next first", () => {
    expect(coming(null, 10, runs(1, 4, { age: 5, pinned: true }))).toEqual([
      [99, "age", 6],
      [100, "age", 9],
    ]);
  });
  test("goes with the next run where that makes it one too many, or it is too old already", () => {
    expect(coming(2, 10, runs(1, 4))).toEqual([
      [99, "count", null],
      [100, "age", 9],
    ]);
    expect(coming(null, 3, runs(4))).toEqual([[100, "age", null]]);
  });
});
