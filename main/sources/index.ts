import { createBagSource } from "./bagit/index.ts";
import { csvSource } from "./csv/index.ts";
import { jsonSource } from "./json/index.ts";
import { safSource } from "./saf/index.ts";
import type { Source } from "./source.ts";
import { xmlSource } from "./xml/index.ts";

/** What may be in a bag, too. */
const plain: readonly Source[] = [xmlSource, jsonSource, csvSource, safSource];

/**
 * Everything items can be imported from, in the order the user sees. The first that recognises something gets it: what
 * only our own packages have comes before what many have.
 */
export const sources: readonly Source[] = [createBagSource(plain), ...plain];
