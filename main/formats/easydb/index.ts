import type { Format, Omission, PlannedItem } from "../format.ts";
import type { Item } from "../../domain/catalog.ts";
import type { Entry } from "../../domain/package-entry.ts";
import type { Problem } from "../../domain/run.ts";
import { nothingFound } from "../package-check.ts";
import { closingEntries } from "./closing-entries.ts";
import { objectJson } from "./object-json.ts";
import { objectDocument } from "./object-xml.ts";
import { placesOf } from "./places.ts";
import { readSettings } from "./read-settings.ts";
import { startCheck } from "./start-check.ts";

/** Files and data as clients of easydb expect them (easydb.md sections 4.1 and 6). */
export const easydb: Format = {
  id: "easydb",
  title: "Files and data (easydb)",
  rules: { inspect: () => nothingFound, startCheck },
  itemFile: null,
  plansWithMetadata: true,
  planItem: (item, position, context) =>
    placesOf(item, position, context, readSettings(context.options)),
  itemEntries(item, planned, omitted, context) {
    const settings = readSettings(context.options);
    const entries: Entry[] = [];
    for (const path of planned.made)
      entries.push({
        path,
        mtime: item.lastModified,
        mimeType: path.endsWith(".xml")
          ? "application/xml"
          : "application/json",
        source: {
          kind: "bytes",
          bytes: Buffer.from(
            path.endsWith(".xml")
              ? objectDocument(
                  item,
                  context,
                  settings,
                  path,
                  planned.files.filter(
                    ({ bitstream }) => !omitted.has(bitstream.id),
                  ),
                )
              : `${objectJson(item, context, settings)}\n`,
          ),
        },
      });
    return {
      entries: [...entries, ...fileEntries(item, planned, omitted)],
      problems: problemsOf(planned, omitted, context.root),
    };
  },
  closingEntries,
};

function* fileEntries(
  item: Item,
  { files }: PlannedItem,
  omitted: ReadonlyMap<number, Omission>,
): Generator<Entry> {
  for (const { path, bitstream } of files)
    if (!omitted.has(bitstream.id))
      yield {
        path,
        mtime: item.lastModified,
        mimeType: bitstream.mimeType,
        source: {
          kind: "bitstream",
          sha256: bitstream.sha256,
          size: bitstream.size,
          crc32: bitstream.crc32,
        },
      };
}

/** A file that cannot be fetched does not end the export; its log says so. */
function problemsOf(
  { files }: PlannedItem,
  omitted: ReadonlyMap<number, Omission>,
  root: string,
): Problem[] {
  return files.flatMap(({ path, bitstream }) => {
    const omission = omitted.get(bitstream.id);
    return omission === undefined
      ? []
      : [
          {
            severity: omission.severity === "note" ? "note" : "warning",
            code: omission.code,
            object: path.slice(root.length + 1),
            message: omission.message,
            action: "It was left out.",
          } as const,
        ];
  });
}
