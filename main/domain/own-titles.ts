/** What the application itself calls what is exported and has no name of its own. */
export const ownTitles = {
  all: "The whole catalog",
  selection: "Selection",
  basket: "Basket",
  search: "Search",
} as const;

/** The same, as a German window shows it. */
export const germanTitles: Readonly<Record<keyof typeof ownTitles, string>> = {
  all: "Ganzer Katalog",
  selection: "Auswahl",
  basket: "Korb",
  search: "Suche",
};

const keys: ReadonlyMap<string, keyof typeof ownTitles> = new Map(
  (Object.keys(ownTitles) as (keyof typeof ownTitles)[]).map((key) => [
    ownTitles[key],
    key,
  ]),
);
const searchFor = `${ownTitles.search}: `;

/** Which of them a title is; null when it is none. */
export const keyOfTitle = (title: string): keyof typeof ownTitles | null =>
  keys.get(title) ?? null;

/** The title of a search for words. */
export const titleOfSearch = (words: string): string => searchFor + words;

/** The words that were searched for; null when this is no title of such a search. */
export const wordsOfTitle = (title: string): string | null =>
  title.startsWith(searchFor) ? title.slice(searchFor.length) : null;

/** The title of items that were named one by one. */
export const titleOfItems = (count: number): string =>
  `${String(count)} ${count === 1 ? "item" : "items"}`;

/** How many items were named; null when this is no such title. */
export function itemsOfTitle(title: string): number | null {
  const count = /^(\d{1,9}) items?$/u.exec(title)?.[1];
  return count === undefined ? null : Number(count);
}

/** The title in German where it is the application's own; any other as it is. */
export function germanTitle(title: string): string {
  const key = keyOfTitle(title);
  if (key !== null) return germanTitles[key];
  const words = wordsOfTitle(title);
  if (words !== null) return `${germanTitles.search}: ${words}`;
  const count = itemsOfTitle(title);
  return count === null
    ? title
    : `${count.toLocaleString("de")} ${count === 1 ? "Objekt" : "Objekte"}`;
}
