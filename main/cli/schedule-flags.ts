import { AppError } from "../domain/errors.ts";
import type { Retention } from "../domain/export-definition.ts";
import { weekdays, type Schedule, type Weekday } from "../domain/schedule.ts";

/** The options of `holdall schedule add` that say when, and what is kept. */
export interface ScheduleFlags {
  readonly daily?: boolean;
  readonly weekly?: string;
  readonly monthly?: string;
  readonly yearly?: string;
  readonly cron?: string;
  readonly at?: string;
  readonly keepLast?: string;
  readonly keepDays?: string;
}

/**
 * The one schedule that the options say; none when they say none.
 * @throws AppError usage.invalid
 */
export function readSchedules(flags: ScheduleFlags): readonly Schedule[] {
  const kinds = [
    flags.daily === true,
    flags.weekly !== undefined,
    flags.monthly !== undefined,
    flags.yearly !== undefined,
    flags.cron !== undefined,
  ].filter(Boolean).length;
  if (kinds > 1)
    throw usage(
      "Say one of --daily, --weekly, --monthly, --yearly and --cron.",
    );
  if (flags.cron !== undefined) {
    if (flags.at !== undefined)
      throw usage("A cron expression says the time itself: leave out --at.");
    if (flags.cron.trim().split(/\s+/u).length !== 5)
      throw usage(
        `"${flags.cron}" is not a schedule. A cron expression has five parts: minute, hour, day of month, month, day of week.`,
      );
    return [{ kind: "cron", expression: flags.cron }];
  }
  if (kinds === 0) {
    if (flags.at !== undefined)
      throw usage("--at goes with --daily, --weekly, --monthly or --yearly.");
    return [];
  }
  const time = flags.at === undefined ? null : readTime(flags.at);
  const day = flags.yearly === undefined ? null : readDayOfYear(flags.yearly);
  return [
    {
      kind: "times",
      weekdays: flags.weekly === undefined ? null : readWeekdays(flags.weekly),
      daysOfMonth:
        flags.monthly === undefined
          ? day === null
            ? null
            : [day.day]
          : readDays(flags.monthly),
      months: day === null ? null : [day.month],
      hours: time === null ? null : [time.hour],
      minutes: time === null ? null : [time.minute],
    },
  ];
}

/**
 * What is to be kept; null when no flag says.
 * @throws AppError usage.invalid
 */
export function readRetention(flags: ScheduleFlags): Retention | null {
  if (flags.keepLast === undefined && flags.keepDays === undefined) return null;
  const number = (name: string, text: string | undefined, most: number) => {
    if (text === undefined) return null;
    const value = /^[1-9][0-9]{0,5}$/.test(text) ? Number(text) : 0;
    if (value < 1 || value > most)
      throw usage(`${name} is a number from 1 to ${String(most)}.`);
    return value;
  };
  return {
    keepLast: number("--keep-last", flags.keepLast, 10_000),
    keepDays: number("--keep-days", flags.keepDays, 36_500),
  };
}

/** @throws AppError usage.invalid */
export function readTime(text: string): { hour: number; minute: number } {
  const match = /^([01]?[0-9]|2[0-3]):([0-5][0-9])$/.exec(text);
  if (match === null) throw usage(`"${text}" is no time of day such as 03:30.`);
  return { hour: Number(match[1]), minute: Number(match[2]) };
}

function readWeekdays(text: string): Weekday[] {
  return [
    ...new Set(
      text.split(",").map((part) => {
        const wanted = part.trim().toLowerCase();
        const found = weekdays.filter((day) => day.startsWith(wanted));
        const [day] = found;
        if (wanted.length < 2 || day === undefined || found.length > 1)
          throw usage(`"${part}" is no weekday such as mon or monday.`);
        return day;
      }),
    ),
  ];
}

function readDays(text: string): number[] {
  return [
    ...new Set(
      text.split(",").map((part) => {
        const day = /^[0-9]{1,2}$/.test(part.trim()) ? Number(part) : 0;
        if (day < 1 || day > 31)
          throw usage(`"${part}" is no day of the month from 1 to 31.`);
        return day;
      }),
    ),
  ];
}

function readDayOfYear(text: string): { month: number; day: number } {
  const match = /^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$/.exec(text);
  if (match === null)
    throw usage(`"${text}" is no day of the year such as 12-24.`);
  return { month: Number(match[1]), day: Number(match[2]) };
}

function usage(message: string): AppError {
  return new AppError("usage.invalid", message);
}
