import type { ItemRecord } from "../core/item-record.ts";

/** A thread that reads, too. */
export interface ReadingThread {
  /** Pages it has not answered yet; null while it does something that may take long. */
  pagesAhead(): number | null;
  read(ids: readonly number[]): Promise<readonly ItemRecord[]>;
}

interface Page {
  readonly ids: readonly number[];
  readonly resolve: (records: readonly ItemRecord[]) => void;
  readonly reject: (error: unknown) => void;
}

/** Fewer items are read sooner than handed over. */
const fewItems = 20;
/** A thread has the next pages at hand while its answers to the last ones are sent. */
const mostAhead = 6;

/**
 * Reads pages of items on threads that are free, so that this one has time for what else is asked, and little to clear
 * away: it has much in memory, and nothing is answered while it looks through all of that. What they do not get done is
 * read on this thread.
 * @param inline reads on this thread
 * @param isLarge whether the catalog is; in a small one there is nothing to be won
 */
export function createSharedReading(
  inline: (ids: readonly number[]) => readonly ItemRecord[],
  threads: readonly ReadingThread[],
  isLarge: () => boolean,
): (ids: readonly number[]) => Promise<readonly ItemRecord[]> {
  const waiting: Page[] = [];
  let awake = false;

  const here = ({ ids, resolve, reject }: Page): void => {
    try {
      resolve(inline(ids));
    } catch (error) {
      reject(error);
    }
  };

  /** The free thread with the least to do. */
  function free(): ReadingThread | null {
    let found: ReadingThread | null = null;
    let least = mostAhead;
    for (const thread of threads) {
      const ahead = thread.pagesAhead() ?? mostAhead;
      if (ahead < least) [found, least] = [thread, ahead];
    }
    return found;
  }

  /** Hands over what others can do, reads one page of what is left, and lets others have their turn. */
  function work(): void {
    while (waiting.length > 0) {
      const thread = free();
      const page = thread === null ? undefined : waiting.shift();
      if (thread === null || page === undefined) break;
      thread.read(page.ids).then(page.resolve, () => {
        // A thread may end; the page can be read all the same.
        here(page);
      });
    }
    const page = waiting.shift();
    if (page !== undefined) here(page);
    awake = waiting.length > 0;
    if (awake) setImmediate(work);
  }

  return async (ids) => {
    if (ids.length < fewItems || !isLarge()) return inline(ids);
    return new Promise((resolve, reject) => {
      waiting.push({ ids, resolve, reject });
      // What comes in the same turn of the event loop is looked at together.
      if (!awake) setImmediate(work);
      awake = true;
    });
  };
}
