import {
  collectionName,
  communityName,
  type MadePage,
} from "./container-pages.ts";
import { leftOutList } from "./list-parts.ts";
import { html, nothing, type Markup } from "./markup.ts";
import { collectionPath, communityPath } from "./names.ts";
import { addressOf } from "./page-address.ts";
import { page } from "./page.ts";
import type { Site } from "./site.ts";
import { countWords, sizeWords } from "./words.ts";

/** Items of collections that are not in the package, named one by one. */
const mostLeftOut = 500;

/** `index.html`: what the package is, and everything in it from the top down. */
export function indexPage(site: Site): MadePage {
  const { facts, spool } = site;
  const path = "index.html";
  const { volume, asked } = facts;
  const rows: [string, string][] = [
    [
      "Communities",
      countWords(facts.communities.length, "community", "communities"),
    ],
    ["Collections", countWords(facts.collections.length, "collection")],
    ["Items", countWords(facts.items, "item")],
    ["Files", `${countWords(facts.files, "file")}, ${sizeWords(facts.bytes)}`],
    ...(facts.filesPlanned > facts.files
      ? ([
          [
            "Files not exported",
            countWords(facts.filesPlanned - facts.files, "file"),
          ],
        ] satisfies [string, string][])
      : []),
    ...(facts.withdrawnLeftOut > 0
      ? ([
          [
            "Withdrawn, not exported",
            countWords(facts.withdrawnLeftOut, "item"),
          ],
        ] satisfies [string, string][])
      : []),
    ...(facts.unfinishedLeftOut > 0
      ? ([
          [
            "Unfinished, not exported",
            countWords(facts.unfinishedLeftOut, "item"),
          ],
        ] satisfies [string, string][])
      : []),
    ...(volume === null
      ? []
      : ([
          [
            "Part",
            `${String(volume.number)} of ${String(volume.of)}; each part holds other items`,
          ],
        ] satisfies [string, string][])),
    ...(asked === null
      ? []
      : ([
          ["Exported by", asked.by],
          ["Exported from", asked.server],
          ["Exported on", new Date(asked.at).toISOString().slice(0, 10)],
        ] satisfies [string, string][])),
    ["Newest change", new Date(facts.lastModified).toISOString().slice(0, 10)],
  ];
  const elsewhere = spool.leftOutCount(0);
  const body = html`<section aria-labelledby="package">
      <h2 id="package">This package</h2>
      <table class="manifest">
        <tbody>
          ${rows.map(
            ([name, value]) =>
              html`<tr>
                <th scope="row">${name}</th>
                <td>${value}</td>
              </tr> `,
          )}
        </tbody>
      </table>
      <p>
        Also here: <a href="manifest.txt">manifest.txt</a>,
        <a href="report.json" download>report.json</a> with everything that was
        left out or changed, and
        <a href="manifest-sha256.txt">manifest-sha256.txt</a> with the checksum
        of every file.
      </p>
    </section>
    <section aria-labelledby="contents">
      <h2 id="contents">Communities and collections</h2>
      ${tree(site, null)}
    </section>
    ${leftOutList(spool.leftOut(0, mostLeftOut), elsewhere)}`;
  site.link(path, "manifest.txt");
  site.link(path, "report.json");
  site.link(path, "manifest-sha256.txt");
  return {
    path,
    bytes: page({
      path,
      title: site.title,
      site: site.title,
      crumbs: null,
      body,
    }),
  };
}

/** Communities within each other with their collections, as lists within lists. */
function tree(site: Site, parent: number | null): Markup {
  const communities = site.communitiesIn(parent);
  const collections = site.collectionsIn(parent);
  if (communities.length + collections.length === 0)
    return parent === null ? html`<p>There is none.</p> ` : nothing;
  return html`<ul class="${parent === null ? "tree" : "branch"}">
    ${communities.map((community) => {
      site.link("index.html", communityPath(community));
      return html`<li>
        <a
          dir="auto"
          href="${addressOf("index.html", communityPath(community))}"
          >${communityName(community)}</a
        >
        ${tree(site, community.id)}
      </li> `;
    })}${collections.map((collection) => {
      const target = collectionPath(collection);
      site.link("index.html", target);
      return html`<li>
        <a dir="auto" href="${addressOf("index.html", target)}"
          >${collectionName(collection)}</a
        >
        <span class="facts"
          >${countWords(site.spool.itemsOf(collection.id), "item")}</span
        >
      </li> `;
    })}
  </ul> `;
}
