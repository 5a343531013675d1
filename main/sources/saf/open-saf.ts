import { AppError } from "../../domain/errors.ts";
import { structureName } from "../../domain/saf-sidecar.ts";
import { isFolder } from "../regular-file.ts";
import { stopIfAborted } from "../stop-if-aborted.ts";
import type {
  RefusedItem,
  SourceContext,
  SourceItem,
  SourcePackage,
  SourceStructure,
} from "../source.ts";
import { openFolderTree } from "./folder-tree.ts";
import { readItem, type ItemPlace } from "./read-item.ts";
import { readStructure } from "../read-structure.ts";
import type { SafTree } from "./tree.ts";
import { openZipTree } from "./zip-tree.ts";

/**
 * Opens a SAF package of any layout (saf.md section 21): the item folders are found wherever they are.
 * @throws AppError archive.*, file.*, disk.full, run.cancelled
 */
export async function openSaf(
  path: string,
  context: SourceContext,
): Promise<SourcePackage> {
  const tree = isFolder(path)
    ? await openFolderTree(path, context)
    : await openZipTree(path, context);
  try {
    const structure = findStructure(tree, context);
    if (tree.itemCount === 0 && structure === null) {
      throw new AppError(
        "archive.not-recognised",
        `${path} is not a SAF package: no folder in it holds a dublin_core.xml.`,
        {
          object: path,
          remedy:
            "Choose a folder or ZIP with one folder for each item, each with its dublin_core.xml.",
        },
      );
    }
    return {
      structure,
      total: tree.itemCount,
      items: () => readItems(tree, context),
      close: () => {
        tree.close();
        return Promise.resolve();
      },
    };
  } catch (error) {
    tree.close();
    throw error;
  }
}

/** `collection.json` is beside the items; in a package without items it is in the one root folder. */
function findStructure(
  tree: SafTree,
  context: SourceContext,
): SourceStructure | null {
  for (const folder of tree.structureFolders()) {
    const path = folder === "" ? structureName : `${folder}/${structureName}`;
    const structure = readStructure(tree, path, context.report);
    if (structure !== null) return structure;
  }
  return null;
}

async function* readItems(
  tree: SafTree,
  context: SourceContext,
): AsyncGenerator<SourceItem | RefusedItem> {
  const { report, signal, options } = context;
  let last = performance.now();
  for (const folder of tree.itemFolders()) {
    stopIfAborted(signal);
    const place = placeOf(folder, tree);
    yield readItem(place, () => tree.read(folder), options.assetstore, report);
    // Reading is synchronous: without a pause the thread would not hear that the run was cancelled.
    if (performance.now() - last > 50) {
      await new Promise((resolve) => setImmediate(resolve));
      last = performance.now();
    }
  }
}

/** Keys leave out the folder around all items, so that a wrapper does not change them. */
function placeOf(folder: string, tree: SafTree): ItemPlace {
  if (folder === "") return { key: tree.name, folder, folderPrefix: "" };
  const key = tree.root === "" ? folder : folder.slice(tree.root.length + 1);
  return {
    key,
    folder,
    folderPrefix: key.slice(0, key.lastIndexOf("/") + 1),
  };
}
