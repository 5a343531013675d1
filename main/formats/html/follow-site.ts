import SQLite from "better-sqlite3";
import { followFolders } from "../follow-folders.ts";
import type { PackageCheck } from "../package-check.ts";

/** Fact of a start page of ours. */
export const siteFact = "html:site";
/** Files before the first page that are kept in mind: logos. A package with more of them is no site. */
const mostEarly = 10_000;
/** Dead links that are named. */
const mostDead = 100;

/** Follows a site page by page: items with their files, and whether every link leads to something. */
export function followSite(): PackageCheck {
  const folders = followFolders({
    itemFile: "index.html",
    markFile: "index.html",
    markFact: siteFact,
  });
  let links: ReturnType<typeof openLinks> | null = null;
  let early: string[] | null = [];
  return {
    entry(path, facts) {
      const names = path.split("/");
      const below = names.slice(1).join("/");
      const own = names.length === 3 ? `${names[1] ?? ""}/` : null;
      const inFolder = facts.filter(
        (fact) => own !== null && fact.startsWith(own),
      );
      folders.entry(
        path,
        own === null ? facts : inFolder.map((fact) => fact.slice(own.length)),
      );
      // Files of items are followed with their folders; the links between pages and the pages are what remains.
      if (names.length > 3) return;
      if (links === null) {
        if (facts.length === 0) {
          if (early !== null && early.push(below) > mostEarly) early = null;
          return;
        }
        links = openLinks();
        for (const file of early ?? []) links.entry(file);
        early = null;
      }
      links.entry(below);
      for (const fact of facts)
        if (fact !== siteFact && (own === null || !fact.startsWith(own)))
          links.link(below, fact);
    },
    recognised: folders.recognised,
    end(report) {
      try {
        if (folders.recognised() && links !== null) {
          for (const { page, target } of links.dead()) {
            report({
              severity: "error",
              object: page,
              message: `A link leads to ${target}, which is not there.`,
            });
          }
        }
        return folders.end(report);
      } finally {
        links?.close();
      }
    },
  };
}

/** Pages and the links between them, in a file that SQLite removes by itself. */
function openLinks() {
  const database = new SQLite("");
  database.exec(`PRAGMA journal_mode = OFF;
    CREATE TABLE entry (path TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
    CREATE TABLE link (target TEXT PRIMARY KEY, page TEXT NOT NULL) STRICT, WITHOUT ROWID;
    BEGIN`);
  const addEntry = database.prepare("INSERT OR IGNORE INTO entry VALUES (?)");
  const addLink = database.prepare("INSERT OR IGNORE INTO link VALUES (?, ?)");
  return {
    entry: (path: string): void => void addEntry.run(path),
    link: (page: string, target: string): void =>
      void addLink.run(target, page),
    dead: () =>
      database
        .prepare<[], { page: string; target: string }>(
          `SELECT page, target FROM link WHERE target NOT IN (SELECT path FROM entry) ORDER BY page, target LIMIT ${String(mostDead)}`,
        )
        .all(),
    close(): void {
      database.close();
    },
  };
}
