import type { Item } from "../../domain/catalog.ts";
import { fieldName } from "../../domain/metadata.ts";
import type { Problem } from "../../domain/run.ts";
import type { FormatContext, PlannedItem } from "../format.ts";
import { inOneLine } from "../omitted-files.ts";

/** What a JSON package does not hold of an item: hardly anything but what belongs to the server it leaves for another. */
export function jsonLosses(
  item: Item,
  planned: PlannedItem,
  { root, options }: Pick<FormatContext, "root" | "options">,
): Problem[] {
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
  const dotted = item.metadata.find(({ schema, element, qualifier }) =>
    [schema, element, qualifier].some((part) => part?.includes(".") === true),
  );
  if (dotted !== undefined)
    losses.push({
      severity: "warning",
      code: "field.ambiguous",
      object,
      message: inOneLine(
        `The name of the field ${fieldName(dotted)} has parts with dots in them.`,
      ),
      action: "Its values are packed, but the import passes over them.",
    });
  if (!options.migrate) return losses;
  if (item.relationships.length > 0)
    lose(
      "relationship.left-out",
      `The item has ${String(item.relationships.length)} ${item.relationships.length === 1 ? "relationship" : "relationships"}, which a package for another server does not hold.`,
    );
  if (item.version !== undefined)
    lose(
      "version.left-out",
      `The item is version ${String(item.version.number)} of a work, which a package for another server does not say.`,
    );
  return losses;
}
