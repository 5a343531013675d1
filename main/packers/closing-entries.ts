import { setImmediate } from "node:timers/promises";
import type { Entry } from "../domain/package-entry.ts";
import type { PackRequest } from "./packer.ts";
import { throwIfCancelled } from "./archive-file.ts";
import type { ArchiveKind, PackageOutput } from "./archive-kind.ts";
import type { Chunk, ChunkSink, Slab } from "./chunk.ts";
import { createContentReader } from "./content-reader.ts";
import { createEntryDigester } from "./entry-digest.ts";
import { createUniquePaths } from "./entry-path.ts";

const slabBytes = 1024 * 1024;

/** Slabs of the coordinator's own: as many as one step fills, used again and again. */
function createLocalSlabs<Kind extends Chunk>(): {
  readonly sink: ChunkSink<Kind>;
  drain(commit: PackageOutput<Kind>["commit"]): Promise<void>;
} {
  const slabs: Buffer[] = [];
  const free: number[] = [];
  const full: Kind[] = [];
  return {
    sink: {
      acquire(): Slab {
        const index =
          free.pop() ?? slabs.push(Buffer.allocUnsafeSlow(slabBytes)) - 1;
        const bytes = slabs[index];
        if (bytes === undefined)
          throw new RangeError(`There is no slab ${index}.`);
        return { index, bytes };
      },
      send(chunk) {
        full.push(chunk);
      },
    },
    async drain(commit) {
      for (const chunk of full.splice(0)) {
        const bytes = slabs[chunk.slab];
        if (bytes !== undefined)
          await commit(chunk, bytes.subarray(0, chunk.length));
        free.push(chunk.slab);
      }
    },
  };
}

/**
 * Packs the entries after the blocks, one by one, on this thread; the event loop is never held up for long.
 * @throws AppError as the packer does
 */
export async function packClosingEntries<Kind extends Chunk>(
  kind: ArchiveKind<Kind>,
  request: PackRequest,
  output: PackageOutput<Kind>,
): Promise<void> {
  const { signal, bitstreamFile } = request;
  const local = createLocalSlabs<Kind>();
  const reader = createContentReader(bitstreamFile, () => {
    throwIfCancelled(signal);
  });
  const encoder = kind.createEncoder({
    sink: local.sink,
    base: request.base,
    reader,
    bitstreamFile,
    manifestFile: request.manifestFile,
    partFile: request.partFile,
  });
  const digest = createEntryDigester({ reader, bitstreamFile });
  const paths = createUniquePaths();

  /** Whether the entry can be packed; when not, that is recorded. */
  function isIntact(entry: Entry): boolean {
    if (entry.source.kind !== "bitstream") return true;
    const check = reader.check(entry.source);
    if (check.ok) return true;
    encoder.problem({
      severity: "error",
      code: check.code,
      object: entry.path,
      message: check.message,
      action: "It was left out.",
    });
    return false;
  }

  encoder.beginBlock(request.blocks);
  for await (const entry of request.closing(output.counts())) {
    throwIfCancelled(signal);
    paths.add(entry.path);
    if (isIntact(entry)) {
      for (const steps of [digest(entry, encoder), encoder.encode(entry)]) {
        while (steps.next().done !== true) {
          await local.drain(output.commit);
          await setImmediate();
          throwIfCancelled(signal);
        }
      }
    }
    encoder.flush();
    await local.drain(output.commit);
    reader.release();
  }
}
