import type { Entry } from "yauzl";
import { fromSystemError } from "../domain/errors.ts";
import type {
  Archive,
  ArchiveEntry,
  ArchiveLimits,
  OpenArchiveOptions,
} from "./archive.ts";
import { openArchiveFile } from "./archive-file.ts";
import type { ArchiveFile } from "./archive-file.ts";
import { readCentralDirectory } from "./central-directory.ts";
import { decodeEntryName } from "./entry-name.ts";
import { readEntryPath } from "./entry-path.ts";
import { surveyArchive } from "./survey.ts";
import type { Survey } from "./survey.ts";

/**
 * Far above every real collection, far below what exhausts the machine. The ratio of one file is no limit: a scan of a
 * blank page, a table of zeros, a log of one line over and over pack hundreds of times, and what we wrote must come in
 * again. That is safe all the same:
 * - deflate packs 1032 times at most, and what claims more is refused unread (survey.ts);
 * - entries that share bytes are refused, so the sum of all files is at most 1032 times the size of the archive: the
 *   petabytes of a bomb are promised by overlapping or by archives in archives, which are never opened;
 * - nothing is unpacked in memory beyond the limit its reader gives, or beyond the size the directory says;
 * - an archive that unpacks to more than 64 MiB and 200 times its size must fit into the room there is for it
 *   (`denseBytes`, from whoever knows the disk), so that a small upload cannot fill a disk.
 */
export const defaultLimits: ArchiveLimits = {
  entries: 5_000_000,
  totalBytes: 4 * 1024 ** 4,
  ratio: 200,
  denseBytes: 4 * 1024 ** 4,
};

const batchSize = 500;

function timeOf(entry: Entry): number {
  const exact = entry.getLastModDate({ timezone: "UTC" }).getTime();
  return Number.isFinite(exact)
    ? exact
    : entry.getLastModDate({ timezone: "UTC", forceDosFormat: true }).getTime();
}

/** What a record of the directory says of a file. Nothing of it has been compared with the rest of the archive. */
export function describeEntry(entry: Entry, archive: string): ArchiveEntry {
  const { name } = decodeEntryName(
    entry.fileNameRaw,
    entry.generalPurposeBitFlag,
    entry.extraFields,
  );
  const read = readEntryPath(name);
  const path = read.safe ? read.path : name;
  return {
    path,
    size: entry.uncompressedSize,
    compressedSize: entry.compressedSize,
    crc32: entry.crc32,
    mtime: timeOf(entry),
    content: {
      kind: "zip-entry",
      archive,
      headerOffset: entry.relativeOffsetOfLocalHeader,
      method: entry.compressionMethod === 0 ? 0 : 8,
      compressedSize: entry.compressedSize,
      size: entry.uncompressedSize,
      crc32: entry.crc32,
      name: path,
    },
  };
}

async function* acceptedEntries(
  file: ArchiveFile,
  survey: Survey,
  isOpen: () => boolean,
): AsyncGenerator<ArchiveEntry> {
  const directory = await readCentralDirectory(
    file.descriptor,
    file.size,
    file.path,
  );
  for (;;) {
    if (!isOpen()) throw new Error(`${file.path} has been closed`);
    const batch = await directory.next(batchSize);
    if (batch.length === 0) return;
    for (const { entry, index } of batch) {
      if (survey.accepts(index)) yield describeEntry(entry, file.path);
    }
  }
}

/**
 * Opens a ZIP and checks it as a whole: every record, every local header, every name, and that no two entries share
 * bytes. What is wrong with a single entry is reported and the entry is left out; what is wrong with the archive throws.
 * @throws AppError archive.not-recognised, archive.damaged, archive.unsafe, archive.entry-invalid (strong encryption,
 *   which hides what follows), file.not-found, file.unreadable
 */
export async function openZip(
  path: string,
  options: OpenArchiveOptions,
): Promise<Archive> {
  const file = openArchiveFile(path);
  let open = true;
  let survey: Survey;
  try {
    const limits = { ...defaultLimits, ...options.limits };
    survey = await surveyArchive(file, limits, options.report);
  } catch (error) {
    file.close();
    throw fromSystemError(error, file.path, "read");
  }
  return {
    path: file.path,
    entryCount: survey.files,
    entries: () => acceptedEntries(file, survey, () => open),
    close() {
      open = false;
      file.close();
      return Promise.resolve();
    },
  };
}
