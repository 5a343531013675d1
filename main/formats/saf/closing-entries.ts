import type { Entry } from "../../domain/package-entry.ts";
import { manifestName, structureName } from "../../domain/saf-sidecar.ts";
import type { PackageFacts } from "../format.ts";
import { reportEntries } from "../report-entries.ts";
import { structureEntries } from "../structure-entries.ts";

/** What follows the items in the root folder: logos, `collection.json`, `report.json`, then the manifest over all (saf.md section 23). */
export async function* closingEntries(
  facts: PackageFacts,
): AsyncGenerator<Entry> {
  yield* structureEntries(facts, structureName);
  yield* reportEntries(facts, "DSpace Simple Archive Format");
  yield {
    path: `${facts.root}/${manifestName}`,
    mtime: facts.lastModified,
    mimeType: "text/plain",
    source: { kind: "file", file: facts.manifestFile },
  };
}
