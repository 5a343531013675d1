import { lstatSync, readdirSync, realpathSync } from "node:fs";
import { opendir } from "node:fs/promises";
import { basename, join } from "node:path";
import type { ContentRef } from "../../domain/content-ref.ts";
import { AppError, fromSystemError } from "../../domain/errors.ts";
import { regularFile } from "../regular-file.ts";
import { stopIfAborted } from "../stop-if-aborted.ts";
import type { SourceContext } from "../source.ts";
import { createFolderSpool } from "./folder-spool.ts";
import {
  depthLimit,
  isLitter,
  markerOf,
  type FolderFiles,
  type Marker,
  type SafTree,
} from "./tree.ts";

/**
 * Finds the item folders below a folder. Links are never followed; a folder that turns out to be an item is not looked
 * into before it is read.
 * @throws AppError file.*, disk.full, run.cancelled
 */
export async function openFolderTree(
  path: string,
  context: SourceContext,
): Promise<SafTree> {
  const base = realpathSync(path);
  const spool = createFolderSpool(context.workFolder);
  try {
    spool.guard(() => spool.database.exec("BEGIN"));
    await scan("", 0);
    spool.guard(() => spool.database.exec("COMMIT"));
    const { itemCount, root } = spool.settle();
    if (itemCount > 0) reportStrays();
    return {
      name: basename(base),
      itemCount,
      root,
      itemFolders: () => spool.itemFolders(),
      read: (folder) => readFolder(join(base, folder)),
      file: (file) => regularFile(base, file),
      structureFolders: () => spool.structureFolders(),
      close: () => {
        spool.close();
      },
    };
  } catch (error) {
    spool.close();
    throw fromSystemError(error, path, "read");
  }

  async function scan(folder: string, depth: number): Promise<void> {
    stopIfAborted(context.signal);
    const absolute = join(base, folder);
    if (isFile(join(absolute, "dublin_core.xml"))) {
      spool.guard(() => {
        spool.add(folder, 2);
      });
      return;
    }
    let marker: Marker | null = null;
    const listing = await opendir(absolute, { bufferSize: 512 });
    for await (const entry of listing) {
      const inner = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (isLitter(entry.name)) continue;
      if (entry.isSymbolicLink()) {
        reportLink(inner);
      } else if (!entry.isDirectory()) {
        const found = markerOf(entry.name);
        if (marker === null || found > marker) marker = found;
      } else if (depth >= depthLimit) {
        throw new AppError(
          "archive.not-recognised",
          `The folder ${inner} is nested too deeply for a SAF package.`,
          {
            object: path,
            remedy: "Choose the folder that holds the item folders.",
          },
        );
      } else {
        await scanInner(inner, depth + 1);
      }
    }
    const known = marker;
    if (known !== null) {
      spool.guard(() => {
        spool.add(folder, known);
      });
    }
  }

  /** A folder that cannot be read costs only itself. */
  async function scanInner(folder: string, depth: number): Promise<void> {
    try {
      await scan(folder, depth);
    } catch (error) {
      const failure = fromSystemError(error, folder, "read");
      if (!(failure instanceof AppError) || !failure.code.startsWith("file."))
        throw failure;
      context.report({
        severity: "error",
        code: failure.code,
        object: folder,
        file: folder,
        message: failure.message,
        action: "It was left out.",
      });
    }
  }

  function reportLink(link: string): void {
    context.report({
      severity: "warning",
      code: "name.link",
      object: link,
      file: link,
      message: "It is a link; links are never followed.",
      action: "It was left out.",
    });
  }

  function reportStrays(): void {
    for (const folder of spool.strayFolders()) {
      context.report({
        severity: "warning",
        code: "folder.not-an-item",
        object: folder,
        message: "The folder holds files but no dublin_core.xml.",
        action: "It was left out.",
      });
    }
  }
}

function isFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function readFolder(absolute: string): FolderFiles {
  const files = new Map<string, ContentRef>();
  const unsafe = new Map<string, string>();
  const read = (folder: string, prefix: string, depth: number): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = `${prefix}${entry.name}`;
      const inner = join(folder, entry.name);
      if (entry.isFile()) files.set(path, { kind: "file", path: inner });
      else if (entry.isSymbolicLink()) unsafe.set(path, "it is a link");
      else if (!entry.isDirectory()) unsafe.set(path, "it is no regular file");
      else if (depth >= depthLimit) unsafe.set(path, "it is nested too deeply");
      else read(inner, `${path}/`, depth + 1);
    }
  };
  try {
    read(absolute, "", 0);
  } catch (error) {
    throw fromSystemError(error, absolute, "read");
  }
  return { files, unsafe };
}
