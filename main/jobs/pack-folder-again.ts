import { mkdirSync, rmSync } from "node:fs";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import type { PackageFile } from "../domain/package-file.ts";
import type { ArchiveOrder, FolderArchive } from "../domain/run.ts";
import { AppError } from "../domain/errors.ts";
import { packers } from "../packers/index.ts";
import type { Packer } from "../packers/packer.ts";
import type { PackageListing } from "./package-listing.ts";

export interface FolderPacking {
  readonly listing: PackageListing;
  readonly order: ArchiveOrder;
  /** Folder the archives are put into. */
  readonly target: string;
  readonly work: string;
  readonly bitstreamFile: (sha256: string) => string;
  readonly signal: AbortSignal;
}

/**
 * Packs the files of a finished package that is a folder, in its order. Packers whose archives have a limit make as many
 * as it takes: the next one begins when the sizes of the files would exceed it, and a larger file has one of its own.
 * @throws AppError packer.unknown, and what packers throw
 */
export async function packFolderAgain(
  packing: FolderPacking,
): Promise<FolderArchive> {
  const { listing, order, target, work } = packing;
  const packer = packers.find(({ id }) => id === order.packer);
  if (packer === undefined)
    throw new AppError("packer.unknown", `There is no packer ${order.packer}.`);
  mkdirSync(target, { recursive: true });
  const files: FolderArchive["files"][number][] = [];
  const rest = listing.files()[Symbol.asyncIterator]();
  let next = await rest.next();
  do {
    const number = files.length + 1;
    const name = `${order.name}${packer.parts === null ? "" : `.${String(number)}`}${packer.extension}`;
    const path = join(target, name);
    const folder = join(work, `archive-${packer.id}-${String(number)}`);
    mkdirSync(folder, { recursive: true });
    const { size, sha256 } = await packOne(
      packing,
      packer,
      path,
      folder,
      takePart,
    );
    rmSync(folder, { recursive: true, force: true });
    files.push({ name, path, size, sha256 });
  } while (next.done !== true);
  return { packer: order.packer, files };

  /** Files until the next one would be too much. */
  async function* takePart(): AsyncGenerator<PackageFile> {
    const limits = packer?.parts ?? { bytes: Infinity, entries: Infinity };
    let bytes = 0;
    for (let entries = 0; next.done !== true; entries++) {
      const { value } = next;
      if (
        entries > 0 &&
        (bytes + value.size > limits.bytes || entries >= limits.entries)
      )
        return;
      bytes += value.size;
      yield value;
      next = await rest.next();
    }
  }
}

async function packOne(
  { bitstreamFile, signal }: FolderPacking,
  packer: Packer,
  path: string,
  work: string,
  files: () => AsyncIterable<PackageFile>,
) {
  const part = `${path}.part`;
  const result = await packer.pack({
    // There is nothing to be read from the catalog: all of it is closing entries.
    blocks: 0,
    threads: 1,
    partFile: part,
    workFolder: work,
    manifestFile: join(work, "manifest.txt"),
    problemsFile: join(work, "problems.ndjson"),
    base: "",
    resumeFrom: null,
    signal,
    spawn: () => {
      throw new Error("there are no blocks to pack");
    },
    bitstreamFile,
    saveCheckpoint: () => undefined,
    onProgress: () => undefined,
    async *closing() {
      for await (const file of files())
        yield {
          path: file.path,
          mtime: file.modified,
          source: { kind: "file", file: file.at },
        };
    },
  });
  await rename(part, path);
  return result;
}
