import { computed, onUnmounted, ref, watch, type Ref } from "vue";
import type { ItemPageInput } from "../../../preload/contract.ts";
import { invoke } from "../../bridge.ts";
import type { RowRange } from "../../row-window.ts";
import { useRowWindow } from "../../use-row-window.ts";
import { createItemPages } from "./item-pages.ts";

export interface ItemListInput {
  readonly scroller: Readonly<Ref<HTMLElement | null>>;
  /** Which items, in which order. Another answer begins another list. */
  readonly wanted: () => Omit<ItemPageInput, "after" | "skip" | "limit">;
  /** Another number means that the rows may have changed. */
  readonly edition: () => number;
  readonly rowHeight: () => number;
  /** Pixels that stay in place at the top of the scroller. */
  readonly header: number;
  /** Called with the number of all rows whenever some have come. */
  readonly onTotal: (items: number) => void;
  /** Called when another list begins. */
  readonly onBegin: () => void;
}

/** In shorter lists any place is found at once. */
const longList = 20_000;
/** Milliseconds after which nobody types any more. */
const restMs = 500;

/** The rows of a list of items that are to be drawn, read as they come into sight. */
export function useItemList(input: ItemListInput) {
  /** Grows with every page that has come. */
  const version = ref(0);
  /** Null until the first rows are here. */
  const total = ref<number | null>(null);
  const failure = ref<unknown>(null);
  /** True until the first rows of what was asked for last are here; those before it stay in sight. */
  const busy = ref(true);
  let latest = open(false);
  let pages = latest;

  const rowWindow = useRowWindow(input.scroller, {
    // One row stands for the first answer, so that there is something to ask for.
    rows: () => total.value ?? 1,
    rowHeight: input.rowHeight,
    header: input.header,
    onRange: ({ first, end }) => {
      pages.want(first, end);
    },
  });
  const { drawn, inSight, toStart } = rowWindow;

  function open(fromStart: boolean) {
    const asked = input.wanted();
    let prepared = false;
    const mine = createItemPages({
      // About what is drawn at once: who jumps far waits for no more than that.
      size: 50,
      keep: 80,
      load: (range) => invoke("items.page", { ...asked, ...range }),
      onChange: () => {
        failure.value = mine.failure();
        // The same list read again takes the place of the one before as a whole, and not at all where it cannot be read.
        const again = mine !== pages && !fromStart && total.value !== null;
        if (again && failure.value !== null) busy.value = false;
        if (again && !mine.complete()) return;
        if (mine !== pages) show(mine, fromStart);
        if (!prepared) prepareFor(asked, mine.total() ?? 0);
        prepared = true;
        busy.value = false;
        version.value += 1;
        total.value = mine.total();
        if (total.value !== null) input.onTotal(total.value);
      },
    });
    return mine;
  }

  /**
   * The way to any place of a long list has to be found once. Whoever stays long enough to take hold of the scroll bar
   * does not have to wait for it then.
   */
  let preparing: ReturnType<typeof setTimeout> | undefined;
  function prepareFor(
    asked: ReturnType<typeof input.wanted>,
    items: number,
  ): void {
    clearTimeout(preparing);
    if (items < longList) return;
    preparing = setTimeout(() => {
      // What fails here fails again where somebody sees it.
      invoke("items.page", { ...asked, skip: items - 1, limit: 1 }).catch(
        () => undefined,
      );
    }, restMs);
  }

  /** Puts the rows that have come in the place of those before. */
  function show(fresh: typeof latest, fromStart: boolean): void {
    pages.close();
    pages = fresh;
    if (fromStart) {
      input.onBegin();
      toStart();
    }
    const { first, end } = drawn.value;
    fresh.want(first, Math.max(end, 1));
  }

  /** Whether what was asked for last is another list than the one that is shown. */
  let another = false;
  function restart(wantsAnother: boolean): void {
    if (latest !== pages) latest.close();
    else another = false;
    another ||= wantsAnother;
    latest = open(another);
    busy.value = true;
    const { first, end } = inSight();
    latest.want(another ? 0 : first, another ? 1 : Math.max(end, 1));
  }

  watch(
    () => JSON.stringify(input.wanted()),
    () => {
      restart(true);
    },
  );
  watch(input.edition, () => {
    restart(false);
  });
  onUnmounted(() => {
    clearTimeout(preparing);
    latest.close();
    pages.close();
  });

  function linesOf({ first, end }: RowRange, _version: number) {
    return Array.from({ length: end - first }, (_, place) => ({
      index: first + place,
      // The same elements are used again and again while rows pass by.
      key: (first + place) % Math.max(1, end - first),
      item: pages.row(first + place),
    }));
  }

  return {
    ...rowWindow,
    total,
    failure,
    busy,
    rows: computed(() => linesOf(drawn.value, version.value)),
    rowAt: (index: number) => pages.row(index),
    retry: () => {
      latest.retry();
    },
  };
}
