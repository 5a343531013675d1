import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** What is found when every page of an unpacked site is read. */
export interface CrawledSite {
  /** Pages, below the folder. */
  readonly pages: readonly string[];
  /** Links that lead to nothing, as `page -> address`. */
  readonly dead: readonly string[];
  /** Everything outside that a page would load by itself. */
  readonly remote: readonly string[];
  /** Pages that no other page leads to. */
  readonly unreached: readonly string[];
}

/** Reads every page of a site and follows every address on it, as a browser resolves it. */
export function crawlSite(folder: string): CrawledSite {
  const pages = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => isPage(path))
    .sort();
  const dead: string[] = [];
  const remote: string[] = [];
  const reached = new Set(["index.html"]);
  for (const page of pages) {
    const file = join(folder, page);
    const text = readFileSync(file, "utf8");
    const base = pathToFileURL(file);
    for (const [, name, raw = ""] of text.matchAll(
      /\s(href|src|data|srcset|poster|action|background)="([^"]*)"/g,
    )) {
      const address = raw
        .replaceAll("&amp;", "&")
        .replaceAll("&#39;", "'")
        .replaceAll("&quot;", '"');
      const target = new URL(address, base);
      if (target.protocol !== "file:") {
        if (name !== "href" || text.includes(`<link href="${raw}"`))
          remote.push(`${page} -> ${address}`);
        continue;
      }
      const hash = decodeURIComponent(target.hash.slice(1));
      target.hash = "";
      const path = fileURLToPath(target);
      if (!existsSync(path) || !statSync(path).isFile()) {
        dead.push(`${page} -> ${address}`);
        continue;
      }
      reached.add(relative(folder, path));
      if (hash !== "" && !readFileSync(path, "utf8").includes(`id="${hash}"`))
        dead.push(`${page} -> ${address}`);
    }
  }
  return {
    pages,
    dead,
    remote,
    unreached: pages.filter((page) => !reached.has(page)),
  };
}

/** Pages of ours; uploaded files are not read. */
function isPage(path: string): boolean {
  return (
    /^(?:[^/]+|item_[^/]+\/index)\.html$/.test(path) ||
    /^[^/]+\.html$/.test(path)
  );
}
