import { expect, test } from "vitest";
import { noProgress } from "../../main/domain/run.ts";
import { createPace, shareDone } from "../../renderer/pace.ts";

const packing = (bytes: number, bytesTotal = 1000) => ({
  ...noProgress,
  phase: "packing" as const,
  bytes,
  bytesTotal,
});

test("knows nothing before there is something to measure", () => {
  const pace = createPace();
  expect(pace.measure(packing(0), 0)).toEqual({
    bytesPerSecond: null,
    secondsLeft: null,
  });
});

test("tells speed and time left from the last seconds", () => {
  const pace = createPace();
  for (let second = 0; second <= 10; second += 1)
    pace.measure(packing(second), second * 1000);
  // Ten times as fast from here on: the slow start is forgotten.
  let last = pace.measure(packing(10), 10_000);
  for (let second = 1; second <= 10; second += 1)
    last = pace.measure(packing(10 + second * 10), (10 + second) * 1000);
  expect(last.bytesPerSecond).toBeCloseTo(10, 0);
  expect(last.secondsLeft).toBeCloseTo(89, 0);
});

test("begins anew with each phase", () => {
  const pace = createPace();
  pace.measure(packing(0), 0);
  pace.measure(packing(900), 1000);
  const verifying = { ...packing(10), phase: "verifying" as const };
  expect(pace.measure(verifying, 1100).bytesPerSecond).toBeNull();
});

test("never promises more than all", () => {
  expect(shareDone(packing(1500))).toBe(1);
  expect(shareDone({ ...noProgress, items: 3, itemsTotal: 4 })).toBe(0.75);
  expect(shareDone(noProgress)).toBeNull();
});
