import { filterOf, hasWords, type LookedUp } from "../domain/lookup.ts";
import { ownTitles, titleOfSearch } from "../domain/own-titles.ts";
import type { Caller } from "./access.ts";
import type { Selected } from "./exports.ts";
import type { Items } from "./items.ts";

/**
 * What an export of all that a lookup finds packs: whatever that is at the time of the export.
 * @throws AppError object.not-found, access.unauthenticated, access.denied
 */
export function selectedBy(
  items: Pick<Items, "chosen">,
  caller: Caller,
  { lookup, except }: LookedUp,
): Selected {
  items.chosen(caller, lookup);
  const words = [
    ...(hasWords(lookup.query) ? [lookup.query.trim()] : []),
    ...(lookup.filters ?? []).map(({ value }) => value),
  ];
  return {
    selection: {
      kind: "search",
      search: {
        filter: filterOf(lookup, except),
        sort: [],
        limit: null,
        offset: 0,
      },
    },
    root: "search",
    title:
      words.length === 0
        ? ownTitles.selection
        : titleOfSearch(words.join(", ")),
  };
}
