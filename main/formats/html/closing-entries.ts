import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { AppError } from "../../domain/errors.ts";
import type { Entry } from "../../domain/package-entry.ts";
import { manifestName } from "../../domain/saf-sidecar.ts";
import type { PackageFacts } from "../format.ts";
import { linesOf } from "../lines-of.ts";
import { manifestTextEntry } from "../manifest-text.ts";
import { packedMetadata } from "../packed-metadata.ts";
import { reportEntries } from "../report-entries.ts";
import {
  collectionPages,
  communityPage,
  type MadePage,
} from "./container-pages.ts";
import { indexPage } from "./index-page.ts";
import { itemLinks, targetsOf } from "./item-links.ts";
import { listPages } from "./list-pages.ts";
import { itemName, logoPath, nameOr } from "./names.ts";
import { searchIndex, searchPage } from "./search-pages.ts";
import { searchScript } from "./search-script.ts";
import { shortText } from "./short-text.ts";
import { openSiteSpool, type SiteSpool } from "./site-spool.ts";
import { createSite, type Site } from "./site.ts";
import { style } from "./style.ts";
import { textsOf } from "./values.ts";

/** Characters of authors and of dates in lists. */
const longestAuthors = 200;
const longestDate = 60;

/**
 * What follows the items: logos, the pages around the items, the index for searching, the report and the two manifests
 * (rspace.md section 8). Before the last is packed, every link of the site is checked.
 * @throws AppError link.dead
 */
export async function* closingEntries(
  facts: PackageFacts,
): AsyncGenerator<Entry> {
  const spool = openSiteSpool(join(facts.workFolder, "site.sqlite"));
  try {
    const site = createSite(facts, spool);
    yield* logos(site);
    for await (const line of linesOf(facts.manifestFile)) {
      const path = line.slice(line.indexOf("  ") + 2);
      spool.addEntry(path);
      if (path.startsWith("resources/")) site.packed(path);
    }
    await listItems(site);
    for (const made of pages(site)) {
      spool.addEntry(made.path);
      yield entryOf(made, facts);
      await nextTurn();
    }
    for await (const entry of reportEntries(facts, "Web pages (HTML)")) {
      spool.addEntry(entry.path.slice(facts.root.length + 1));
      yield entry;
    }
    spool.addEntry("manifest.txt");
    spool.addEntry(manifestName);
    checkLinks(spool);
    yield await manifestTextEntry(facts, "html");
    yield {
      path: `${facts.root}/${manifestName}`,
      mtime: facts.lastModified,
      mimeType: "text/plain",
      source: { kind: "file", file: facts.manifestFile },
    };
  } finally {
    spool.close();
  }
}

function* logos({ facts }: Site): Generator<Entry, undefined> {
  for (const { logo } of [...facts.communities, ...facts.collections]) {
    if (logo === null) continue;
    const { sha256, size, crc32, mimeType } = logo;
    yield {
      path: `${facts.root}/${logoPath(logo)}`,
      mtime: facts.lastModified,
      mimeType,
      source: { kind: "bitstream", sha256, size, crc32 },
    };
  }
}

/** Reads all items once more: what lists show of them, and what their pages lead to. */
async function listItems({ facts, spool }: Site): Promise<void> {
  const { context } = facts;
  const collections = new Set(facts.collections.map(({ id }) => id));
  for await (const { item, planned } of facts.packagedItems()) {
    const links = itemLinks(item, planned, new Map(), context);
    const metadata = packedMetadata(item.metadata, context);
    const shown = (fields: readonly string[]) =>
      shortText(textsOf(metadata, fields).join("; "), longestAuthors);
    spool.addItem(
      {
        id: item.id,
        title: itemName(item),
        path: links.page,
        authors: shown([
          "dc.contributor.author",
          "dc.creator",
          "dc.contributor.editor",
        ]),
        date: shortText(
          textsOf(metadata, ["dc.date.issued", "dc.date.created"])[0] ?? "",
          longestDate,
        ),
      },
      [item.owningCollection, ...item.mappedCollections].map(({ id }) => id),
    );
    const files = new Set(
      planned.files.map(({ path }) => path.slice(facts.root.length + 1)),
    );
    // A file that could not be packed is no link on its page.
    for (const target of targetsOf(links))
      if (!files.has(target)) spool.addLink(links.page, target);
  }
  for (const item of facts.leftOut()) {
    const { id, title, reason, collection } = item;
    const place = collections.has(collection.id) ? collection.id : 0;
    spool.addLeftOut(id, place, {
      title: nameOr(title, `Untitled item ${String(id)}`),
      reason,
    });
  }
}

function* pages(site: Site): Generator<MadePage, undefined> {
  const { facts } = site;
  for (const community of facts.communities)
    yield communityPage(community, site);
  for (const collection of facts.collections)
    yield* collectionPages(collection, site);
  yield* listPages(site);
  yield searchPage(site);
  yield* searchIndex(site);
  yield { path: "resources/search.js", bytes: Buffer.from(searchScript) };
  yield { path: "resources/style.css", bytes: Buffer.from(style) };
  yield indexPage(site);
}

const types: Readonly<Record<string, string>> = {
  html: "text/html",
  css: "text/css",
  js: "text/javascript",
};

function entryOf({ path, bytes }: MadePage, facts: PackageFacts): Entry {
  const extension = path.slice(path.lastIndexOf(".") + 1);
  return {
    path: `${facts.root}/${path}`,
    mtime: facts.lastModified,
    mimeType: types[extension] ?? "application/octet-stream",
    source: { kind: "bytes", bytes },
  };
}

/** @throws AppError link.dead */
function checkLinks(spool: SiteSpool): void {
  for (const target of [
    "index.html",
    "a-z.html",
    "search.html",
    "resources/style.css",
  ])
    spool.addLink("every page", target);
  const dead = spool.deadLink();
  if (dead === null) return;
  throw new AppError(
    "link.dead",
    `A link on ${dead.page} leads to ${dead.target}, which is not in the package.`,
    { object: dead.page },
  );
}
