import type { PlacedFile } from "./carriers/upload.ts";

/** What was dropped or chosen, and belongs together: one import. */
export interface FileGroup {
  /** What a person sees: the name of the package, the table or the folder. */
  readonly name: string;
  /** Absolute path in the desktop application; null in a browser, where `files` are sent instead. */
  readonly path: string | null;
  readonly files: readonly PlacedFile[];
}

/** One thing as it lies in the file manager. */
export interface Thing {
  readonly name: string;
  readonly folder: boolean;
  readonly path: string;
  readonly files: readonly PlacedFile[];
}

const isTable = (thing: Thing): boolean =>
  !thing.folder && /\.(?:csv|tsv|tab)$/iu.test(thing.name);
const isPackage = (thing: Thing): boolean =>
  thing.folder || /\.zip$/iu.test(thing.name);

/**
 * Sorts things into imports. Packages and folders are one import each. A table brings along what was dropped with it:
 * on this machine its files are found beside it, in a browser they are sent together.
 */
export function groupThings(
  things: readonly Thing[],
  onThisMachine: boolean,
): FileGroup[] {
  const tables = things.filter(isTable);
  if (onThisMachine) {
    return (tables.length > 0 ? tables : things).map(({ name, path }) => ({
      name,
      path,
      files: [],
    }));
  }
  if (things.every(isPackage)) {
    return things.map(({ name, files }) => ({ name, path: null, files }));
  }
  const files = things.flatMap((thing) => thing.files);
  return [{ name: (tables[0] ?? things[0])?.name ?? "", path: null, files }];
}

async function filesBelow(
  entry: FileSystemEntry,
  path: string,
): Promise<PlacedFile[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => {
      (entry as FileSystemFileEntry).file(resolve, reject);
    });
    return [{ file, path }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: PlacedFile[] = [];
  for (;;) {
    // A folder is told in portions; an empty one is the end.
    const portion = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (portion.length === 0) return found;
    for (const child of portion)
      found.push(...(await filesBelow(child, `${path}/${child.name}`)));
  }
}

/**
 * What a drop brought. Has to be called while the event is being handled: afterwards the browser forgets it.
 * @param pathOf absolute path of a file; empty in a browser
 */
export async function droppedThings(
  transfer: DataTransfer,
  pathOf: (file: File) => string,
): Promise<Thing[]> {
  const dropped = [...transfer.items]
    .filter((item) => item.kind === "file")
    .map((item) => ({
      file: item.getAsFile(),
      entry: item.webkitGetAsEntry(),
    }));
  const things: Thing[] = [];
  for (const { file, entry } of dropped) {
    if (file === null) continue;
    const path = pathOf(file);
    const folder = entry?.isDirectory === true;
    const files =
      path !== ""
        ? []
        : entry === null
          ? [{ file, path: file.name }]
          : await filesBelow(entry, entry.name);
    things.push({ name: file.name, folder, path, files });
  }
  return things;
}

/** What was chosen in a file chooser; the files of a chosen folder become that folder again. */
export function chosenThings(
  files: readonly File[],
  pathOf: (file: File) => string,
): Thing[] {
  const folders = new Map<string, PlacedFile[]>();
  const things: Thing[] = [];
  for (const file of files) {
    const relative = file.webkitRelativePath;
    const [top] = relative.split("/");
    if (relative === "" || top === undefined) {
      const path = pathOf(file);
      things.push({
        name: file.name,
        folder: false,
        path,
        files: path === "" ? [{ file, path: file.name }] : [],
      });
      continue;
    }
    const placed = folders.get(top) ?? [];
    placed.push({ file, path: relative });
    folders.set(top, placed);
  }
  for (const [name, placed] of folders) {
    const [first] = placed;
    const path = first === undefined ? "" : pathOf(first.file);
    things.push({
      name,
      folder: true,
      path:
        first === undefined || path === ""
          ? ""
          : path.slice(0, path.length - first.path.length) + name,
      files: path === "" ? placed : [],
    });
  }
  return things;
}
