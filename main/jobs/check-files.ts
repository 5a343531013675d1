import { createBitstreamStore } from "../store/bitstream-store.ts";
import type { FixityFinding } from "../store/bitstream-fixity.ts";
import { createCatalog } from "../store/catalog.ts";
import type { JobPaths } from "./protocol.ts";

export interface FileCheckInput {
  readonly paths: JobPaths;
}

/** What is wrong with the catalog's own file and the files of the store. */
export interface FileCheck {
  readonly integrity: readonly string[];
  /** The first of them. */
  readonly faults: readonly FixityFinding[];
  /** Files that nothing refers to. */
  readonly unknown: number;
}

/** More are not told; that there are so many says enough. */
const most = 400;

/**
 * Checks the catalog's file, then every file of the store.
 * @param onChecked number of files checked so far
 * @throws AppError run.cancelled
 */
export async function checkFiles(
  { paths }: FileCheckInput,
  signal: AbortSignal,
  onChecked: (files: number) => void,
): Promise<FileCheck> {
  const catalog = createCatalog(paths.catalog);
  try {
    const integrity = catalog.summary.integrityFaults();
    const faults: FixityFinding[] = [];
    let unknown = 0;
    let files = 0;
    const found = createBitstreamStore(paths.store).checkFixity(
      catalog.summary.contents(),
      {
        isReferenced: catalog.summary.isReferenced,
        signal,
        onChecked() {
          files += 1;
          onChecked(files);
        },
      },
    );
    for await (const fault of found) {
      if (fault.kind === "unknown") unknown += 1;
      else if (faults.length < most) faults.push(fault);
    }
    return { integrity, faults, unknown };
  } finally {
    catalog.close();
  }
}
