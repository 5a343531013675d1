/** What the date of an export in a path means. */
export type ExportDate =
  | { readonly kind: "second"; readonly second: number }
  /** A wall clock in a zone that only its abbreviation names: `YYYY-MM-DDTHH:MM:SS` */
  | { readonly kind: "wall-clock"; readonly text: string };

const months = [
  "Jan",
  "Feb",
  "Mar",
  "Apr",
  "May",
  "Jun",
  "Jul",
  "Aug",
  "Sep",
  "Oct",
  "Nov",
  "Dec",
];

const iso =
  /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:\.\d{1,9})?(?:(Z)|([+-]\d\d):?(\d\d)?| (\d\d)(\d\d))?$/i;
/** Java's Date.toString(), its blanks perhaps turned into T. Names come first: some of them contain that letter. */
const java =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[T ](Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[T ](\d\d?)[T ](\d\d):(\d\d):(\d\d)[T ](GMT[+-]\d\d:?\d\d|[A-Za-z]+)[T ](\d{4})$/;

/**
 * Reads the date of an export as any client may spell it (dspace.md section 17.1).
 * @param text percent-decoded
 * @returns null when it is no date
 */
export function readExportDate(text: string): ExportDate | null {
  if (/^\d{9,11}$/.test(text)) return { kind: "second", second: Number(text) };
  if (/^\d{12,14}$/.test(text))
    return { kind: "second", second: Math.floor(Number(text) / 1000) };

  const isoMatch = iso.exec(text);
  if (isoMatch !== null) {
    const [, year, month, day, hour, minute, second, , hours, minutes] =
      isoMatch;
    // A `+` that some client lost stands as a blank.
    const [lostHours, lostMinutes] = [isoMatch[10], isoMatch[11]];
    return at(
      [year, month, day, hour, minute, second],
      hours !== undefined
        ? offset(hours, minutes)
        : lostHours !== undefined
          ? offset(`+${lostHours}`, lostMinutes)
          : 0,
    );
  }

  const javaMatch = java.exec(text);
  if (javaMatch !== null) {
    const [, month = "", day = "", hour, minute, second, zone = "", year] =
      javaMatch;
    const parts = [
      year,
      String(months.indexOf(month) + 1).padStart(2, "0"),
      day.padStart(2, "0"),
      hour,
      minute,
      second,
    ];
    const numeric = /^GMT([+-]\d\d):?(\d\d)$/.exec(zone);
    if (numeric?.[1] !== undefined)
      return at(parts, offset(numeric[1], numeric[2]));
    if (/^(?:UTC|GMT|Z)$/i.test(zone)) return at(parts, 0);
    const found = at(parts, 0);
    return found === null
      ? null
      : { kind: "wall-clock", text: wallClock(found.second, "utc") };
  }
  return null;
}

/** `YYYY-MM-DDTHH:MM:SS` of a second, in UTC or in the zone of this machine. */
export function wallClock(second: number, zone: "utc" | "local"): string {
  const date = new Date(second * 1000);
  if (zone === "utc") return date.toISOString().slice(0, 19);
  const two = (number: number) => String(number).padStart(2, "0");
  return (
    `${String(date.getFullYear()).padStart(4, "0")}-${two(date.getMonth() + 1)}-${two(date.getDate())}` +
    `T${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
  );
}

/** The date of an export in JSON: `2018-09-10T09:37:24.000+0000`. */
export function jsonDate(second: number): string {
  return `${wallClock(second, "utc")}.000+0000`;
}

/** The date of an export in links: `2018-09-10T09:37:24.0`. */
export function linkDate(second: number): string {
  return `${wallClock(second, "utc")}.0`;
}

/** Seconds by which a zone is ahead of UTC; null where none can be: Java knows none beyond 18 hours. */
function offset(hours: string, minutes: string | undefined): number | null {
  const sign = hours.startsWith("-") ? -1 : 1;
  const more = Number(minutes ?? "0");
  const seconds = Math.abs(Number(hours)) * 3600 + more * 60;
  return more > 59 || seconds > 18 * 3600 ? null : sign * seconds;
}

function at(
  parts: readonly (string | undefined)[],
  ahead: number | null,
): { kind: "second"; second: number } | null {
  const [year, month, day, hour, minute, second] = parts.map(Number);
  if (
    year === undefined ||
    month === undefined ||
    day === undefined ||
    hour === undefined ||
    minute === undefined ||
    second === undefined ||
    ahead === null
  )
    return null;
  const time = Date.UTC(year, month - 1, day, hour, minute, second);
  const date = new Date(time);
  const real =
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day &&
    hour < 24 &&
    minute < 60 &&
    second < 60;
  return real ? { kind: "second", second: time / 1000 - ahead } : null;
}
