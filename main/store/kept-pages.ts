import type { ItemRecord } from "../core/item-record.ts";
import type { Remembered } from "./remembered.ts";

type ReadPage = (ids: readonly number[]) => Promise<readonly ItemRecord[]>;

/** Pages of items that are kept; each may take half a megabyte. */
const keptPages = 16;
/** Pages of which it is known that they have been asked for, by their ids. */
const seenPages = 64;

/**
 * Keeps pages that are asked for again for as long as nothing changes: first pages are what most clients ask for. One
 * that is asked for once is not kept: what lives longer than its answer is cleared away by looking through all there is in
 * memory, and nothing is answered meanwhile.
 */
export function keepPages(
  remembered: Pick<Remembered, "by">,
  read: ReadPage,
): ReadPage {
  const kept = remembered.by(
    (ids: string) => read(ids.split(",").map(Number)),
    keptPages,
  );
  const seen = new Set<number>();
  return (ids) => {
    if (ids.length <= 1) return read(ids);
    const digest = digestOf(ids);
    if (seen.has(digest)) return kept(ids.join());
    // The oldest goes.
    for (const oldest of seen) {
      if (seen.size < seenPages) break;
      seen.delete(oldest);
    }
    seen.add(digest);
    return read(ids);
  };
}

/** Two pages with the same one are kept a little too early, which does no harm. */
function digestOf(ids: readonly number[]): number {
  let digest = ids.length;
  for (const id of ids) digest = (Math.imul(digest, 31) + id) >>> 0;
  return digest;
}
