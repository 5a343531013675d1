/** Which items are selected: some, or all of the list but some. */
export type ItemSelection =
  | { readonly kind: "some"; readonly ids: ReadonlySet<number> }
  | { readonly kind: "all"; readonly except: ReadonlySet<number> };

export const nothingSelected: ItemSelection = { kind: "some", ids: new Set() };

/** So many can be told one by one; who wants more takes all of the list. */
export const mostSelected = 10_000;

export function isSelected(selection: ItemSelection, id: number): boolean {
  return selection.kind === "some"
    ? selection.ids.has(id)
    : !selection.except.has(id);
}

/** @param total number of items in the list */
export function selectedCount(selection: ItemSelection, total: number): number {
  return selection.kind === "some"
    ? selection.ids.size
    : Math.max(0, total - selection.except.size);
}

/** The selection with an item taken in, or out where it was in. */
export function toggled(selection: ItemSelection, id: number): ItemSelection {
  const told = new Set(
    selection.kind === "some" ? selection.ids : selection.except,
  );
  if (!told.delete(id)) told.add(id);
  return selection.kind === "some"
    ? { kind: "some", ids: told }
    : { kind: "all", except: told };
}

/** The selection with more items. */
export function withItems(
  selection: ItemSelection,
  ids: readonly number[],
): ItemSelection {
  if (selection.kind === "some")
    return { kind: "some", ids: new Set([...selection.ids, ...ids]) };
  const except = new Set(selection.except);
  for (const id of ids) except.delete(id);
  return { kind: "all", except };
}
