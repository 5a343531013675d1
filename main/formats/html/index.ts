import type { Format } from "../format.ts";
import { itemTitle, layOutItem } from "../item-layout.ts";
import { loadCleaner } from "./clean-html.ts";
import { closingEntries } from "./closing-entries.ts";
import { itemEntries } from "./item-entries.ts";
import { htmlRules } from "./rules.ts";

/** What a line of a list takes besides title, authors and path. */
const lineBytes = 400;
/** Authors and date are cut at this length in lists, and become longer when they are escaped. */
const factsBytes = 1300;

/** Web pages to be browsed without a server (rspace.md section 8). */
export const html: Format = {
  id: "html",
  title: "Web pages (HTML)",
  rules: htmlRules,
  itemFile: "index.html",
  plansWithMetadata: true,
  prepare: loadCleaner,
  planItem(item, _position, context) {
    const { folder, files } = layOutItem(item, context);
    return { folder, files, made: [`${folder}/index.html`] };
  },
  itemEntries,
  closingEntries,
  closingShare(item, planned) {
    // In the list of each of its collections, in that of all items and in the index for searching.
    const lists = item.mappedCollections.length + 3;
    const title = 6 * Math.min(400, itemTitle(item).length);
    const path = 3 * Buffer.byteLength(planned.folder);
    return lists * (lineBytes + factsBytes + title + path);
  },
};
