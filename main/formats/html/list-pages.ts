import type { MadePage } from "./container-pages.ts";
import { itemLine, pager } from "./list-parts.ts";
import { html, nothing, type Markup } from "./markup.ts";
import { listPath } from "./names.ts";
import { addressOf } from "./page-address.ts";
import { page } from "./page.ts";
import type { Site } from "./site.ts";
import { countWords, numberWords } from "./words.ts";

/** Items on one page of the list of all items. */
const itemsOnPage = 200;
/** Letters that are offered; titles in many scripts begin with thousands of different ones. */
const mostLetters = 100;

/** `a-z.html` and the pages after it: all items by title. */
export function* listPages(site: Site): Generator<MadePage, undefined> {
  const { spool } = site;
  const count = spool.items();
  const pages = Math.max(1, Math.ceil(count / itemsOnPage));
  const letters = spool.letters().slice(0, mostLetters);
  let number = 0;
  /** Letter of the last title, so that each stands above its titles once on a page. */
  const make = (lists: Markup): MadePage => {
    number += 1;
    const path = listPath(number);
    const here = number;
    for (const other of [1, here - 1, here + 1, pages])
      if (other >= 1 && other <= pages) site.link(path, listPath(other));
    const index = letters.map(({ letter, before }, at) => {
      const target = listPath(Math.floor(before / itemsOnPage) + 1);
      site.link(path, target);
      return html`<li>
        <a href="${addressOf(path, target)}#letter-${at}"
          ><span dir="auto">${letter}</span></a
        >
      </li> `;
    });
    const turn = pager(here, pages, listPath, "Pages of the list");
    const body = html`<p>
        ${countWords(count, "item")}${pages === 1 ? "" : `, page ${numberWords(here)} of ${numberWords(pages)}`}.
      </p>
      ${
        letters.length < 2
          ? nothing
          : html`<nav class="letters" aria-label="First letters">
              <ul>
                ${index}
              </ul>
            </nav> `
      }${lists}${turn}`;
    const title =
      here === 1 ? "All items A–Z" : `All items A–Z, page ${numberWords(here)}`;
    return {
      path,
      bytes: page({ path, title, site: site.title, crumbs: [], body }),
    };
  };

  if (count === 0) {
    yield make(html`<p>There is no item in the package.</p> `);
    return;
  }
  const ids = new Map(letters.map(({ letter }, at) => [letter, at]));
  const named = new Set<string>();
  for (const items of spool.byTitle(itemsOnPage)) {
    const path = listPath(number + 1);
    const groups: { letter: string; lines: Markup[] }[] = [];
    for (const item of items) {
      site.link(path, item.path);
      let group = groups.at(-1);
      if (group?.letter !== item.letter) {
        group = { letter: item.letter, lines: [] };
        groups.push(group);
      }
      group.lines.push(itemLine(item, path));
    }
    const lists = groups.map(({ letter, lines }) => {
      const at = ids.get(letter);
      const anchor = at !== undefined && !named.has(letter);
      named.add(letter);
      return html`<h2${anchor ? html` id="letter-${at}"` : nothing} dir="auto">${letter}</h2>
<ul class="items">
${lines}</ul>
`;
    });
    yield make(html`${lists}`);
  }
}
