import type { MadePage } from "./container-pages.ts";
import { html } from "./markup.ts";
import { listPath } from "./names.ts";
import { addressOf } from "./page-address.ts";
import { page } from "./page.ts";
import type { Site } from "./site.ts";
import { countWords } from "./words.ts";

/** Items in one file of the index, and in what is written at a time. */
const itemsInFile = 5000;

/** `search.html`: finds items in the browser, in an index that is loaded piece by piece. */
export function searchPage(site: Site): MadePage {
  const path = "search.html";
  const body = html`<noscript
      ><p class="notice">
        Searching needs JavaScript. Without it there is
        <a href="${addressOf(path, listPath(1))}">the list of all items</a>.
      </p></noscript
    >
    <form id="search-form" role="search">
      <p>
        <label for="search-text"
          >Words in titles, authors and dates of
          ${countWords(site.spool.items(), "item")}</label
        >
      </p>
      <p>
        <input
          type="search"
          id="search-text"
          autocomplete="off"
          spellcheck="false"
        />
        <button type="submit">Search</button>
      </p>
    </form>
    <p id="search-state" role="status"></p>
    <ol id="search-results" class="items"></ol> `;
  site.link(path, listPath(1));
  site.link(path, "resources/index.js");
  site.link(path, "resources/search.js");
  return {
    path,
    bytes: page({
      path,
      title: "Search",
      site: site.title,
      crumbs: [],
      body,
      scripts: ["resources/index.js", "resources/search.js"],
    }),
  };
}

/** An item in the index: title, page, authors, date. */
export type IndexRow = readonly [string, string, string, string];

/** The files of the index: `resources/index-1.js` …, and `resources/index.js`, which says how many there are. */
export function* searchIndex(site: Site): Generator<MadePage, undefined> {
  let files = 0;
  for (const items of site.spool.byTitle(itemsInFile)) {
    files += 1;
    const rows = items.map(({ title, path, authors, date }): IndexRow => [
      title,
      addressOf("search.html", path),
      authors,
      date,
    ]);
    const lines = rows.map((row) => scriptText(row)).join(",\n");
    yield {
      path: `resources/index-${String(files)}.js`,
      bytes: Buffer.from(`holdallIndex.add([\n${lines}\n]);\n`),
    };
  }
  const head = { items: site.spool.items(), files };
  yield {
    path: "resources/index.js",
    bytes: Buffer.from(`var holdallIndex = ${scriptText(head)};\n`),
  };
}

/** A value as JavaScript that means the same wherever it stands. */
function scriptText(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) =>
      `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
