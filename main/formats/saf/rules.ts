import type { FormatRules } from "../package-check.ts";
import { followItems } from "./follow-items.ts";
import { inspectControlFile } from "./inspect-control-file.ts";

/** SAF's rules, as DSpace's importer applies them (saf.md sections 20 and 21). */
export const safRules: FormatRules = {
  inspect: inspectControlFile,
  startCheck: followItems,
};
