import type { Item } from "../../domain/catalog.ts";
import type { EasydbSettings } from "../../domain/easydb-settings.ts";
import type { FormatContext, PlannedFile } from "../format.ts";
import { chooseFiles } from "./choose-files.ts";
import { wantedName } from "./file-name.ts";

/** Data files a package can have, each with the number that its paths are settled under. */
const dataKinds = { csv: 1, xml: 2, json: 3, objectXml: 4, objectJson: 5 };
export type DataKind = keyof typeof dataKinds;

/** Key of a path that is of no object: below 0, another one for each kind and number. */
const dataKey = (kind: DataKind, number: number): number =>
  -(number * 8 + dataKinds[kind]);

const extensions: Readonly<Record<DataKind, string>> = {
  csv: "csv",
  xml: "xml",
  json: "json",
  objectXml: "xml",
  objectJson: "json",
};

/** Which kinds of data files there are for a whole batch. */
export function batchKinds({ csv, xml, json }: EasydbSettings): DataKind[] {
  return [
    ...(csv === null ? [] : ["csv" as const]),
    ...(xml === "batch" ? ["xml" as const] : []),
    ...(json === "batch" ? ["json" as const] : []),
  ];
}

/** Number of the batch an item is in, from 0. */
export function batchOf(
  position: number,
  { batchSize }: EasydbSettings,
): number {
  return batchSize === 0 ? 0 : Math.floor((position - 1) / batchSize);
}

/** Path of the folder of a batch, with a slash at its end. */
function batchFolder(
  batch: number,
  root: string,
  { batchSize, flat }: EasydbSettings,
): string {
  if (flat || batchSize === 0) return `${root}/`;
  const from = batch * batchSize + 1;
  return `${root}/${String(from)}-${String(from + batchSize - 1)}/`;
}

/** Path of the data file of a batch. */
export function batchFile(
  kind: DataKind,
  batch: number,
  context: FormatContext,
  settings: EasydbSettings,
): string {
  const folder = batchFolder(batch, context.root, settings);
  const batches = settings.flat && settings.batchSize > 0;
  const name = batches ? `objects-${String(batch + 1)}` : "objects";
  return context.pathFor(
    `${folder}${name}.${extensions[kind]}`,
    dataKey(kind, batch),
  );
}

/** Where the files of an item are (easydb.md section 6): in a folder of their own when there are several. */
export function placesOf(
  item: Item,
  position: number,
  context: FormatContext,
  settings: EasydbSettings,
): {
  readonly folder: string;
  readonly files: readonly PlannedFile[];
  readonly made: readonly string[];
} {
  const batch = batchOf(position, settings);
  const base = batchFolder(batch, context.root, settings);
  // The first of a batch takes the names of its data files, so that nothing else can be called that.
  if (
    settings.batchSize === 0
      ? position === 1
      : (position - 1) % settings.batchSize === 0
  )
    for (const kind of batchKinds(settings))
      batchFile(kind, batch, context, settings);
  const made: string[] = [];
  for (const [wish, kind] of [
    [settings.xml, "objectXml"],
    [settings.json, "objectJson"],
  ] as const)
    if (wish === "object")
      made.push(
        context.pathFor(
          `${base}${String(item.id)}.${extensions[kind]}`,
          dataKey(kind, item.id),
        ),
      );
  const chosen = chooseFiles(item, settings);
  const folder =
    settings.flat || chosen.length < 2
      ? base
      : `${context.pathFor(`${base}${String(item.id)}`, item.id)}/`;
  return {
    folder: folder.slice(0, -1),
    made,
    files: chosen.map((file) => ({
      path: context.pathFor(
        `${folder}${wantedName(file, item, settings)}`,
        file.bitstream.id,
      ),
      bitstream: file.bitstream,
      label: {
        eas_id: file.asset.id,
        eas_version: file.rendition,
        eas_fileclass: file.fileClass,
      },
    })),
  };
}
