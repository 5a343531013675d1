const earliest = Date.UTC(1980, 0, 1);
const latest = Date.UTC(2107, 11, 31, 23, 59, 58);

let lastMilliseconds = earliest;
let lastValue = encode(earliest);

function encode(milliseconds: number): number {
  const date = new Date(milliseconds);
  const day =
    ((date.getUTCFullYear() - 1980) << 9) |
    ((date.getUTCMonth() + 1) << 5) |
    date.getUTCDate();
  const time =
    (date.getUTCHours() << 11) |
    (date.getUTCMinutes() << 5) |
    (date.getUTCSeconds() >> 1);
  return ((day << 16) | time) >>> 0;
}

/**
 * Time stamp of a ZIP record (date in the upper, time in the lower 16 bits), in UTC so that it depends on nothing but
 * its argument. Times ZIP cannot express become the nearest it can: 1980-01-01 to 2107-12-31T23:59:58.
 * @param milliseconds since 1970-01-01T00:00:00Z
 */
export function dosTime(milliseconds: number): number {
  if (milliseconds === lastMilliseconds) return lastValue;
  // Entries of one item share their time stamp: remembering the last one saves nearly every calculation.
  lastMilliseconds = milliseconds;
  lastValue = encode(
    milliseconds >= earliest ? Math.min(milliseconds, latest) : earliest,
  );
  return lastValue;
}
