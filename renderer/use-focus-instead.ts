import { nextTick, watch } from "vue";
import { focusInstead } from "./focus-instead.ts";

/**
 * Keeps the focus in a part of the page when a change takes away what had it: one button comes in the place of another,
 * or the whole content does.
 * @param box what the focus stays in
 * @param changes what the content depends on
 * @param instead selector of what is to have the focus where the change took it away; the first in the box does
 */
export function useFocusInstead(
  box: () => HTMLElement | null | undefined,
  changes: () => unknown,
  instead: string,
): void {
  // This is called before the page is drawn anew, while the old still has the focus.
  watch(changes, () => {
    if (box()?.contains(document.activeElement) !== true) return;
    void nextTick(() => {
      focusInstead(box()?.querySelectorAll<HTMLElement>(instead) ?? [], 0);
    });
  });
}
