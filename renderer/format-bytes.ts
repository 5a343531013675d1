const units = [
  "byte",
  "kilobyte",
  "megabyte",
  "gigabyte",
  "terabyte",
  "petabyte",
] as const;

/** A size as people write it, in steps of a thousand: `1.2 GB`. */
export function formatBytes(bytes: number, locale: string): string {
  const step = bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3);
  const unit = units[Math.min(step, units.length - 1)] ?? "byte";
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit,
    // The short form of a byte has no plural.
    unitDisplay: unit === "byte" ? "long" : "short",
    maximumSignificantDigits: 3,
  }).format(bytes / 1000 ** units.indexOf(unit));
}
