/** What the application itself calls what is exported and has no name of its own. */
export const ownTitles = {
  all: "The whole catalog",
  selection: "Selection",
  basket: "Basket",
  search: "Search",
} as const;

const searchFor = `${ownTitles.search}: `;

/** The title of a search for words. */
export const titleOfSearch = (words: string): string => searchFor + words;

/** The words that were searched for; null when this is no title of such a search. */
export const wordsOfTitle = (title: string): string | null =>
  title.startsWith(searchFor) ? title.slice(searchFor.length) : null;
