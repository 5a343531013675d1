import type { Bitstream, Item } from "../../domain/catalog.ts";
import type { Entry } from "../../domain/package-entry.ts";
import type { Problem } from "../../domain/run.ts";
import type { FormatContext, Omission, PlannedItem } from "../format.ts";
import { omissionProblems } from "../omitted-files.ts";
import { packedMetadata } from "../packed-metadata.ts";
import { itemLinks } from "./item-links.ts";
import { itemPage } from "./item-page.ts";

/** The entries of one item: its page, then its files. */
export function itemEntries(
  item: Item,
  planned: PlannedItem,
  omitted: ReadonlyMap<number, Omission>,
  context: FormatContext,
): { entries: Entry[]; problems: Problem[] } {
  const folder = planned.folder.slice(context.root.length + 1);
  const metadata = packedMetadata(item.metadata, context);
  const links = itemLinks(item, planned, omitted, context);
  const mtime = item.lastModified;
  const entries: Entry[] = [
    {
      path: `${planned.folder}/index.html`,
      mtime,
      mimeType: "text/html",
      source: {
        kind: "bytes",
        bytes: itemPage(item, metadata, links, context),
      },
    },
  ];
  for (const { path, bitstream } of planned.files) {
    if (omitted.has(bitstream.id)) continue;
    const { sha256, size, crc32, mimeType } = bitstream;
    const source = { kind: "bitstream", sha256, size, crc32 } as const;
    entries.push({ path, mtime, mimeType, source });
  }
  const problems = omissionProblems(planned, omitted, context.root);
  return { entries, problems: [...problems, ...losses(item, folder)] };
}

/** What pages do not tell of an item. */
function losses(item: Item, object: string): Problem[] {
  const found: Problem[] = [];
  const files = item.bundles.flatMap(({ bitstreams }) => bitstreams);
  const closed = files.filter(({ policies }) => !isOpen(policies)).length;
  if (closed > 0 || !isOpen(item.policies)) {
    found.push({
      severity: "note",
      code: "policy.not-on-page",
      object,
      message: `Access to the item${closed > 0 ? ` or ${String(closed)} of its files` : ""} is restricted by policies, which pages cannot hold.`,
      action: "Who has the package can read everything in it.",
    });
  }
  const keyed = item.metadata.filter(({ authority }) => authority !== null);
  if (keyed.length > 0) {
    found.push({
      severity: "note",
      code: "authority.not-on-page",
      object,
      message: `Pages show no keys of authorities; ${String(keyed.length)} of the item’s values ${keyed.length === 1 ? "has" : "have"} one.`,
      action: "The values are shown without them.",
    });
  }
  const described = files.filter(({ metadata }) => metadata.length > 0).length;
  if (described > 0) {
    found.push({
      severity: "note",
      code: "file-metadata.not-on-page",
      object,
      message: `Pages show name, type, size and description of files; ${String(described)} of the item’s files ${described === 1 ? "has" : "have"} more metadata.`,
      action: "It was left out.",
    });
  }
  return found;
}

/** Whether everybody may read something, by its policies. */
function isOpen(policies: Bitstream["policies"]): boolean {
  return policies.some(
    ({ action, group, startDate, endDate }) =>
      action === "READ" &&
      group === "Anonymous" &&
      startDate === null &&
      endDate === null,
  );
}
