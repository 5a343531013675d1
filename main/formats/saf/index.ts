import type { Format } from "../format.ts";
import { closingEntries } from "./closing-entries.ts";
import { itemEntries } from "./item-entries.ts";
import { nameFiles } from "./names.ts";
import { safRules } from "./rules.ts";

/** DSpace Simple Archive Format (saf.md sections 20 to 23). */
export const saf: Format = {
  id: "saf",
  title: "DSpace Simple Archive Format",
  rules: safRules,
  itemFile: "dublin_core.xml",
  plansWithMetadata: false,
  planItem(item, position, context) {
    const number = position - 1 + (context.options.firstNumber ?? 1);
    const revision =
      item.version?.replacedBy == null
        ? ""
        : `-rev${String(item.version.number)}`;
    const folder = `${context.root}/item_${String(number).padStart(5, "0")}${revision}`;
    const files = context.options.bitstreams
      ? nameFiles(item.bundles).map(({ name, bitstream }) => ({
          path: `${folder}/${name}`,
          bitstream,
        }))
      : [];
    return {
      folder,
      files,
      made: ["dublin_core.xml", "contents", "collections"].map(
        (name) => `${folder}/${name}`,
      ),
    };
  },
  itemEntries,
  closingEntries,
};
