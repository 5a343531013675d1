import type { Item } from "../../domain/catalog.ts";
import type { EasydbSettings } from "../../domain/easydb-settings.ts";
import type { FormatContext } from "../format.ts";

/** An item that another one leads to. */
export interface LinkedItem {
  readonly relationship: string;
  readonly item: Item;
  readonly linked: readonly LinkedItem[];
}

/** Items that are put into one item; more of them are nobody's, and would only cost. */
const most = 1000;

/** The items an item leads to that are to be put into it (easydb.md section 4.1: merge_linked_objects). */
export function linkedItems(
  item: Item,
  context: FormatContext,
  { linked: { take, depth } }: EasydbSettings,
): readonly LinkedItem[] {
  if (take === "none") return [];
  const seen = new Set([item.id]);
  const follow = (from: Item, steps: number): LinkedItem[] => {
    if (steps === 0 || seen.size > most) return [];
    const wanted = from.relationships.filter(
      ({ side, other }) =>
        (side === "left" || take !== "not_in_main_search") &&
        (take === "all" || context.folderOf(other.id) === null) &&
        !seen.has(other.id),
    );
    for (const { other } of wanted) seen.add(other.id);
    const found = new Map(
      context
        .load([...new Set(wanted.map(({ other }) => other.id))])
        .map((one) => [one.id, one]),
    );
    return wanted.flatMap(({ type, other }) => {
      const one = found.get(other.id);
      return one === undefined
        ? []
        : [{ relationship: type, item: one, linked: follow(one, steps - 1) }];
    });
  };
  return follow(item, depth);
}
