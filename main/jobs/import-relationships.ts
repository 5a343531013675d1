import type { Report } from "../domain/run.ts";
import type { Catalog } from "../store/catalog.ts";

/**
 * Links imported items once all of them are in (saf.md section 20, `relationships`).
 * A target that cannot be found, or found more than once, is reported and left out.
 */
export function linkImportedItems(
  catalog: Catalog,
  sourceKey: string,
  report: Report,
): void {
  const { imports, objects } = catalog;
  const refuse = (object: string, message: string) => {
    report({
      severity: "warning",
      code: "relationship.left-out",
      object,
      message,
      action: "The relationship was left out.",
    });
  };

  const find = (target: string, object: string): number | null => {
    const folder = /^(?:folderName|rowName):(.*)$/.exec(target)?.[1];
    if (folder !== undefined) {
      const found = imports.find(sourceKey, folder);
      if (found === null)
        refuse(object, `There is no item ${folder} in this import.`);
      return found?.itemId ?? null;
    }
    const value = /^([^.:\s]+)\.([^.:\s]+)(?:\.([^.:\s]+))?:(.+)$/.exec(target);
    if (value !== null) {
      const [, schema = "", element = "", qualifier = "", text = ""] = value;
      const items = imports.itemsWith(schema, element, qualifier, text);
      if (items.length !== 1) {
        refuse(
          object,
          `${items.length === 0 ? "No item has" : "Several items have"} the value ${target}.`,
        );
        return null;
      }
      return items[0] ?? null;
    }
    const found = objects.find(target);
    if (found?.kind === "item") return found.id;
    refuse(object, `There is no item ${target}.`);
    return null;
  };

  for (const pending of imports.pending(sourceKey)) {
    const object = `item ${String(pending.itemId)}`;
    const other = find(pending.target, object);
    if (other === null) continue;
    if (other === pending.itemId) {
      refuse(object, "An item cannot be related to itself.");
      continue;
    }
    if (!imports.relate(pending.itemId, pending.type, other, pending)) {
      refuse(
        object,
        `No relationship ${pending.type} is defined between the types of the item and of ${pending.target}.`,
      );
    }
  }
  imports.forgetPending(sourceKey);
}
