import { nextTick } from "vue";
import { focusInstead } from "./focus-instead.ts";

/** Where the focus waits for the answer to what is tried again. */
let waiting: HTMLElement | null = null;

/** The heading of the part of the page that an element stands in; of the dialog, where it stands in one. */
function headingOver(element: HTMLElement): HTMLElement | null {
  for (
    let part = element.parentElement;
    part !== null;
    part = part.parentElement
  ) {
    const heading = [...part.querySelectorAll<HTMLElement>("h1, h2, h3, h4")]
      .filter(
        (one) =>
          one.compareDocumentPosition(element) &
            Node.DOCUMENT_POSITION_FOLLOWING && one.checkVisibility(),
      )
      .at(-1);
    if (heading !== undefined) return heading;
    if (part.getAttribute("role") === "dialog") break;
  }
  return null;
}

/**
 * Lets the focus wait at the heading over a button that is about to be gone while what it tries again is under way:
 * whoever works by keyboard would fall out of an open dialog otherwise.
 * @param button still in the page
 */
export function waitOver(button: HTMLElement): void {
  if (button !== document.activeElement) return;
  const heading = headingOver(button);
  void nextTick(() => {
    const place =
      heading?.isConnected === true
        ? heading
        : document.querySelector<HTMLElement>("main h1");
    if (place?.hasAttribute("tabindex") === false) place.tabIndex = -1;
    focusInstead([], 0, place);
    waiting = place;
  });
}

/**
 * Gives the focus to a button that is there again, because trying again has failed, if it has waited for that.
 * @param button in the page now
 */
export function comeBack(button: HTMLElement): void {
  if (waiting === null || document.activeElement !== waiting) return;
  if (headingOver(button) !== waiting) return;
  waiting = null;
  button.focus();
}
