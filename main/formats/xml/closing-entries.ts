import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Entry } from "../../domain/package-entry.ts";
import { manifestName } from "../../domain/saf-sidecar.ts";
import type { Problem } from "../../domain/run.ts";
import type { PackageFacts } from "../format.ts";
import { linesOf } from "../lines-of.ts";
import { manifestTextEntry } from "../manifest-text.ts";
import { reportEntries } from "../report-entries.ts";
import { archiveSchema } from "./archive-schema.ts";
import { hierarchyDocument, logoPath } from "./hierarchy-document.ts";
import { charactersLeftOut } from "./item-entries.ts";
import { itemSchema } from "./item-schema.ts";
import { linksDocument } from "./links-document.ts";

/** What follows the items: logos, schemas, `hierarchy.xml`, `links.xml`, the report and the two manifests (rspace.md section 8). */
export async function* closingEntries(
  facts: PackageFacts,
): AsyncGenerator<Entry> {
  const at = (name: string) => ({
    path: `${facts.root}/${name}`,
    mtime: facts.lastModified,
  });
  const document = (name: string, text: string): Entry => ({
    ...at(name),
    mimeType: "application/xml",
    source: { kind: "bytes", bytes: Buffer.from(text) },
  });

  for (const { logo } of [...facts.communities, ...facts.collections]) {
    if (logo === null) continue;
    const { sha256, size, crc32, mimeType } = logo;
    yield {
      ...at(logoPath(logo)),
      mimeType,
      source: { kind: "bitstream", sha256, size, crc32 },
    };
  }
  yield document("schemas/archive.xsd", archiveSchema);
  yield document("schemas/item.xsd", itemSchema);
  const hierarchy = hierarchyDocument(facts);
  yield document("hierarchy.xml", hierarchy.text);
  const links = join(facts.workFolder, "links.xml");
  let { changed } = hierarchy;
  await pipeline(
    linksDocument(facts, (more) => (changed += more)),
    createWriteStream(links),
  );
  yield {
    ...at("links.xml"),
    mimeType: "application/xml",
    source: { kind: "file", file: links },
  };
  yield* reportEntries(facts, "Holdall XML");
  yield await manifestTextEntry(facts, "xml", {
    schemaVersion: 1,
    charactersRemoved: changed + (await charactersRemoved(facts.problemsFile)),
  });
  yield {
    ...at(manifestName),
    mimeType: "text/plain",
    source: { kind: "file", file: facts.manifestFile },
  };
}

/** Characters that the items' documents could not hold; their problems tell how many. */
async function charactersRemoved(problemsFile: string): Promise<number> {
  let sum = 0;
  for await (const line of linesOf(problemsFile))
    sum += charactersLeftOut(JSON.parse(line) as Problem);
  return sum;
}
