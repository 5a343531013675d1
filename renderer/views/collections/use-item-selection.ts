import { computed, ref, shallowRef } from "vue";
import {
  isSelected,
  mostSelected,
  nothingSelected,
  selectedCount,
  toggled,
  withItems,
  type ItemSelection,
} from "./item-selection.ts";

export interface ItemSelectionInput {
  /** Number of items in the list; null while it is unknown. */
  readonly total: () => number | null;
  /** Ids of a stretch of the list. */
  readonly idsOf: (skip: number, limit: number) => Promise<readonly number[]>;
}

export type ItemSelecting = ReturnType<typeof useItemSelection>;

/** The selection of a list: changed row by row, from one row to another, or as a whole. */
export function useItemSelection({ total, idsOf }: ItemSelectionInput) {
  const selection = shallowRef<ItemSelection>(nothingSelected);
  const failure = ref<unknown>(null);
  /** True after somebody wanted more than can be told one by one. */
  const tooMany = ref(false);
  /** What was selected before a range was drawn from the anchor, so that a smaller one gives back what it took. */
  let before = nothingSelected;
  let anchor = 0;
  let asked = 0;

  const count = computed(() => selectedCount(selection.value, total() ?? 0));

  function set(next: ItemSelection): void {
    asked += 1;
    tooMany.value = next.kind === "some" && next.ids.size > mostSelected;
    if (!tooMany.value) selection.value = next;
    failure.value = null;
  }

  return {
    selection,
    count,
    failure,
    tooMany,
    has: (id: number): boolean => isSelected(selection.value, id),
    /** Where a range begins. */
    setAnchor(index: number): void {
      anchor = index;
      before = selection.value;
    },
    toggle(index: number, id: number): void {
      set(toggled(selection.value, id));
      anchor = index;
      before = selection.value;
    },
    /** Selects from the anchor to a row, both taken along. */
    async extendTo(index: number): Promise<void> {
      const first = Math.min(anchor, index);
      const size = Math.abs(anchor - index) + 1;
      if (size > mostSelected) {
        tooMany.value = true;
        return;
      }
      asked += 1;
      const mine = asked;
      try {
        const ids = await idsOf(first, size);
        if (mine === asked) set(withItems(before, ids));
      } catch (error) {
        if (mine === asked) failure.value = error;
      }
    },
    /** An item is no longer there: nothing is done with it any more. */
    forget(id: number): void {
      const { value } = selection;
      const told = value.kind === "some" ? value.ids : value.except;
      if (told.has(id)) set(toggled(value, id));
      before = selection.value;
    },
    all(): void {
      set({ kind: "all", except: new Set() });
      before = selection.value;
    },
    clear(): void {
      set(nothingSelected);
      before = selection.value;
    },
  };
}
