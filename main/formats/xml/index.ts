import type { Format } from "../format.ts";
import { layOutItem } from "../item-layout.ts";
import { closingEntries } from "./closing-entries.ts";
import { itemEntries } from "./item-entries.ts";
import { linksShare } from "./links-document.ts";
import { xmlRules } from "./rules.ts";

/** Documents with schemas that hold everything, to be read by programs and imported again (rspace.md section 8). */
export const xml: Format = {
  id: "xml",
  title: "XML with schemas",
  rules: xmlRules,
  itemFile: "item.xml",
  plansWithMetadata: true,
  planItem(item, _position, context) {
    const { folder, files } = layOutItem(item, context);
    return { folder, files, made: [`${folder}/item.xml`] };
  },
  itemEntries,
  closingEntries,
  closingShare: linksShare,
};
