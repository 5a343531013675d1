import type { ImportRequest } from "../domain/run-request.ts";
import {
  noProgress,
  type ImportResult,
  type RunProgress,
} from "../domain/run.ts";
import type {
  RefusedItem,
  SourceContext,
  SourceItem,
} from "../sources/source.ts";
import type { Catalog } from "../store/catalog.ts";
import type { IngestPool } from "../store/ingest-pool.ts";
import { createImportBatches } from "./import-batches.ts";
import { digestOf } from "./import-item.ts";
import { itemKeyOf, sourceKeyOf } from "./import-keys.ts";
import { linkImportedItems } from "./import-relationships.ts";
import type { ImportTarget } from "./import-target.ts";
import type { JobContext } from "./protocol.ts";
import { createImportedWriter } from "./write-imported.ts";

/**
 * Takes the items of a source in that are not there yet.
 * @param total how many there are; null when nobody knows
 * @throws AppError disk.full, run.cancelled; what the source throws
 */
export async function importItems(
  { report, signal }: JobContext,
  request: ImportRequest,
  catalog: Catalog,
  pool: IngestPool,
  target: ImportTarget,
  items: AsyncIterable<SourceItem | RefusedItem>,
  total: number | null,
): Promise<ImportResult> {
  const sourceKey = sourceKeyOf(request);
  const { counts, collections, write } = createImportedWriter({
    catalog,
    request,
    sourceKey,
    target,
    report: report.problem,
  });
  let alreadyThere = 0;
  let refusedBefore = 0;
  let progress: RunProgress = {
    ...noProgress,
    phase: "reading",
    itemsTotal: total ?? 0,
  };
  const seen = () =>
    counts.items + counts.refused + alreadyThere + refusedBefore;
  const show = () => {
    progress = {
      ...progress,
      items: seen(),
      files: counts.files,
      bytes: counts.bytes,
    };
    report.progress(progress);
  };
  const batches = createImportBatches(pool, signal, (batch) => {
    catalog.together(() => {
      for (const item of batch) write(item);
    });
    show();
  });

  show();
  for await (const item of items) {
    signal.throwIfAborted();
    if (item.refused === true) {
      refusedBefore++;
      show();
      continue;
    }
    const digest = digestOf(item);
    const key = itemKeyOf(catalog, request, sourceKey, item);
    const known = catalog.imports.find(sourceKey, key);
    if (known !== null) {
      alreadyThere++;
      if (known.digest !== digest)
        reportChanged(report.problem, item.key, known.itemId);
      show();
      continue;
    }
    await batches.add({ item, key, digest });
  }
  await batches.end();
  if (seen() === 0) {
    // A package of nothing but collections is imported as such.
    catalog.together(() => {
      target.makeDescribed();
    });
    target.keep();
  }
  linkImportedItems(catalog, sourceKey, report.problem);
  progress = { ...progress, phase: "finished" };
  show();
  return {
    items: counts.items,
    itemsAlreadyThere: alreadyThere,
    itemsRefused: counts.refused + refusedBefore,
    files: counts.files,
    bytes: counts.bytes,
    collections: collections(),
  };
}

function reportChanged(
  report: SourceContext["report"],
  key: string,
  itemId: number,
): void {
  report({
    severity: "warning",
    code: "item.changed-since",
    object: key,
    message: `This item was imported before (as item ${String(itemId)}), and its source has changed since.`,
    action: "The item in the catalog was left as it is.",
  });
}
