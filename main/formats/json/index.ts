import { fileEntries } from "../file-entries.ts";
import { layOutFlat } from "../flat-layout.ts";
import type { Format } from "../format.ts";
import { omissionProblems } from "../omitted-files.ts";
import { closingEntries } from "./closing-entries.ts";
import { jsonText } from "./item-text.ts";
import { jsonLosses } from "./losses.ts";
import { jsonRules } from "./rules.ts";

/** One JSON document with everything there is to say of the items, beside their files. */
export const json: Format = {
  id: "json",
  title: "JSON with files",
  rules: jsonRules,
  itemFile: null,
  plansWithMetadata: false,
  planItem(item, position, context) {
    return { ...layOutFlat(item, position, context), made: [] };
  },
  itemEntries(item, planned, omitted, context) {
    return {
      entries: fileEntries(item, planned, omitted),
      problems: [
        ...omissionProblems(planned, omitted, context.root),
        ...jsonLosses(item, planned, context),
      ],
    };
  },
  closingEntries,
  closingShare: (item, planned) =>
    Buffer.byteLength(jsonText(item, planned, new Set(), longestContext)) + 2,
};

/** Whatever the package is called and holds, its items are not described at greater length. */
const longestContext = {
  options: { migrate: false },
  handlePrefix: "",
  folderOf: () => `item_${"0".repeat(96)}`,
};
