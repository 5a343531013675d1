import { rm } from "node:fs/promises";
import type { Records } from "./compose-records.ts";
import { createStorage } from "./core/storage.ts";
import { freeBytes } from "./data-folder.ts";
import type { Leftovers } from "./domain/storage.ts";
import { walkFolder } from "./jobs/walk-folder.ts";
import { partOf } from "./jobs/storage-part.ts";
import type { BitstreamStore } from "./store/bitstream-store.ts";
import type { Catalog } from "./store/catalog.ts";

/** Whoever wrote a file may not have referred to it yet, so long. Milliseconds. */
const graceMs = 3_600_000;

/**
 * The size of the data folder and what cleans it, put together.
 * @param orphans what belongs to no run and no delivery, in the folder of exports
 */
export function composeStorage(
  catalog: Catalog,
  store: BitstreamStore,
  { audit }: Pick<Records, "audit">,
  orphans: () => readonly string[],
  dataDir: string,
) {
  async function leftovers(
    remove: boolean,
    signal?: AbortSignal,
    onFile?: () => void,
  ): Promise<Leftovers> {
    const remains = { files: 0, bytes: 0 };
    for (const path of orphans()) {
      signal?.throwIfAborted();
      for await (const { bytes } of walkFolder(path, signal)) {
        remains.files += 1;
        remains.bytes += bytes;
        onFile?.();
      }
      if (remove) await rm(path, { recursive: true, force: true });
    }
    const found = await store.removeUnreferenced(catalog.summary.isReferenced, {
      graceMs,
      signal,
      onFile,
      remove,
      isInUse: catalog.runs.isProcessing,
    });
    return {
      contents: { files: found.files, bytes: found.bytes },
      unfinished: { files: found.incoming, bytes: found.incomingBytes },
      remains,
      young: found.young,
      inUse: found.inUse,
    };
  }

  const storage = createStorage({
    async *walk(signal) {
      for await (const { path, bytes } of walkFolder(dataDir, signal))
        yield { part: partOf(dataDir, path), bytes };
    },
    leftovers,
    free: () => freeBytes(dataDir),
    cleaned: ({ contents, unfinished, remains }) =>
      audit.record("storage.cleaned", {
        object: "data folder",
        detail: {
          files: contents.files + unfinished.files + remains.files,
          bytes: contents.bytes + unfinished.bytes + remains.bytes,
        },
      }),
    now: () => Date.now(),
  });

  return {
    storage,
    /** Removes what nothing needs, at once. */
    clean: () => leftovers(true),
  };
}
