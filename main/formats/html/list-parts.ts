import { html, nothing, type Markup } from "./markup.ts";
import { addressOf } from "./page-address.ts";
import type { ListedItem, NamedItem } from "./site-spool.ts";
import { countWords, numberWords } from "./words.ts";

/** Items with their authors and dates, each a link. */
export function itemList(items: readonly ListedItem[], page: string): Markup {
  return html`<ul class="items">
    ${items.map((item) => itemLine(item, page))}
  </ul> `;
}

export function itemLine(
  { title, path, authors, date }: ListedItem,
  page: string,
): Markup {
  const facts = [authors, date].filter((fact) => fact !== "").join(" · ");
  return html`<li dir="auto">
    <a href="${addressOf(page, path)}">${title}</a>${
      facts === "" ? nothing : html` <span class="facts">${facts}</span>`
    }
  </li> `;
}

/** Items that are only named. @param count of how many these are the first */
export function leftOutList(
  items: readonly NamedItem[],
  count: number,
): Markup {
  if (items.length === 0) return nothing;
  return html`<section aria-labelledby="left-out">
    <h2 id="left-out">Not exported</h2>
    <ul>
      ${items.map(
        ({ title, reason }) =>
          html`<li>
            <span dir="auto">${title}</span>
            <span class="missing">not exported: ${reason}</span>
          </li> `,
      )}
    </ul>
    ${
      count > items.length
        ? html`<p>And ${countWords(count - items.length, "item")} more.</p> `
        : nothing
    }
  </section> `;
}

/**
 * Links between the pages of a list; nothing where there is only one.
 * @param of path of a page by its number from 1
 */
export function pager(
  current: number,
  pages: number,
  of: (page: number) => string,
  label: string,
): Markup {
  if (pages <= 1) return nothing;
  const here = of(current);
  const near = new Set([1, pages]);
  for (let page = current - 2; page <= current + 2; page += 1)
    if (page >= 1 && page <= pages) near.add(page);
  const numbers = [...near].sort((a, b) => a - b);
  const step = (page: number, words: string, relation: string) =>
    page < 1 || page > pages
      ? nothing
      : html`<li>
          <a rel="${relation}" href="${addressOf(here, of(page))}">${words}</a>
        </li> `;
  return html`<nav class="pager" aria-label="${label}">
    <ul>
      ${step(current - 1, "Previous page", "prev")}${numbers.map((page) =>
        page === current
          ? html`<li>
              <span aria-current="page">${numberWords(page)}</span>
            </li> `
          : html`<li>
              <a
                href="${addressOf(here, of(page))}"
                aria-label="Page ${numberWords(page)}"
                >${numberWords(page)}</a
              >
            </li> `,
      )}${step(current + 1, "Next page", "next")}
    </ul>
  </nav> `;
}
