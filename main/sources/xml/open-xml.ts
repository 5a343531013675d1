import { AppError } from "../../domain/errors.ts";
import type {
  RefusedItem,
  SourceContext,
  SourceItem,
  SourcePackage,
} from "../source.ts";
import { stopIfAborted } from "../stop-if-aborted.ts";
import { openPackageFiles, type PackageFiles } from "./package-files.ts";
import { readHierarchy } from "./read-hierarchy.ts";
import { readItem } from "./read-item.ts";

/**
 * Opens an XML package of ours.
 * @throws AppError archive.*, file.*, disk.full, run.cancelled
 */
export async function openXml(
  path: string,
  context: SourceContext,
): Promise<SourcePackage> {
  const files = await openPackageFiles(path, context);
  try {
    const structure = readHierarchy(files, context.report);
    if (files.itemCount === 0 && structure === null) {
      throw new AppError(
        "archive.not-recognised",
        `${path} is not an XML package of Holdall: it has neither items nor a description of collections.`,
        { object: path },
      );
    }
    return {
      structure,
      total: files.itemCount,
      items: () => readItems(files, context),
      close: () => {
        files.close();
        return Promise.resolve();
      },
    };
  } catch (error) {
    files.close();
    throw error;
  }
}

async function* readItems(
  files: PackageFiles,
  { report, signal }: SourceContext,
): AsyncGenerator<SourceItem | RefusedItem> {
  let last = performance.now();
  for (const folder of files.itemFolders()) {
    stopIfAborted(signal);
    yield readItem(folder, files, report);
    // Reading is synchronous: without a pause the thread would not hear that the run was cancelled.
    if (performance.now() - last > 50) {
      await new Promise((resolve) => setImmediate(resolve));
      last = performance.now();
    }
  }
}
