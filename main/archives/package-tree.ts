import { readdirSync, lstatSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import type { ContentRef } from "../domain/content-ref.ts";
import { fromSystemError } from "../domain/errors.ts";
import type {
  DirectoryPlace,
  PackageFolder,
  PackageMark,
  PackageName,
} from "../domain/package-tree.ts";
import { openArchiveFile } from "./archive-file.ts";
import { archiveForm, type ArchiveForm } from "./archive-form.ts";
import { readCentralDirectory } from "./central-directory.ts";
import { contentChunks } from "./content-chunks.ts";
import { readEntryPath } from "./entry-path.ts";
import { createSeenPaths } from "./seen-paths.ts";
import { tarMembers } from "./tar.ts";
import { describeEntry } from "./zip.ts";

const batchSize = 1000;
const pieceBytes = 1 << 16;
/** The name of a folder's record ends with it. */
const slashByte = 0x2f;
const manifestLine = /^([0-9a-f]{64}) [ *](.+)$/u;

/** A file of a package, and where its content is; null where it has to be looked for again. */
interface PackedFile {
  readonly path: string;
  readonly size: number;
  readonly content: ContentRef | null;
  /** Its record in the archive's directory; null for an archive that has none. */
  readonly record: DirectoryPlace | null;
}

/**
 * The files of a package in its order, by its directory alone: nothing is unpacked, and nothing is checked. What is read
 * by this is read through {@link contentChunks}, which checks.
 * @param from the record to begin with; the first file when it is null
 * @throws AppError archive.damaged, archive.entry-invalid, file.*
 */
async function* packedFiles(
  archive: string,
  form: Exclude<ArchiveForm, "folder">,
  from: DirectoryPlace | null = null,
): AsyncGenerator<PackedFile> {
  if (form !== "zip") {
    for await (const { header, skip } of tarMembers(archive, form)) {
      const read = readEntryPath(header.name);
      if (header.type === "file" && read.safe)
        yield {
          path: read.path,
          size: header.size,
          content: null,
          record: null,
        };
      skip();
    }
    return;
  }
  const file = openArchiveFile(archive);
  try {
    const directory = await readCentralDirectory(
      file.descriptor,
      file.size,
      file.path,
      from,
    );
    for (;;) {
      const batch = await directory.next(batchSize);
      if (batch.length === 0) return;
      for (const { entry, index, position } of batch) {
        const { path, size, content } = describeEntry(entry, file.path);
        const read = readEntryPath(path);
        const isFolder = entry.fileNameRaw.at(-1) === slashByte;
        if (read.safe && !isFolder)
          yield { path, size, content, record: { index, position } };
      }
    }
  } finally {
    file.close();
  }
}

/** Where a file of a package that is a folder lies; its first name stands for the folder itself. */
function placeIn(folder: string, path: string): string | null {
  const read = readEntryPath(path === "" ? "." : path);
  if (!read.safe) return null;
  const [root, ...names] = path.split("/");
  if (root !== basename(resolve(folder))) return null;
  let place = folder;
  for (const name of names) {
    place = join(place, name);
    // A link may lead anywhere.
    if (lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink() !== false)
      return null;
  }
  return place;
}

function namesOfFolder(
  folder: string,
  within: string,
  skip: number,
  limit: number,
): PackageFolder {
  if (within === "")
    return {
      names:
        skip > 0
          ? []
          : [
              {
                name: basename(resolve(folder)),
                kind: "folder",
                size: null,
                sha256: null,
              },
            ],
      next: null,
    };
  const place = placeIn(folder, within);
  if (place === null) return { names: [], next: null };
  try {
    const found = readdirSync(place, { withFileTypes: true })
      .filter((one) => one.isFile() || one.isDirectory())
      .sort((one, other) =>
        one.name.localeCompare(other.name, "en", { numeric: true }),
      );
    return {
      names: found.slice(skip, skip + limit).map((one) => ({
        name: one.name,
        kind: one.isFile() ? "file" : "folder",
        size: one.isFile() ? lstatSync(join(place, one.name)).size : null,
        sha256: null,
      })),
      next:
        found.length > skip + limit
          ? { names: skip + limit, record: null }
          : null,
    };
  } catch (error) {
    throw fromSystemError(error, place, "read");
  }
}

/**
 * A page of what a folder of a package holds, in the order of the package; of a package that is a folder, by name.
 * @param within path of the folder in the package, without a slash at its end; empty for the outermost
 * @param after where the page before has ended, so that no page of a ZIP costs more than the first; a folder whose files do
 * not follow each other may come again on a later one
 * @throws AppError archive.damaged, archive.entry-invalid, file.*
 */
export async function packageFolder(
  archive: string,
  within: string,
  after: PackageMark | null,
  limit: number,
): Promise<PackageFolder> {
  const form = archiveForm(archive);
  const before = after?.names ?? 0;
  if (form === "folder") return namesOfFolder(archive, within, before, limit);
  const from = form === "zip" ? (after?.record ?? null) : null;
  const skip = from === null ? before : 0;
  const start = within === "" ? "" : `${within}/`;
  const seen = createSeenPaths();
  const names: PackageName[] = [];
  let last = "";
  let passed = 0;
  for await (const { path, size, record } of packedFiles(archive, form, from)) {
    if (!path.startsWith(start)) continue;
    const below = path.slice(start.length);
    const slash = below.indexOf("/");
    const name = slash === -1 ? below : below.slice(0, slash);
    if (slash !== -1) {
      // The files of a folder mostly follow each other.
      if (name === last) continue;
      last = name;
      // In hexadecimal digits, for names that differ in case only are two here.
      if (!seen.add(Buffer.from(name).toString("hex"))) continue;
    }
    passed += 1;
    if (passed <= skip) continue;
    if (names.length === limit)
      return { names, next: { names: before + limit, record } };
    names.push({
      name,
      kind: slash === -1 ? "file" : "folder",
      size: slash === -1 ? size : null,
      sha256: null,
    });
  }
  return { names, next: null };
}

/** Where the content of a file of a package is. */
export interface PackedContent {
  readonly size: number;
  /** Null for an archive that has to be read from its beginning. */
  readonly content: ContentRef | null;
}

/**
 * Finds one file of a package; null when it is not there.
 * @throws AppError archive.damaged, archive.entry-invalid, file.*
 */
export async function findPackedFile(
  archive: string,
  path: string,
): Promise<PackedContent | null> {
  const form = archiveForm(archive);
  if (form === "folder") {
    const place = placeIn(archive, path);
    const found =
      place === null ? undefined : lstatSync(place, { throwIfNoEntry: false });
    return place === null || found?.isFile() !== true
      ? null
      : { size: found.size, content: { kind: "file", path: place } };
  }
  for await (const file of packedFiles(archive, form))
    if (file.path === path) return { size: file.size, content: file.content };
  return null;
}

/**
 * The content of a file that {@link findPackedFile} has found, piece by piece.
 * @returns pieces, each of them valid only until the next is asked for
 * @throws AppError archive.*, file.*
 */
export async function* packedContent(
  archive: string,
  path: string,
  { content }: PackedContent,
): AsyncGenerator<Buffer> {
  if (content !== null) {
    yield* contentChunks(content, pieceBytes);
    return;
  }
  const form = archiveForm(archive);
  if (form === "folder" || form === "zip") return;
  for await (const { header, content: pieces, skip } of tarMembers(
    archive,
    form,
  )) {
    const read = readEntryPath(header.name);
    if (!read.safe || read.path !== path) {
      skip();
      continue;
    }
    for await (const piece of pieces) yield piece as Buffer;
    return;
  }
}

/**
 * What the list of checksums of a package says of some of its files.
 * @param manifest name of that list, in the outermost folder; its lines are paths below that folder
 * @returns SHA-256 by path; files it does not name are absent
 * @throws AppError archive.*, file.*
 */
export async function listedSums(
  archive: string,
  manifest: string,
  paths: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const sums = new Map<string, string>();
  const root = paths[0]?.split("/")[0] ?? "";
  const list = `${root}/${manifest}`;
  const found = await findPackedFile(archive, list);
  if (found === null) return sums;
  const wanted = new Set(paths);
  let rest = "";
  const decoder = new TextDecoder();
  const take = (line: string): void => {
    const [, sum, below] = manifestLine.exec(line) ?? [];
    if (sum === undefined || below === undefined) return;
    const path = `${root}/${below}`;
    if (wanted.has(path)) sums.set(path, sum);
  };
  for await (const piece of packedContent(archive, list, found)) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) take(line);
    if (sums.size === wanted.size) return sums;
  }
  take(rest);
  return sums;
}
