import { Cron } from "croner";
import { AppError } from "../domain/errors.ts";
import { standardTime, weekdays, type Schedule } from "../domain/schedule.ts";

/**
 * The next time one of the schedules asks for; null when none ever will. A time that a change to summer time skips moves
 * to the next valid minute, one that comes twice counts once (easydb.md section 5).
 * @param timeZone IANA name
 * @param after milliseconds since 1970; the answer is later
 * @throws AppError schedule.invalid
 */
export function nextTime(
  schedules: readonly Schedule[],
  timeZone: string,
  after: number,
): number | null {
  let next: number | null = null;
  for (const schedule of schedules) {
    const time =
      open(schedule, timeZone).nextRun(new Date(after))?.getTime() ?? null;
    if (time !== null && (next === null || time < next)) next = time;
  }
  return next;
}

/** The next times, at most `count` of them. @throws AppError as {@link nextTime} */
export function nextTimes(
  schedules: readonly Schedule[],
  timeZone: string,
  after: number,
  count: number,
): number[] {
  const times: number[] = [];
  let last = after;
  while (times.length < count) {
    const time = nextTime(schedules, timeZone, last);
    if (time === null) break;
    times.push(time);
    last = time;
  }
  return times;
}

/** The time zone of this machine, as an IANA name. */
export function localTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** @throws AppError schedule.invalid */
export function checkTimeZone(timeZone: string): void {
  try {
    new Intl.DateTimeFormat("en", { timeZone });
  } catch (error) {
    throw new AppError(
      "schedule.invalid",
      `There is no time zone ${timeZone}.`,
      {
        object: timeZone,
        remedy: "Time zones have names such as Europe/Berlin.",
        cause: error,
      },
    );
  }
}

function open(schedule: Schedule, timezone: string): Cron {
  checkTimeZone(timezone);
  const pattern =
    schedule.kind === "cron" ? schedule.expression : patternOf(schedule);
  try {
    return new Cron(pattern, {
      timezone,
      mode: "5-part",
      // Cron's own rule for its expressions: day of month OR day of week. Ours are ANDed.
      domAndDow: schedule.kind === "times",
      fixedTimeRule: "no-wildcard",
      paused: true,
    });
  } catch (error) {
    throw new AppError("schedule.invalid", `"${pattern}" is not a schedule.`, {
      object: pattern,
      remedy:
        "A cron expression has five parts: minute, hour, day of month, month, day of week.",
      cause: error,
    });
  }
}

function patternOf(schedule: Schedule & { kind: "times" }): string {
  const list = (values: readonly number[] | null, otherwise: string) =>
    values === null
      ? otherwise
      : values.toSorted((one, other) => one - other).join(",");
  return [
    list(schedule.minutes, String(standardTime.minute)),
    list(schedule.hours, String(standardTime.hour)),
    list(schedule.daysOfMonth, "*"),
    list(schedule.months, "*"),
    list(
      schedule.weekdays?.map((day) => weekdays.indexOf(day) + 1) ?? null,
      "*",
    ),
  ].join(" ");
}
