import { computed } from "vue";
import { useI18n } from "vue-i18n";
import { formatBytes } from "./format-bytes.ts";

const steps = [
  { unit: "hour", seconds: 3600 },
  { unit: "minute", seconds: 60 },
  { unit: "second", seconds: 1 },
] as const;

/** The reader's own kind of a language where the browser tells one: `en-GB` for `en`. */
function regionOf(language: string): string {
  return (
    navigator.languages.find((tag) => tag.split("-")[0] === language) ??
    language
  );
}

/** Numbers, sizes, times and shares as the chosen language writes them. */
export function useFormats() {
  const { locale: language } = useI18n({ useScope: "global" });
  const locale = computed(() => regionOf(language.value));
  const numbers = computed(() => new Intl.NumberFormat(locale.value));
  const shares = computed(
    () =>
      new Intl.NumberFormat(locale.value, {
        style: "percent",
        maximumFractionDigits: 0,
      }),
  );
  const moments = computed(
    () =>
      new Intl.DateTimeFormat(locale.value, {
        dateStyle: "medium",
        timeStyle: "short",
      }),
  );
  const exactMoments = computed(
    () =>
      new Intl.DateTimeFormat(locale.value, {
        dateStyle: "medium",
        timeStyle: "medium",
      }),
  );
  const days = computed(
    () => new Intl.DateTimeFormat(locale.value, { dateStyle: "medium" }),
  );

  function duration(seconds: number): string {
    const whole = Math.max(1, Math.round(seconds));
    const step = steps.find((one) => whole >= one.seconds) ?? steps[2];
    return new Intl.NumberFormat(locale.value, {
      style: "unit",
      unit: step.unit,
      unitDisplay: "long",
      maximumFractionDigits: step.unit === "hour" ? 1 : 0,
    }).format(whole / step.seconds);
  }

  /** A day and a time there, with the name of the day. */
  const momentIn = (at: number, timeZone: string): string =>
    new Intl.DateTimeFormat(locale.value, {
      weekday: "short",
      day: "numeric",
      month: "short",
      year: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      timeZone,
    }).format(at);

  /** How far away a time is, roughly: `in 3 days`, `2 hours ago`. */
  function distance(at: number, from: number): string {
    const seconds = (at - from) / 1000;
    const words = new Intl.RelativeTimeFormat(locale.value, {
      numeric: "auto",
    });
    const size = Math.abs(seconds);
    if (size < 3600) return words.format(Math.round(seconds / 60), "minute");
    if (size < 36 * 3600)
      return words.format(Math.round(seconds / 3600), "hour");
    return words.format(Math.round(seconds / 86_400), "day");
  }

  return {
    momentIn,
    distance,
    /** `one, two and three` */
    list: (parts: readonly string[]): string =>
      new Intl.ListFormat(locale.value, { type: "conjunction" }).format(parts),
    /** @param day 0 is Monday */
    weekday: (day: number, width: "long" | "short" = "long"): string =>
      new Intl.DateTimeFormat(locale.value, {
        weekday: width,
        timeZone: "UTC",
      }).format(Date.UTC(2024, 0, 1 + day)),
    /** @param month 1 is January */
    month: (month: number): string =>
      new Intl.DateTimeFormat(locale.value, {
        month: "long",
        timeZone: "UTC",
      }).format(Date.UTC(2024, month - 1, 1)),
    monthOf: (year: number, month: number): string =>
      new Intl.DateTimeFormat(locale.value, {
        month: "long",
        year: "numeric",
        timeZone: "UTC",
      }).format(Date.UTC(year, month - 1, 1)),
    number: (value: number): string => numbers.value.format(value),
    bytes: (value: number): string => formatBytes(value, locale.value),
    /** @param share from 0 to 1; never shown as done before it is */
    percent: (share: number): string =>
      shares.value.format(Math.min(1, Math.floor(share * 100) / 100)),
    /** @param at milliseconds since 1970 */
    moment: (at: number): string => moments.value.format(at),
    /** The same with its seconds. @param at milliseconds since 1970 */
    exact: (at: number): string => exactMoments.value.format(at),
    /** @param at milliseconds since 1970 */
    day: (at: number): string => days.value.format(at),
    /** One rounded figure: `12 seconds`, `3 minutes`, `1.5 hours`. */
    duration,
  };
}
