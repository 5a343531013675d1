import type { ContentRef } from "../domain/content-ref.ts";
import type { SourceItem } from "../sources/source.ts";
import type { IngestResult } from "../store/ingest.ts";
import type { IngestPool } from "../store/ingest-pool.ts";
import { filesOf } from "./import-item.ts";

/** A batch is stored together: so many files or bytes, whichever comes first. */
const batchFiles = 100;
const batchBytes = 8 << 20;
/** Batches being stored while earlier ones are written to the catalog. */
const batchesAhead = 3;
/** What a file counts for whose size nobody knows before it is read. */
const usualBytes = 65_536;

/** An item that is to be taken in. */
export interface NewItem {
  readonly item: SourceItem;
  /** What it is remembered by. */
  readonly key: string;
  readonly digest: string;
}

/** An item whose files are in the store, or why one of them is not. */
export interface StoredItem extends NewItem {
  readonly results: readonly IngestResult[];
}

interface Batch {
  readonly items: readonly NewItem[];
  readonly stored: Promise<readonly IngestResult[]>;
}

/**
 * Puts the files of many items into the store at once, some batches ahead of those that are written to the catalog.
 * @param write takes a batch in, in the order of the source
 */
export function createImportBatches(
  pool: IngestPool,
  signal: AbortSignal,
  write: (batch: readonly StoredItem[]) => void,
) {
  const waiting: Batch[] = [];
  let items: NewItem[] = [];
  let refs: ContentRef[] = [];
  let weight = 0;

  const finish = async (batch: Batch) => {
    const stored = await batch.stored;
    let at = 0;
    write(
      batch.items.map((one) => {
        const files = filesOf(one.item).length;
        const results = stored.slice(at, at + files);
        at += files;
        return { ...one, results };
      }),
    );
  };

  const send = async () => {
    const stored =
      refs.length === 0 ? Promise.resolve([]) : pool.ingest(refs, signal);
    // The batch is awaited later; a failure before that must not count as unhandled.
    stored.catch(() => undefined);
    waiting.push({ items, stored });
    items = [];
    refs = [];
    weight = 0;
    const first = waiting.length > batchesAhead ? waiting.shift() : undefined;
    if (first !== undefined) await finish(first);
  };

  return {
    /** @throws what storing or writing an earlier batch throws */
    async add(one: NewItem): Promise<void> {
      items.push(one);
      for (const { content } of filesOf(one.item)) {
        refs.push(content);
        weight += weightOf(content);
      }
      if (
        refs.length >= batchFiles ||
        items.length >= batchFiles ||
        weight >= batchBytes
      )
        await send();
    },
    /** Waits until all that was added is written. @throws as {@link add} */
    async end(): Promise<void> {
      await send();
      for (const rest of waiting.splice(0)) await finish(rest);
    },
  };
}

/** About how many bytes a file has. */
function weightOf(content: ContentRef): number {
  switch (content.kind) {
    case "zip-entry":
      return content.size;
    case "bytes":
      return content.bytes.length;
    default:
      return usualBytes;
  }
}
