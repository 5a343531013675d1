/**
 * Puts the focus where a control was that has removed itself, so that whoever works by keyboard goes on from there and
 * not from the top of the page. To be called when the page has changed.
 * @param rest controls of the same kind that are left, in their order
 * @param place how many of them stood before the one that is gone
 * @param otherwise what has the focus when none is left
 */
export function focusInstead(
  rest: ArrayLike<HTMLElement>,
  place: number,
  otherwise?: { focus(): void } | null,
): void {
  // Who has gone elsewhere meanwhile stays there.
  const now = document.activeElement;
  if (now !== null && now !== document.body) return;
  const next = rest[Math.min(place, rest.length - 1)] ?? otherwise;
  next?.focus();
}
