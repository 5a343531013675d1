import type { ItemPage, ItemRow } from "../../../preload/contract.ts";

export interface ItemPagesOptions {
  /** Rows per page. */
  readonly size: number;
  /** Pages kept; the ones not seen for longest go first. */
  readonly keep: number;
  /** Reads `limit` rows from `after` on, passing over `skip`. */
  load(range: {
    readonly after?: string;
    readonly skip?: number;
    readonly limit: number;
  }): Promise<ItemPage>;
  /** Called after every page that has come, and after a failure. */
  onChange(): void;
}

/** Requests under way at the same time: more would only queue up behind each other. */
const parallel = 2;
/** So many pages are passed over one by one at most. */
const nearPages = 4;

/**
 * The rows of one list, read page by page as they come into sight. Each page that was read tells where the next one
 * starts; a page in the middle of nowhere is found from the nearest known start before it.
 */
export function createItemPages(options: ItemPagesOptions) {
  const { size, keep } = options;
  const pages = new Map<number, readonly ItemRow[]>();
  const starts = new Map<number, string>();
  const underWay = new Set<number>();
  let wanted: readonly number[] = [];
  let total: number | null = null;
  let failure: unknown = null;
  let closed = false;

  /**
   * The nearest page before or at `page` whose start is known; the very first needs none, and from there the application
   * knows the way to any place, so that nothing is passed over one by one for long.
   */
  function nearestStart(page: number): number {
    for (let near = page; near > page - nearPages && near > 0; near -= 1)
      if (starts.has(near)) return near;
    return 0;
  }

  async function read(page: number): Promise<void> {
    underWay.add(page);
    const from = nearestStart(page);
    const after = starts.get(from);
    const skip = (page - from) * size;
    try {
      const answer = await options.load({
        ...(after === undefined ? {} : { after }),
        ...(skip === 0 ? {} : { skip }),
        limit: size,
      });
      total = answer.total;
      pages.delete(page);
      pages.set(page, answer.items);
      if (answer.next !== null) starts.set(page + 1, answer.next);
      failure = null;
      forget();
    } catch (error) {
      failure = error;
    }
    underWay.delete(page);
    if (closed) return;
    options.onChange();
    if (failure === null) proceed();
  }

  function forget(): void {
    for (const page of pages.keys()) {
      if (pages.size <= keep) return;
      if (!wanted.includes(page)) pages.delete(page);
    }
  }

  function proceed(): void {
    for (const page of wanted) {
      if (underWay.size >= parallel) return;
      if (!pages.has(page) && !underWay.has(page)) void read(page);
    }
  }

  return {
    /** Number of all rows; null until the first page has come. */
    total: (): number | null => total,
    /** What the last request ran into; null when it came. */
    failure: (): unknown => failure,
    /** Whether everything is here that was said to be in sight. */
    complete: (): boolean => wanted.every((page) => pages.has(page)),
    /** A row, or undefined while it is not here. */
    row: (index: number): ItemRow | undefined =>
      pages.get(Math.floor(index / size))?.[index % size],
    /** Pages held at present. */
    held: (): number => pages.size,

    /** Says which rows are in sight (`end` not included). What is missing is read, what was asked before is forgotten. */
    want(first: number, end: number): void {
      const last = total === null ? end : Math.min(end, Math.max(1, total));
      const list: number[] = [];
      for (
        let page = Math.floor(first / size);
        page * size < Math.max(1, last);
        page += 1
      ) {
        list.push(page);
        const rows = pages.get(page);
        if (rows === undefined) continue;
        // Moves to the end of the map: seen last.
        pages.delete(page);
        pages.set(page, rows);
      }
      wanted = list;
      proceed();
    },

    /** Asks again for what failed. */
    retry(): void {
      failure = null;
      proceed();
    },

    /** What still comes is not told any more. */
    close(): void {
      closed = true;
      wanted = [];
    },
  };
}
