import type { Item } from "../../domain/catalog.ts";
import type { Problem } from "../../domain/run.ts";
import type { FormatContext, PlannedItem } from "../format.ts";
import { inOneLine } from "../omitted-files.ts";

/** What a JSON package does not hold of an item: only what belongs to the server it leaves, and only for migration. */
export function jsonLosses(
  item: Item,
  planned: PlannedItem,
  { root, options }: Pick<FormatContext, "root" | "options">,
): Problem[] {
  if (!options.migrate) return [];
  const object = inOneLine(planned.folder.slice(root.length + 1));
  const losses: Problem[] = [];
  const lose = (code: string, message: string) => {
    losses.push({
      severity: "warning",
      code,
      object,
      message,
      action: "It was left out.",
    });
  };
  if (item.relationships.length > 0)
    lose(
      "relationship.left-out",
      `The item has ${String(item.relationships.length)} relationships, which a package for another server does not hold.`,
    );
  if (item.version !== undefined)
    lose(
      "version.left-out",
      `The item is version ${String(item.version.number)} of a work, which a package for another server does not say.`,
    );
  return losses;
}
