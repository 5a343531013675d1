/** Of each dialog that is open, by the id of its heading: where the focus can go when it closes. */
const ways = new Map<string, readonly HTMLElement[]>();

/**
 * Where the focus can go back to from a dialog that is being opened: what has the focus now, and where that will be gone
 * by then, what it was opened from. A line of a menu is gone with its menu, whose button stays; a button of a dialog
 * goes with it.
 */
function wayBack(
  from: Element | null = document.activeElement,
): readonly HTMLElement[] {
  if (!(from instanceof HTMLElement) || from === document.body) return [];
  const menu = from.closest(".v-menu");
  if (menu !== null) {
    const opener = document.querySelector(
      `[aria-controls="${CSS.escape(menu.id)}"]`,
    );
    return [from, ...wayBack(opener)];
  }
  const dialog = from.closest("[role=dialog]")?.getAttribute("aria-labelledby");
  return [from, ...(ways.get(dialog ?? "") ?? [])];
}

/**
 * Remembers where the focus is when a dialog opens, for when it closes and for dialogs that are opened from it.
 * @param heading id of its heading
 */
export function leave(heading: string): void {
  ways.set(heading, wayBack());
}

/** Whether something can be seen and is not about to go with what it stands in. */
const stays = (element: HTMLElement): boolean =>
  element.isConnected &&
  element.checkVisibility() &&
  (element.closest(".v-overlay") === null ||
    element.closest(".v-overlay--active") !== null);

/**
 * Goes back from a dialog that is closing. Where nothing of the way is left, whoever works by keyboard goes on at the
 * heading of the page and not before all of it.
 * @param heading id of its heading
 */
export function goBack(heading: string): void {
  const way = ways.get(heading) ?? [];
  ways.delete(heading);
  const open = document.querySelector("[role=dialog].v-overlay--active");
  // Another dialog has come in its place, and has the focus.
  if (open !== null && !way.some((element) => open.contains(element))) return;
  const place =
    way.find(stays) ?? document.querySelector<HTMLElement>("main h1");
  place?.focus();
}
