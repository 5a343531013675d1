import type { Item } from "../../domain/catalog.ts";
import { fieldName, type MetadataValue } from "../../domain/metadata.ts";
import type { FormatContext } from "../format.ts";
import { fieldLabel } from "./field-label.ts";
import { fileSections } from "./file-list.ts";
import type { ItemLinks } from "./item-links.ts";
import { html, nothing, type Markup } from "./markup.ts";
import { itemName } from "./names.ts";
import { addressOf } from "./page-address.ts";
import { page } from "./page.ts";
import { shortText } from "./short-text.ts";
import { firstValue, textsOf, valueMarkup } from "./values.ts";
import { typeWords } from "./words.ts";

/** Authors that are named below the title. */
const mostAuthors = 12;
/** Characters of them, of a date, and of a description above the files; longer ones are whole in the table. */
const longestAuthors = 600;
const longestDate = 60;
const longestAbstract = 20_000;

/**
 * The page of an item: what it is, its files, all its metadata, what belongs to it.
 * @param metadata the values that are in the package
 */
export function itemPage(
  item: Item,
  metadata: readonly MetadataValue[],
  links: ItemLinks,
  context: FormatContext,
): Uint8Array {
  const abstract =
    firstValue(metadata, "dc.description.abstract") ??
    firstValue(metadata, "dc.description");
  const body = html`${byline(metadata)}${stateLine(item, links)}${
    abstract === null || abstract.value.length > longestAbstract
      ? nothing
      : html`${valueMarkup(abstract)} `
  }${fileSections(links)}${metadataSection(metadata, context)}${relatedSection(links)}${aboutSection(item, links, context)}`;
  return page({
    path: links.page,
    title: itemName(item),
    site: context.title,
    crumbs: links.crumbs,
    body,
  });
}

function byline(metadata: readonly MetadataValue[]): Markup {
  const authors = textsOf(metadata, [
    "dc.contributor.author",
    "dc.creator",
    "dc.contributor.editor",
  ]);
  const shown = shortText(
    authors.slice(0, mostAuthors).join("; "),
    longestAuthors,
  );
  const date = textsOf(metadata, ["dc.date.issued", "dc.date.created"])[0];
  const parts = [
    ...(shown === ""
      ? []
      : [
          authors.length > mostAuthors
            ? `${shown} and ${String(authors.length - mostAuthors)} more`
            : shown,
        ]),
    ...(date === undefined ? [] : [shortText(date, longestDate)]),
  ];
  return parts.length === 0
    ? nothing
    : html`<p class="byline" dir="auto">${parts.join(" · ")}</p> `;
}

function stateLine(item: Item, links: ItemLinks): Markup {
  const current =
    links.currentVersion === null
      ? nothing
      : html` <a href="${addressOf(links.page, links.currentVersion)}"
            >Go to the current version</a
          >.`;
  const replaced =
    item.version?.replacedBy == null
      ? nothing
      : html`<p class="notice">
          This is version ${item.version.number}; it has been
          replaced.${current}
        </p> `;
  const withdrawn = item.withdrawn
    ? html`<p class="notice">
        This item has been withdrawn from the repository.
      </p> `
    : nothing;
  return html`${replaced}${withdrawn}`;
}

function metadataSection(
  metadata: readonly MetadataValue[],
  context: FormatContext,
): Markup {
  if (metadata.length === 0) return nothing;
  const fields = new Map<string, MetadataValue[]>();
  for (const value of metadata) {
    const name = fieldName(value);
    const list = fields.get(name);
    if (list === undefined) fields.set(name, [value]);
    else list.push(value);
  }
  const names = [...fields.keys()].sort(byWeight);
  return html`<section aria-labelledby="metadata">
    <h2 id="metadata">Metadata</h2>
    <table class="metadata">
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Value</th>
        </tr>
      </thead>
      <tbody>
        ${names.map((name) => {
          const note = context.scopeNote(name);
          const values = [...(fields.get(name) ?? [])].sort(
            (a, b) => a.place - b.place,
          );
          return html`<tr>
            <th scope="row" ${note === null ? nothing : html` title="${note}"`}>
              ${fieldLabel(name)} <code>${name}</code>
            </th>
            <td>${values.map(valueMarkup)}</td>
          </tr> `;
        })}
      </tbody>
    </table>
  </section> `;
}

/** Fields that people look for come first, the others in the order of their names. */
const first = [
  "dc.title",
  "dc.title.alternative",
  "dc.contributor.author",
  "dc.creator",
  "dc.contributor.editor",
  "dc.date.issued",
  "dc.publisher",
  "dc.description.abstract",
  "dc.description",
  "dc.subject",
  "dc.type",
  "dc.language.iso",
  "dc.identifier.doi",
  "dc.identifier.uri",
];

function byWeight(a: string, b: string): number {
  const [one, two] = [first.indexOf(a), first.indexOf(b)];
  if (one !== two && (one >= 0 || two >= 0))
    return (one < 0 ? Infinity : one) - (two < 0 ? Infinity : two);
  return a < b ? -1 : a > b ? 1 : 0;
}

function relatedSection({ related, page: from }: ItemLinks): Markup {
  if (related.length === 0) return nothing;
  return html`<section aria-labelledby="related">
    <h2 id="related">Related items</h2>
    <ul>
      ${related.map(
        ({ type, name, path }) =>
          html`<li>
            ${typeWords(type)}:
            ${
              path === null
                ? html`<span dir="auto">${name}</span>
                    <span class="facts"
                      >(not exported: not part of this package)</span
                    >`
                : html`<a dir="auto" href="${addressOf(from, path)}"
                    >${name}</a
                  >`
            }
          </li> `,
      )}
    </ul>
  </section> `;
}

function aboutSection(
  item: Item,
  links: ItemLinks,
  { options }: FormatContext,
): Markup {
  const { version } = item;
  const rows: [string, Markup][] = [
    [
      links.collections.length === 1 ? "Collection" : "Collections",
      html`${links.collections.map(
        ({ name, path }) =>
          html`<div>
            <a dir="auto" href="${addressOf(links.page, path)}">${name}</a>
          </div>`,
      )}`,
    ],
    ...(item.handle === null || options.migrate
      ? []
      : ([["Handle", html`${item.handle}`]] satisfies [string, Markup][])),
    [
      "Last changed",
      html`${new Date(item.lastModified).toISOString().slice(0, 10)}`,
    ],
    ...(version === undefined
      ? []
      : ([
          [
            "Version",
            html`${version.number}${version.createdAt === null ? "" : ` of ${new Date(version.createdAt).toISOString().slice(0, 10)}`}${version.summary === null ? "" : `: ${version.summary}`}`,
          ],
        ] satisfies [string, Markup][])),
    ...(item.discoverable
      ? []
      : ([
          ["Visibility", html`Not listed in the repository’s search`],
        ] satisfies [string, Markup][])),
    ["Identifier", html`<code>${item.uuid}</code>`],
  ];
  return html`<section aria-labelledby="about">
    <h2 id="about">About this item</h2>
    <table class="about-item">
      <tbody>
        ${rows.map(
          ([name, content]) =>
            html`<tr>
              <th scope="row">${name}</th>
              <td>${content}</td>
            </tr> `,
        )}
      </tbody>
    </table>
  </section> `;
}
