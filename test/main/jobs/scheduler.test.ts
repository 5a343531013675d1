import pino from "pino";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { quietUntil } from "../../../main/core/quiet-hours.ts";
import { nextTime } from "../../../main/core/schedule-times.ts";
import type { ExportDefinition } from "../../../main/domain/export-definition.ts";
import type { Schedule } from "../../../main/domain/schedule.ts";
import {
  createScheduler,
  type SchedulerDeps,
} from "../../../main/jobs/scheduler.ts";

const minute = 60_000;
const hour = 60 * minute;
const hourly: Schedule = { kind: "cron", expression: "0 * * * *" };
const noon = Date.parse("2026-05-01T12:00Z");

type Kept = ExportDefinition & { lastDue: number | null };

/** Definitions in memory, and a scheduler that lives by the fake clock. */
function world(schedules: readonly Schedule[], timeZone = "UTC") {
  let kept: Kept = {
    id: 7,
    uuid: "7",
    owner: null,
    name: "Nightly",
    plan: {
      selection: { kind: "site" },
      options: {
        format: "saf",
        packer: "zip",
        migrate: false,
        bitstreams: true,
        withdrawn: false,
        verify: true,
      },
      root: "site",
      title: "All",
    },
    schedules,
    timeZone,
    retention: { keepLast: null, keepDays: null },
    version: 1,
    createdAt: 0,
    updatedAt: 0,
    nextDue: nextTime(schedules, timeZone, Date.now()),
    lastDue: null,
    lastRun: null,
    lastProblem: null,
  };
  const started: string[] = [];
  const notes: string[] = [];
  const missed: string[] = [];
  const state = {
    hindrance: null as string | null,
    quiet: null as string | null,
  };
  const deps: SchedulerDeps = {
    scheduled: () => [kept],
    setDue(_id, was, next, last) {
      if (kept.nextDue !== was) return Promise.resolve(false);
      kept = { ...kept, nextDue: next, lastDue: last };
      return Promise.resolve(true);
    },
    setProblem(_id, lastProblem) {
      kept = { ...kept, lastProblem };
      return Promise.resolve();
    },
    hindrance: () => state.hindrance,
    start(_definition, dueAt) {
      started.push(new Date(dueAt).toISOString().slice(0, 16));
      return Promise.resolve(started.length);
    },
    note(run, message) {
      notes.push(`${String(run)}: ${message}`);
      return Promise.resolve();
    },
    missed({ name }, run, reason) {
      missed.push(
        `${name} ${run === null ? "passed over" : "late"}: ${reason}`,
      );
    },
    wake: () => Promise.resolve(),
    quietUntil: (now) =>
      state.quiet === null
        ? null
        : quietUntil({ from: state.quiet, to: "06:00", timeZone: "UTC" }, now),
    tidy: () => Promise.resolve(),
    now: () => Date.now(),
    log: pino({ level: "silent" }),
  };
  return {
    deps,
    state,
    started,
    notes,
    missed,
    kept: () => kept,
    scheduler: createScheduler(deps),
  };
}

beforeEach(() => {
  vi.useFakeTimers({ now: noon + 5 * minute });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("the scheduler", () => {
  test("starts what is due, each time once", async () => {
    const { scheduler, started } = world([hourly]);
    scheduler.start();
    await vi.advanceTimersByTimeAsync(3 * hour);
    expect(started).toEqual([
      "2026-05-01T13:00",
      "2026-05-01T14:00",
      "2026-05-01T15:00",
    ]);
    await scheduler.close();
    await vi.advanceTimersByTimeAsync(3 * hour);
    expect(started).toHaveLength(3);
  });

  test("of two processes, one starts it", async () => {
    const { deps, scheduler, started } = world([hourly]);
    const other = createScheduler(deps);
    scheduler.start();
    other.start();
    await vi.advanceTimersByTimeAsync(2 * hour);
    expect(started).toEqual(["2026-05-01T13:00", "2026-05-01T14:00"]);
    await Promise.all([scheduler.close(), other.close()]);
  });

  test("catches up once what was missed, and says so", async () => {
    const { scheduler, started, notes, missed } = world([hourly]);
    vi.setSystemTime(noon + 10 * hour + minute);
    scheduler.start();
    await vi.advanceTimersByTimeAsync(30 * minute);
    expect(started).toEqual(["2026-05-01T13:00"]);
    expect(notes).toEqual([
      expect.stringMatching(/^1: It was due at .*caught up/),
    ]);
    expect(missed).toEqual([
      expect.stringMatching(/^Nightly late: It was due/),
    ]);
    await vi.advanceTimersByTimeAsync(hour);
    expect(started).toEqual(["2026-05-01T13:00", "2026-05-01T23:00"]);
    await scheduler.close();
  });

  test("passes over what is due while the run before goes on, and tells the next run", async () => {
    const { scheduler, started, notes, missed, state, kept } = world([hourly]);
    scheduler.start();
    state.hindrance = "The run before was still going.";
    await vi.advanceTimersByTimeAsync(2 * hour);
    expect(started).toEqual([]);
    expect(kept().lastProblem).toBe("The run before was still going.");
    expect(missed).toHaveLength(2);
    expect(missed[0]).toBe(
      "Nightly passed over: The run before was still going.",
    );
    state.hindrance = null;
    await vi.advanceTimersByTimeAsync(hour);
    expect(started).toEqual(["2026-05-01T15:00"]);
    expect(notes).toEqual([
      expect.stringContaining("2 earlier times were passed over"),
    ]);
    expect(kept().lastProblem).toBeNull();
    await scheduler.close();
  });

  test("waits in quiet hours until they are over, then runs once", async () => {
    vi.setSystemTime(Date.parse("2026-05-01T21:30Z"));
    const { scheduler, started, state } = world([hourly]);
    state.quiet = "22:00";
    scheduler.start();
    await vi.advanceTimersByTimeAsync(8 * hour + 25 * minute);
    expect(started).toEqual([]);
    await vi.advanceTimersByTimeAsync(20 * minute);
    expect(started).toEqual(["2026-05-02T06:00"]);
    await scheduler.close();
  });

  test("follows a clock that is set back, without running twice for the same time", async () => {
    const { scheduler, started } = world([hourly]);
    scheduler.start();
    await vi.advanceTimersByTimeAsync(hour);
    expect(started).toEqual(["2026-05-01T13:00"]);
    vi.setSystemTime(noon + 50 * minute);
    await vi.advanceTimersByTimeAsync(20 * minute);
    expect(started).toEqual(["2026-05-01T13:00"]);
    await vi.advanceTimersByTimeAsync(hour);
    expect(started).toEqual(["2026-05-01T13:00", "2026-05-01T14:00"]);
    await scheduler.close();
  });

  test("forgets times of a clock that was years ahead", async () => {
    const { scheduler, started } = world([hourly]);
    scheduler.start();
    vi.setSystemTime(Date.parse("2031-01-01T00:30Z"));
    await vi.advanceTimersByTimeAsync(minute);
    expect(started).toHaveLength(1);
    vi.setSystemTime(noon + 2 * hour + 30 * minute);
    await vi.advanceTimersByTimeAsync(45 * minute);
    expect(started.slice(1)).toEqual(["2026-05-01T15:00"]);
    await scheduler.close();
  });

  test("runs once where summer time skips its time, and once where a time comes twice", async () => {
    const daily: Schedule = {
      kind: "times",
      weekdays: null,
      daysOfMonth: null,
      months: null,
      hours: [2],
      minutes: [30],
    };
    vi.setSystemTime(Date.parse("2026-03-28T12:00Z"));
    const spring = world([daily], "Europe/Berlin");
    spring.scheduler.start();
    await vi.advanceTimersByTimeAsync(24 * hour);
    expect(spring.started).toEqual(["2026-03-29T01:00"]);
    await spring.scheduler.close();
    vi.setSystemTime(Date.parse("2026-10-24T12:00Z"));
    const autumn = world([daily], "Europe/Berlin");
    autumn.scheduler.start();
    await vi.advanceTimersByTimeAsync(24 * hour);
    expect(autumn.started).toEqual(["2026-10-25T00:30"]);
    await autumn.scheduler.close();
  });

  test("runs once when the clock jumps over a time, and over the change to summer time with it", async () => {
    const daily: Schedule = {
      kind: "times",
      weekdays: null,
      daysOfMonth: null,
      months: null,
      hours: [2],
      minutes: [30],
    };
    vi.setSystemTime(Date.parse("2026-03-28T23:00Z"));
    const { scheduler, started, notes, kept } = world([daily], "Europe/Berlin");
    scheduler.start();
    await vi.advanceTimersByTimeAsync(minute);
    // The machine slept over 02:30, which summer time had skipped to 03:00 already.
    vi.setSystemTime(Date.parse("2026-03-29T09:00Z"));
    await vi.advanceTimersByTimeAsync(5 * minute);
    expect(started).toEqual(["2026-03-29T01:00"]);
    expect(notes).toEqual([expect.stringContaining("caught up now, once")]);
    // Set back before that time, it is not due again; the next day it is.
    vi.setSystemTime(Date.parse("2026-03-29T00:30Z"));
    await vi.advanceTimersByTimeAsync(2 * hour);
    expect(started).toHaveLength(1);
    expect(new Date(kept().nextDue ?? 0).toISOString()).toBe(
      "2026-03-30T00:30:00.000Z",
    );
    vi.setSystemTime(Date.parse("2026-03-30T00:31Z"));
    await vi.advanceTimersByTimeAsync(minute);
    expect(started).toEqual(["2026-03-29T01:00", "2026-03-30T00:30"]);
    await scheduler.close();
  });

  test("looks again at once when a schedule has changed", async () => {
    const { scheduler, started, deps } = world([hourly]);
    scheduler.start();
    await vi.advanceTimersByTimeAsync(100);
    await deps.setDue(
      7,
      Date.parse("2026-05-01T13:00Z"),
      Date.now() - 1000,
      null,
    );
    await scheduler.lookNow();
    expect(started).toEqual(["2026-05-01T12:04"]);
    await scheduler.close();
  });
});
