import { useI18n } from "vue-i18n";
import {
  standardTime,
  weekdays as dayNames,
  type Schedule,
} from "../main/domain/schedule.ts";
import { useFormats } from "./use-formats.ts";

/** More times of day than this are not told one by one. */
const mostTimes = 4;

/** Says when something is to happen, in the chosen language. */
export function useScheduleWords() {
  const { t } = useI18n({ useScope: "global" });
  const formats = useFormats();
  const two = (value: number): string => String(value).padStart(2, "0");

  function timesOf(schedule: Extract<Schedule, { kind: "times" }>): string {
    const hours = schedule.hours ?? [standardTime.hour];
    const minutes = schedule.minutes ?? [
      schedule.hours === null ? standardTime.minute : 0,
    ];
    const times = hours.flatMap((hour) =>
      minutes.map((minute) => `${two(hour)}:${two(minute)}`),
    );
    return times.length > mostTimes
      ? t("schedule.times", { n: formats.number(times.length) }, times.length)
      : formats.list(times);
  }

  /** One sentence without its full stop. */
  return (schedule: Schedule): string => {
    if (schedule.kind === "cron")
      return t("schedule.words.cron", { expression: schedule.expression });
    const times = timesOf(schedule);
    const week = formats.list(
      (schedule.weekdays ?? []).map((day) =>
        formats.weekday(dayNames.indexOf(day)),
      ),
    );
    const days = formats.list((schedule.daysOfMonth ?? []).map(String));
    const months = formats.list((schedule.months ?? []).map(formats.month));
    const key = `${schedule.weekdays === null ? "" : "w"}${schedule.daysOfMonth === null ? "" : "d"}${schedule.months === null ? "" : "m"}`;
    return t(`schedule.words.${key === "" ? "daily" : key}`, {
      week,
      days,
      months,
      times,
    });
  };
}
