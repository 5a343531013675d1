import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { EasydbSettings } from "../../domain/easydb-settings.ts";
import { fromSystemError } from "../../domain/errors.ts";
import type { Entry } from "../../domain/package-entry.ts";
import type { PackagedItem, PackageFacts } from "../format.ts";
import { createBatchCsv } from "./batch-csv.ts";
import { objectJson } from "./object-json.ts";
import { objectXml, xmlStart } from "./object-xml.ts";
import { batchFile, batchKinds, batchOf, type DataKind } from "./places.ts";
import { readSettings } from "./read-settings.ts";
import { recordOf } from "./record.ts";

/** The data files of all batches, one batch after the other; each is made in the work folder. */
export async function* closingEntries(
  facts: PackageFacts,
): AsyncGenerator<Entry> {
  const settings = readSettings(facts.options);
  const kinds = batchKinds(settings);
  if (kinds.length === 0) return;
  let position = 0;
  let batch = -1;
  let writers: BatchWriter[] = [];

  async function* finish(): AsyncGenerator<Entry> {
    for (const writer of writers) {
      const file = await writer.end();
      yield {
        path: batchFile(writer.kind, batch, facts.context, settings),
        mtime: facts.lastModified,
        mimeType: mimeTypes[writer.kind],
        source: { kind: "file", file },
      };
      rmSync(file, { force: true });
    }
    writers = [];
  }

  for await (const packaged of facts.packagedItems()) {
    position++;
    const next = batchOf(position, settings);
    if (next !== batch) {
      yield* finish();
      batch = next;
      writers = kinds.map((kind) => startWriter(kind, facts, settings));
    }
    for (const writer of writers) writer.add(packaged);
  }
  yield* finish();
}

const mimeTypes: Readonly<Record<DataKind, string>> = {
  csv: "text/csv",
  xml: "application/xml",
  json: "application/json",
  objectXml: "application/xml",
  objectJson: "application/json",
};

interface BatchWriter {
  readonly kind: DataKind;
  add(packaged: PackagedItem): void;
  /** @returns the finished file */
  end(): Promise<string>;
}

function startWriter(
  kind: DataKind,
  { context, workFolder }: PackageFacts,
  settings: EasydbSettings,
): BatchWriter {
  const path = join(workFolder, `batch.${kind}`);
  const file = openFile(path);
  switch (kind) {
    case "json": {
      let first = true;
      file.write("[");
      return {
        kind,
        add({ item }) {
          file.write(
            `${first ? "" : ","}\n${objectJson(item, context, settings)}`,
          );
          first = false;
        },
        async end() {
          file.write("\n]\n");
          file.close();
          return Promise.resolve(path);
        },
      };
    }
    case "csv": {
      if (settings.csv === null) throw new Error("there is no CSV to write");
      const csv = createBatchCsv(settings.csv, settings);
      const { allLanguages } = settings.csv;
      return {
        kind,
        add({ item }) {
          file.write(
            csv.row(
              recordOf(
                item,
                context,
                settings,
                allLanguages || settings.allLanguages,
              ),
            ),
          );
        },
        async end() {
          file.close();
          const finished = openFile(`${path}.finished`);
          for await (const line of csv.lines(path)) finished.write(line);
          finished.close();
          rmSync(path, { force: true });
          return `${path}.finished`;
        },
      };
    }
    default:
      file.write(`${xmlStart}<objects>\n`);
      return {
        kind,
        add({ item }) {
          file.write(objectXml(item, context, settings));
        },
        async end() {
          file.write("</objects>\n");
          file.close();
          return Promise.resolve(path);
        },
      };
  }
}

/** A file that is written in pieces that are large enough. */
function openFile(path: string) {
  const attempt = <Result>(work: () => Result): Result => {
    try {
      return work();
    } catch (error) {
      throw fromSystemError(error, path, "write");
    }
  };
  const descriptor = attempt(() => openSync(path, "w"));
  let pending = "";
  const flush = () => {
    let bytes = Buffer.from(pending);
    pending = "";
    while (bytes.length > 0)
      bytes = bytes.subarray(attempt(() => writeSync(descriptor, bytes)));
  };
  return {
    write(text: string): void {
      pending += text;
      if (pending.length > 65_536) flush();
    },
    close(): void {
      flush();
      closeSync(descriptor);
    },
  };
}
