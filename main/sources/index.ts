import { csvSource } from "./csv/index.ts";
import { safSource } from "./saf/index.ts";
import type { Source } from "./source.ts";

/** Everything items can be imported from, in the order the user sees. */
export const sources: readonly Source[] = [safSource, csvSource];
