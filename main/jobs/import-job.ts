import { createHash } from "node:crypto";
import { mkdirSync, rmSync, statfsSync } from "node:fs";
import { join } from "node:path";
import type { Content, Policy } from "../domain/catalog.ts";
import type { ContentRef } from "../domain/content-ref.ts";
import { AppError, fromErrorView } from "../domain/errors.ts";
import type { ImportRequest } from "../domain/run-request.ts";
import {
  noProgress,
  type ImportResult,
  type Problem,
  type RunProgress,
} from "../domain/run.ts";
import type {
  RefusedItem,
  Source,
  SourceContext,
  SourceItem,
} from "../sources/source.ts";
import { createCatalog, type Catalog } from "../store/catalog.ts";
import type { IngestResult } from "../store/ingest.ts";
import { createIngestPool, type IngestPool } from "../store/ingest-pool.ts";
import { workFolder } from "./export-paths.ts";
import { digestOf, filesOf, toItemDraft } from "./import-item.ts";
import { itemKeyOf, sourceKeyOf } from "./import-keys.ts";
import { linkImportedItems } from "./import-relationships.ts";
import { prepareTarget, type ImportTarget } from "./import-target.ts";
import { findSource, packageName, type FoundSource } from "./open-source.ts";
import type { JobContext } from "./protocol.ts";
import { startThread } from "./thread.ts";

/** A batch is stored together: so many files or bytes, whichever comes first. */
const batchFiles = 100;
const batchBytes = 8 << 20;
/** Batches being stored while earlier ones are written to the catalog. */
const batchesAhead = 3;

interface Batch {
  readonly items: readonly {
    readonly item: SourceItem;
    /** What it is remembered by. */
    readonly key: string;
    readonly digest: string;
  }[];
  readonly stored: Promise<readonly IngestResult[]>;
}

/**
 * Runs an import: every item of the source as a whole or not at all, each in a transaction of its own, a batch of which
 * is made durable together. The same import run again leaves out what is there already.
 * @throws AppError; what was imported before the failure stays
 */
export async function runImport(
  context: JobContext,
  request: ImportRequest,
): Promise<ImportResult> {
  const { paths, run, signal } = context;
  const work = workFolder(paths.exports, run.uuid);
  // What a run that was killed has left there is of no use: what it imported is in the catalog.
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  let found: FoundSource;
  try {
    found = await findSource(request, {
      report: context.report.problem,
      workFolder: join(work, "unpacked"),
      freeBytes: freeBytes(paths.store),
      signal,
    });
  } catch (error) {
    rmSync(work, { recursive: true, force: true });
    throw error;
  }
  const { source, path } = found;
  const catalog = createCatalog(paths.catalog);
  const pool = createIngestPool({
    threads: context.threads,
    spawn: () => startThread("ingest", { root: paths.store }),
  });
  const open = (report: SourceContext["report"], name: string) => {
    const folder = join(work, name);
    mkdirSync(folder, { recursive: true });
    return source.open(path, {
      report,
      workFolder: folder,
      freeBytes: freeBytes(paths.store),
      signal,
      options: {
        ...(request.encoding === null ? {} : { encoding: request.encoding }),
        ...(request.delimiter === null ? {} : { delimiter: request.delimiter }),
        ...(request.assetstore === null
          ? {}
          : { assetstore: request.assetstore }),
      },
    });
  };
  try {
    if (request.strict) await refuseIfFaulty(open, context);
    const opened = await open(context.report.problem, "source");
    try {
      const ingest = async (ref: ContentRef): Promise<Content> => {
        const [stored] = await pool.ingest([ref], signal);
        if (stored === undefined) throw new Error("a content has no result");
        if (!stored.ok) throw fromErrorView(stored.error);
        return stored.content;
      };
      const name = packageName(request.path);
      const target = await prepareTarget({
        catalog,
        request,
        sourceKey: sourceKeyOf(request),
        structure: opened.structure,
        fallbackName: name,
        ingest,
        report: context.report.problem,
      });
      return await importItems(
        context,
        request,
        catalog,
        pool,
        target,
        opened.items(),
        opened.total,
      );
    } finally {
      await opened.close();
    }
  } finally {
    await pool.close();
    catalog.close();
    rmSync(work, { recursive: true, force: true });
  }
}

/** What of the disk a dense archive may take: half of what is free, as others write there too. */
function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return (bavail * bsize) / 2;
}

/** Reads everything once without taking anything in. */
async function refuseIfFaulty(
  open: (
    report: SourceContext["report"],
    name: string,
  ) => ReturnType<Source["open"]>,
  { report, signal }: JobContext,
): Promise<void> {
  let faults = 0;
  const note = (problem: Problem) => {
    if (problem.severity !== "note") faults++;
    report.problem(problem);
  };
  const checked = await open(note, "check");
  try {
    for await (const item of checked.items()) {
      signal.throwIfAborted();
      if (item.refused === true) faults++;
    }
  } finally {
    await checked.close();
  }
  if (faults > 0) {
    throw new AppError(
      "import.refused",
      `The source has ${String(faults)} problems; nothing was imported.`,
      {
        remedy: "Mend what the report names, or import without --strict.",
      },
    );
  }
}

async function importItems(
  { report, signal }: JobContext,
  request: ImportRequest,
  catalog: Catalog,
  pool: IngestPool,
  target: ImportTarget,
  items: AsyncIterable<SourceItem | RefusedItem>,
  total: number | null,
): Promise<ImportResult> {
  const sourceKey = sourceKeyOf(request);
  const defaults = rememberPolicies(catalog);
  const counts = { items: 0, alreadyThere: 0, refused: 0, files: 0, bytes: 0 };
  const collections = new Map<number, { uuid: string; name: string }>();
  let progress: RunProgress = {
    ...noProgress,
    phase: "reading",
    itemsTotal: total ?? 0,
  };
  const show = () => {
    progress = {
      ...progress,
      items: counts.items + counts.alreadyThere + counts.refused,
      files: counts.files,
      bytes: counts.bytes,
    };
    report.progress(progress);
  };
  const refuse = (object: string, error: AppError) => {
    counts.refused++;
    report.problem({
      severity: "error",
      code: error.code,
      object,
      ...(error.object === undefined || error.object === object
        ? {}
        : { file: error.object }),
      message: error.message,
      action: `The item was not imported.${error.remedy === undefined ? "" : ` ${error.remedy}`}`,
    });
  };

  const write = (
    { item, key, digest }: Batch["items"][number],
    results: readonly IngestResult[],
  ) => {
    try {
      const contents = results.map((result) => {
        if (!result.ok) throw fromErrorView(result.error);
        return result.content;
      });
      const { ids, created } = catalog.together(() => {
        const collectionIds = target.collectionsOf(item.collections, item.key);
        const draft = toItemDraft(item, contents, {
          collections: collectionIds,
          newIdentifiers: request.newIdentifiers,
          historyOf: (history) =>
            createHash("sha256")
              .update(JSON.stringify([sourceKey, history]))
              .digest("hex"),
          defaultPolicies: defaults.of,
        });
        return {
          ids: collectionIds,
          created: catalog.items.create(draft, ({ id }) => {
            catalog.imports.remember(
              sourceKey,
              key,
              id,
              digest,
              item.relationships,
            );
          }),
        };
      });
      target.keep();
      for (const field of created.fieldsAdded) {
        report.problem({
          severity: "warning",
          code: "field.registered",
          object: field,
          message: `The metadata field ${field} was not registered.`,
          action: "It was added to the registry.",
        });
      }
      for (const id of ids) {
        const collection = collections.has(id)
          ? null
          : catalog.containers.collection(id);
        if (collection !== null)
          collections.set(id, { uuid: collection.uuid, name: collection.name });
      }
      counts.items++;
      counts.files += contents.length;
      for (const content of contents) counts.bytes += content.size;
    } catch (error) {
      // Collections that were made for this item have gone with it.
      target.forget();
      defaults.forget();
      // A full disk or a lost store ends the import; everything else concerns this item alone.
      if (
        !(error instanceof AppError) ||
        error.code === "disk.full" ||
        error.code === "run.cancelled"
      )
        throw error;
      refuse(item.key, error);
    }
  };
  const finish = async (batch: Batch) => {
    const stored = await batch.stored;
    catalog.together(() => {
      let at = 0;
      for (const entry of batch.items) {
        const files = filesOf(entry.item).length;
        write(entry, stored.slice(at, at + files));
        at += files;
      }
    });
    show();
  };

  const waiting: Batch[] = [];
  let batch: { item: SourceItem; key: string; digest: string }[] = [];
  let refs: ContentRef[] = [];
  let weight = 0;
  const send = async () => {
    const stored =
      refs.length === 0 ? Promise.resolve([]) : pool.ingest(refs, signal);
    // The batch is awaited later; a failure before that must not count as unhandled.
    stored.catch(() => undefined);
    waiting.push({ items: batch, stored });
    batch = [];
    refs = [];
    weight = 0;
    const first = waiting.length > batchesAhead ? waiting.shift() : undefined;
    if (first !== undefined) await finish(first);
  };

  show();
  for await (const item of items) {
    signal.throwIfAborted();
    if (item.refused === true) {
      counts.refused++;
      show();
      continue;
    }
    const digest = digestOf(item);
    const key = itemKeyOf(catalog, request, sourceKey, item);
    const known = catalog.imports.find(sourceKey, key);
    if (known !== null) {
      counts.alreadyThere++;
      if (known.digest !== digest)
        reportChanged(report.problem, item.key, known.itemId);
      show();
      continue;
    }
    batch.push({ item, key, digest });
    for (const { content } of filesOf(item)) {
      refs.push(content);
      weight +=
        content.kind === "zip-entry"
          ? content.size
          : content.kind === "bytes"
            ? content.bytes.length
            : 65_536;
    }
    if (
      refs.length >= batchFiles ||
      batch.length >= batchFiles ||
      weight >= batchBytes
    )
      await send();
  }
  await send();
  for (const rest of waiting.splice(0)) await finish(rest);
  if (counts.items + counts.alreadyThere + counts.refused === 0) {
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
    itemsAlreadyThere: counts.alreadyThere,
    itemsRefused: counts.refused,
    files: counts.files,
    bytes: counts.bytes,
    collections: [...collections.values()],
  };
}

/** The default policies of a collection do not change while it is being filled. */
function rememberPolicies(catalog: Catalog) {
  const known = new Map<string, readonly Policy[]>();
  return {
    of(collection: number, kind: "item" | "bitstream"): readonly Policy[] {
      const key = `${kind} ${String(collection)}`;
      let policies = known.get(key);
      if (policies === undefined) {
        policies = catalog.containers.defaultPolicies(collection, kind);
        known.set(key, policies);
      }
      return policies;
    },
    /** A collection that was undone leaves its number to another one. */
    forget(): void {
      known.clear();
    },
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
