import { contentChunks } from "../../archives/content-chunks.ts";
import type { ContentRef } from "../../domain/content-ref.ts";
import { AppError } from "../../domain/errors.ts";
import { createJsonElements } from "../../domain/json-elements.ts";
import {
  itemsName,
  longestJsonItem,
  packageStructureName,
} from "../../domain/json-package.ts";
import { openPackageFiles, type PackageFiles } from "../package-files.ts";
import { readStructure } from "../read-structure.ts";
import type {
  RefusedItem,
  SourceContext,
  SourceItem,
  SourcePackage,
} from "../source.ts";
import { stopIfAborted } from "../stop-if-aborted.ts";
import { readItem } from "./read-item.ts";

const pieceBytes = 256 * 1024;

/**
 * Opens a JSON package of ours.
 * @throws AppError archive.*, file.*, disk.full, run.cancelled
 */
export async function openJson(
  path: string,
  context: SourceContext,
): Promise<SourcePackage> {
  const files = await openPackageFiles(path, itemsName, context);
  const items = files.file(itemsName);
  if (items === undefined) {
    files.close();
    throw new AppError(
      "archive.not-recognised",
      `${path} has no ${itemsName}.`,
      { object: path },
    );
  }
  return {
    structure: readStructure(files, packageStructureName, context.report),
    total: null,
    items: () => readItems(path, items, files, context),
    close: () => {
      files.close();
      return Promise.resolve();
    },
  };
}

async function* readItems(
  path: string,
  items: ContentRef,
  files: PackageFiles,
  { report, signal }: SourceContext,
): AsyncGenerator<SourceItem | RefusedItem> {
  let ready: Uint8Array[] = [];
  let number = 0;
  const elements = createJsonElements((element) => {
    ready.push(element);
  }, longestJsonItem);
  const take = (work: () => void) => {
    try {
      work();
    } catch (error) {
      if (!(error instanceof SyntaxError || error instanceof RangeError))
        throw error;
      const read = number + ready.length;
      throw new AppError(
        "archive.damaged",
        `${itemsName} of ${path} cannot be read after ${String(read)} ${read === 1 ? "item" : "items"}: ${error.message}`,
        {
          object: path,
          remedy: "Get an undamaged copy of the package.",
          cause: error,
        },
      );
    }
  };
  for await (const piece of contentChunks(items, pieceBytes)) {
    stopIfAborted(signal);
    take(() => {
      elements.update(piece);
    });
    const elementsOfPiece = ready;
    ready = [];
    for (const element of elementsOfPiece)
      yield readItem(element, ++number, files, report);
  }
  take(elements.end);
}
