import { layOutFlat } from "../flat-layout.ts";
import type { Format } from "../format.ts";
import { closingEntries } from "./closing-entries.ts";
import { itemEntries } from "./item-entries.ts";
import { safRules } from "./rules.ts";

/** DSpace Simple Archive Format (saf.md sections 20 to 23). */
export const saf: Format = {
  id: "saf",
  title: "DSpace Simple Archive Format",
  rules: safRules,
  itemFile: "dublin_core.xml",
  plansWithMetadata: false,
  planItem(item, position, context) {
    const { folder, files } = layOutFlat(item, position, context);
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
