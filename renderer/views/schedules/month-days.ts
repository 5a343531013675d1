export interface MonthDay {
  readonly number: number;
  /** `2026-3-1`: year, month and day without padding. */
  readonly key: string;
}

/**
 * The weeks of a month from Monday to Sunday; null where a day belongs to another month.
 * @param month 1 is January
 */
export function monthDays(
  year: number,
  month: number,
): readonly (readonly (MonthDay | null)[])[] {
  const before = (new Date(Date.UTC(year, month - 1, 1)).getUTCDay() + 6) % 7;
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const weeks = Math.ceil((before + days) / 7);
  return Array.from({ length: weeks }, (_week, row) =>
    Array.from({ length: 7 }, (_day, column) => {
      const number = row * 7 + column - before + 1;
      return number < 1 || number > days
        ? null
        : { number, key: `${year}-${month}-${number}` };
    }),
  );
}
