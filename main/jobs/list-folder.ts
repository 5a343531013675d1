import { opendir, stat } from "node:fs/promises";
import { join } from "node:path";

/** A file below a folder. */
export interface ListedFile {
  /** Relative to the folder, parts divided by `/`. */
  readonly path: string;
  /** Absolute. */
  readonly at: string;
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
}

/** All regular files below a folder, depth first, by name; what is linked is none of it. */
export async function* listFolder(
  folder: string,
  below = "",
): AsyncGenerator<ListedFile> {
  const names: { name: string; isFolder: boolean }[] = [];
  for await (const entry of await opendir(join(folder, below)))
    if (entry.isDirectory() || entry.isFile())
      names.push({ name: entry.name, isFolder: entry.isDirectory() });
  names.sort((one, other) => (one.name < other.name ? -1 : 1));
  for (const { name, isFolder } of names) {
    const path = below === "" ? name : `${below}/${name}`;
    if (isFolder) {
      yield* listFolder(folder, path);
      continue;
    }
    const at = join(folder, path);
    const { size, mtimeMs } = await stat(at);
    yield { path, at, size, modified: mtimeMs };
  }
}
