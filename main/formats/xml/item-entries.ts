import type { Item } from "../../domain/catalog.ts";
import type { Entry } from "../../domain/package-entry.ts";
import type { Problem } from "../../domain/run.ts";
import type { FormatContext, Omission, PlannedItem } from "../format.ts";
import { omissionProblems } from "../omitted-files.ts";
import { itemDocument } from "./item-document.ts";

const charactersCode = "value.characters";
const charactersMessage = /^XML cannot hold (\d+) /;

/** The entries of one item: its document, then its files. */
export function itemEntries(
  item: Item,
  planned: PlannedItem,
  omitted: ReadonlyMap<number, Omission>,
  context: FormatContext,
): { entries: Entry[]; problems: Problem[] } {
  const below = (path: string) => path.slice(context.root.length + 1);
  const problems = omissionProblems(planned, omitted, context.root);
  const { text, changed } = itemDocument(item, planned, omitted, context);
  if (changed > 0) {
    problems.push({
      severity: "warning",
      code: charactersCode,
      object: below(planned.folder),
      message: `XML cannot hold ${String(changed)} ${changed === 1 ? "character" : "characters"} of the item.`,
      action: "Control characters were left out.",
    });
  }
  const mtime = item.lastModified;
  const entries: Entry[] = [
    {
      path: `${planned.folder}/item.xml`,
      mtime,
      mimeType: "application/xml",
      source: { kind: "bytes", bytes: Buffer.from(text) },
    },
  ];
  for (const { path, bitstream } of planned.files) {
    if (omitted.has(bitstream.id)) continue;
    const { sha256, size, crc32, mimeType } = bitstream;
    const source = { kind: "bitstream", sha256, size, crc32 } as const;
    entries.push({ path, mtime, mimeType, source });
  }
  return { entries, problems };
}

/** How many characters of an item XML could not hold, by one of its problems. */
export function charactersLeftOut({ code, message }: Problem): number {
  return code === charactersCode
    ? Number(charactersMessage.exec(message)?.[1] ?? 0)
    : 0;
}
