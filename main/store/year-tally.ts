import type { FacetAsked, FacetValue } from "../core/facets.ts";

/** In steps of a gap, years are no more than so many. */
const mostRanges = 10;

/** A range of years, both ends of it included. */
interface YearRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Years as DSpace groups them: one by one where they lie near together, else in tens, hundreds or thousands; the newest
 * first, and nothing beyond the oldest and the newest there is. A newest year that begins a group is with those before it.
 */
function yearRanges(oldest: number, newest: number): readonly YearRange[] {
  let gap = 1;
  while ((newest - oldest) / gap > mostRanges) gap *= 10;
  if (gap === 1)
    return Array.from({ length: newest - oldest + 1 }, (_, number) => ({
      from: newest - number,
      to: newest - number,
    }));
  const top = Math.ceil(newest / gap) * gap;
  const ranges: YearRange[] = [];
  for (let year = top; year > oldest; year -= gap)
    ranges.push({
      from: Math.max(oldest, year - gap),
      to: year === top ? newest : year - 1,
    });
  return ranges;
}

/** Counts in how many items each range of years is; the values of an item come one after the other. */
export function createYearTally({
  prefix,
  skip,
  limit,
}: Pick<FacetAsked, "prefix" | "skip" | "limit">) {
  /** Items that have one year only, which are nearly all. */
  const alone = new Map<number, number>();
  /** The years of the others. */
  const several: (readonly number[])[] = [];
  let last = 0;
  let years: number[] = [];

  const close = (): void => {
    const [year] = years;
    if (years.length > 1) several.push(years);
    else if (year !== undefined) alone.set(year, (alone.get(year) ?? 0) + 1);
    years = [];
  };

  return {
    labels: () => alone.size,
    add(item: number, value: string): void {
      if (item !== last) close();
      last = item;
      const [digits] = /^\d{4}/.exec(value) ?? [];
      if (digits !== undefined && !years.includes(Number(digits)))
        years.push(Number(digits));
    },
    /** Ranges that have items, as `1990 - 1999`, or a year alone. */
    result(): readonly FacetValue[] {
      close();
      const all = [...alone.keys(), ...several.flat()];
      if (all.length === 0) return [];
      let oldest = Infinity;
      let newest = 0;
      for (const year of all) {
        oldest = Math.min(oldest, year);
        newest = Math.max(newest, year);
      }
      return yearRanges(oldest, newest)
        .map(({ from, to }) => {
          const isIn = (year: number) => from <= year && year <= to;
          let count = several.filter((some) => some.some(isIn)).length;
          for (const [year, items] of alone) if (isIn(year)) count += items;
          const label = (year: number) => String(year).padStart(4, "0");
          return {
            label: from === to ? label(from) : `${label(from)} - ${label(to)}`,
            count,
          };
        })
        .filter(({ label, count }) => count > 0 && label.startsWith(prefix))
        .slice(skip, skip + limit);
    },
  };
}
