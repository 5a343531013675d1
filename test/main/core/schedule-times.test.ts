import { describe, expect, test } from "vitest";
import { nextTime, nextTimes } from "../../../main/core/schedule-times.ts";
import type { Schedule } from "../../../main/domain/schedule.ts";

const times = (
  change: Partial<Schedule & { kind: "times" }> = {},
): Schedule => ({
  kind: "times",
  weekdays: null,
  daysOfMonth: null,
  months: null,
  hours: null,
  minutes: null,
  ...change,
});
const all = (count: number) => Array.from({ length: count }, (_, at) => at);

function next(
  schedules: readonly Schedule[],
  from: string,
  count = 3,
  zone = "UTC",
): string[] {
  return nextTimes(schedules, zone, Date.parse(from), count).map((time) =>
    new Date(time).toISOString().slice(0, 16),
  );
}

describe("a schedule of times", () => {
  test("is daily at the standard time when it says nothing", () => {
    expect(next([times()], "2026-05-01T12:00Z", 2)).toEqual([
      "2026-05-02T03:00",
      "2026-05-03T03:00",
    ]);
  });
  test("with minutes alone stays in the standard hour", () => {
    expect(next([times({ minutes: [30, 0] })], "2026-05-01T12:00Z", 3)).toEqual(
      ["2026-05-02T03:00", "2026-05-02T03:30", "2026-05-03T03:00"],
    );
  });
  test("is hourly when the hours are spelled out", () => {
    expect(next([times({ hours: all(24) })], "2026-05-01T12:10Z", 2)).toEqual([
      "2026-05-01T13:00",
      "2026-05-01T14:00",
    ]);
  });
  test("is weekly, monthly and yearly", () => {
    expect(
      next(
        [times({ weekdays: ["monday"], hours: [15] })],
        "2026-05-01T12:00Z",
        2,
      ),
    ).toEqual(["2026-05-04T15:00", "2026-05-11T15:00"]);
    expect(
      next([times({ daysOfMonth: [1], hours: [4] })], "2026-05-01T12:00Z", 2),
    ).toEqual(["2026-06-01T04:00", "2026-07-01T04:00"]);
    expect(
      next(
        [times({ daysOfMonth: [24], months: [12] })],
        "2026-05-01T12:00Z",
        2,
      ),
    ).toEqual(["2026-12-24T03:00", "2027-12-24T03:00"]);
  });
  test("ANDs days of the month and of the week", () => {
    const firstSunday = times({
      daysOfMonth: [1, 2, 3, 4, 5, 6, 7],
      weekdays: ["sunday"],
      hours: [10],
    });
    expect(next([firstSunday], "2026-11-20T00:00Z")).toEqual([
      "2026-12-06T10:00",
      "2027-01-03T10:00",
      "2027-02-07T10:00",
    ]);
  });
  test("of the 31st never fires in April", () => {
    expect(
      next([times({ daysOfMonth: [31] })], "2026-03-31T12:00Z", 2),
    ).toEqual(["2026-05-31T03:00", "2026-07-31T03:00"]);
  });
  test("of a day that never comes has no next time", () => {
    expect(
      nextTime(
        [times({ daysOfMonth: [31], months: [2] })],
        "UTC",
        Date.parse("2026-05-01T12:00Z"),
      ),
    ).toBeNull();
  });
});

describe("several schedules", () => {
  test("are ORed, and a minute that several ask for comes once", () => {
    expect(
      next(
        [
          times({ hours: [5] }),
          times({ hours: [5, 6] }),
          { kind: "cron", expression: "0 6 * * *" },
        ],
        "2026-05-01T00:00Z",
        4,
      ),
    ).toEqual([
      "2026-05-01T05:00",
      "2026-05-01T06:00",
      "2026-05-02T05:00",
      "2026-05-02T06:00",
    ]);
  });
});

describe("where the clock changes", () => {
  const zone = "Europe/Berlin";
  test("a time that is skipped comes at the next valid minute, once", () => {
    expect(
      next(
        [times({ hours: [2], minutes: [0, 30] })],
        "2026-03-28T12:00Z",
        3,
        zone,
      ),
    ).toEqual(["2026-03-29T01:00", "2026-03-30T00:00", "2026-03-30T00:30"]);
  });
  test("a time that comes twice counts once", () => {
    expect(
      next(
        [times({ hours: [2], minutes: [30] })],
        "2026-10-24T12:00Z",
        2,
        zone,
      ),
    ).toEqual(["2026-10-25T00:30", "2026-10-26T01:30"]);
  });
  test("half an hour is enough", () => {
    expect(
      next(
        [times({ hours: [2], minutes: [15] })],
        "2026-10-03T00:00Z",
        1,
        "Australia/Lord_Howe",
      ),
    ).toEqual(["2026-10-03T15:30"]);
  });
});

describe("a cron expression", () => {
  test("ORs days of the month and of the week, as cron does", () => {
    expect(
      next(
        [{ kind: "cron", expression: "0 4 1 * MON" }],
        "2026-05-29T12:00Z",
        3,
      ),
    ).toEqual(["2026-06-01T04:00", "2026-06-08T04:00", "2026-06-15T04:00"]);
  });
  test.each(["every day!", "0 4 * *", "* * * * * *", "61 * * * *"])(
    "%s is refused",
    (expression) => {
      expect(() => nextTime([{ kind: "cron", expression }], "UTC", 0)).toThrow(
        expect.objectContaining({ code: "schedule.invalid" }),
      );
    },
  );
  test("in a time zone that does not exist is refused", () => {
    expect(() => nextTime([times()], "Mars/Olympus", 0)).toThrow(
      expect.objectContaining({ code: "schedule.invalid" }),
    );
  });
});
