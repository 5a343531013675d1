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

  return {
    number: (value: number): string => numbers.value.format(value),
    bytes: (value: number): string => formatBytes(value, locale.value),
    /** @param share from 0 to 1; never shown as done before it is */
    percent: (share: number): string =>
      shares.value.format(Math.min(1, Math.floor(share * 100) / 100)),
    /** @param at milliseconds since 1970 */
    moment: (at: number): string => moments.value.format(at),
    /** @param at milliseconds since 1970 */
    day: (at: number): string => days.value.format(at),
    /** One rounded figure: `12 seconds`, `3 minutes`, `1.5 hours`. */
    duration,
  };
}
