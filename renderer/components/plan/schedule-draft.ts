import type { Schedule, Weekday } from "../../../main/domain/schedule.ts";

export const patterns = [
  "daily",
  "weekly",
  "monthly",
  "yearly",
  "cron",
] as const;
export type Pattern = (typeof patterns)[number];

/** A schedule as its form has it: every field is there, the pattern says which of them count. */
export interface ScheduleDraft {
  readonly pattern: Pattern;
  /** `03:00` */
  readonly time: string;
  readonly weekdays: readonly Weekday[];
  readonly day: number;
  readonly month: number;
  readonly cron: string;
}

/** Monday night: what has changed over the week is there when work begins. */
export const usualSchedule: ScheduleDraft = {
  pattern: "weekly",
  time: "03:00",
  weekdays: ["monday"],
  day: 1,
  month: 1,
  cron: "0 3 * * *",
};

const times = (draft: ScheduleDraft) => {
  const [hour = "3", minute = "0"] = draft.time.split(":");
  return { hours: [Number(hour)], minutes: [Number(minute)] };
};

/** What a form says; null while it does not say all that is needed. */
export function scheduleOf(draft: ScheduleDraft): Schedule | null {
  if (draft.pattern === "cron") {
    const expression = draft.cron.trim().replace(/\s+/gu, " ");
    return expression.split(" ").length === 5
      ? { kind: "cron", expression }
      : null;
  }
  if (!/^\d\d:\d\d$/u.test(draft.time)) return null;
  if (draft.pattern === "weekly" && draft.weekdays.length === 0) return null;
  const byDay = draft.pattern === "monthly" || draft.pattern === "yearly";
  return {
    kind: "times",
    weekdays: draft.pattern === "weekly" ? [...draft.weekdays] : null,
    daysOfMonth: byDay ? [draft.day] : null,
    months: draft.pattern === "yearly" ? [draft.month] : null,
    ...times(draft),
  };
}

/** The form of a schedule; null when a form cannot show it without losing something. */
export function draftOf(schedule: Schedule): ScheduleDraft | null {
  if (schedule.kind === "cron")
    return { ...usualSchedule, pattern: "cron", cron: schedule.expression };
  const { weekdays, daysOfMonth, months, hours, minutes } = schedule;
  if ((hours?.length ?? 1) > 1 || (minutes?.length ?? 1) > 1) return null;
  if ((daysOfMonth?.length ?? 1) > 1 || (months?.length ?? 1) > 1) return null;
  const pattern: Pattern | null =
    weekdays !== null
      ? daysOfMonth === null && months === null
        ? "weekly"
        : null
      : months !== null
        ? daysOfMonth === null
          ? null
          : "yearly"
        : daysOfMonth !== null
          ? "monthly"
          : "daily";
  if (pattern === null) return null;
  const two = (value: number): string => String(value).padStart(2, "0");
  return {
    ...usualSchedule,
    pattern,
    time: `${two(hours?.[0] ?? 3)}:${two(minutes?.[0] ?? 0)}`,
    weekdays: weekdays ?? usualSchedule.weekdays,
    day: daysOfMonth?.[0] ?? 1,
    month: months?.[0] ?? 1,
  };
}
