import { Type, type Static } from "typebox";
import { AppError } from "../domain/errors.ts";
import { nextTime, checkTimeZone } from "./schedule-times.ts";

/** Hours of the day in which nothing begins by itself. */
export const quietHoursSchema = Type.Object(
  {
    /** `22:00`, local time of the time zone. */
    from: Type.String(),
    /** `06:30`; the next day when it is before `from`. */
    to: Type.String(),
    /** IANA name. */
    timeZone: Type.String(),
  },
  { additionalProperties: false },
);
export type QuietHours = Static<typeof quietHoursSchema>;

/**
 * When the quiet hours are over; null when it is not one of them.
 * @param now milliseconds since 1970
 */
export function quietUntil(
  { from, to, timeZone }: QuietHours,
  now: number,
): number | null {
  const begins = nextTime([daily(from)], timeZone, now);
  const ends = nextTime([daily(to)], timeZone, now);
  // It is quiet exactly when the end comes before the next beginning.
  return begins !== null && ends !== null && ends < begins ? ends : null;
}

/** @throws AppError schedule.invalid */
export function checkQuietHours(hours: QuietHours): void {
  checkTimeZone(hours.timeZone);
  daily(hours.from);
  daily(hours.to);
  if (hours.from === hours.to) {
    throw new AppError(
      "schedule.invalid",
      "Quiet hours that end when they begin are none.",
      { object: hours.from, remedy: "Switch them off instead." },
    );
  }
}

function daily(time: string) {
  const match = /^([01][0-9]|2[0-3]):([0-5][0-9])$/.exec(time);
  if (match === null) {
    throw new AppError("schedule.invalid", `"${time}" is no time of day.`, {
      object: time,
      remedy: "Write it as 22:00.",
    });
  }
  return {
    kind: "times" as const,
    weekdays: null,
    daysOfMonth: null,
    months: null,
    hours: [Number(match[1])],
    minutes: [Number(match[2])],
  };
}
