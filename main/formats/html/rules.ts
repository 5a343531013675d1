import { nothingFound, type FormatRules } from "../package-check.ts";
import { followSite, siteFact } from "./follow-site.ts";
import { fileAt } from "./page-address.ts";

/** What pages of ours have in their heads. */
const mark = `<meta name="generator" content="Holdall"`;

const decoder = new TextDecoder();

/** The rules of our HTML packages: a page for each item, and a file wherever a link leads inside the site. */
export const htmlRules: FormatRules = {
  inspect(path, bytes) {
    if (!path.endsWith(".html")) return nothingFound;
    const names = path.split("/");
    const isItem =
      names.length === 3 &&
      names[2] === "index.html" &&
      names[1]?.startsWith("item_") === true;
    if (names.length !== 2 && !isItem) return nothingFound;
    const text = decoder.decode(bytes);
    if (!text.slice(0, 2000).includes(mark)) return nothingFound;
    const page = names.slice(1).join("/");
    const targets = new Set<string>();
    for (const [, address = ""] of text.matchAll(/\s(?:href|src)="([^"]*)"/g)) {
      const target = fileAt(page, unescape(address));
      if (target !== null && target !== "") targets.add(target);
    }
    return {
      faults: [],
      facts: page === "index.html" ? [siteFact, ...targets] : [...targets],
    };
  },
  startCheck: followSite,
};

function unescape(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => {
    switch (name) {
      case "amp":
        return "&";
      case "lt":
        return "<";
      case "gt":
        return ">";
      case "quot":
        return '"';
      default:
        return "'";
    }
  });
}
