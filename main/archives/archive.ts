import type { ContentRef } from "../domain/content-ref.ts";
import type { Report } from "../domain/run.ts";

/** Limits against archives that are made to exhaust the reader. */
export interface ArchiveLimits {
  /** Most entries an archive may have. */
  readonly entries: number;
  /** Most bytes all entries together may unpack to. */
  readonly totalBytes: number;
  /** An archive that unpacks to more than this many times its size is dense: most of it is blanks, or it is a bomb. */
  readonly ratio: number;
  /** Most bytes a dense archive may unpack to. */
  readonly denseBytes: number;
}

/** One file in an archive, checked: the path is relative, safe and unique. Folder entries are not listed. */
export interface ArchiveEntry {
  /** `/` between names, no empty, `.` or `..` names, no drive, no control characters. */
  readonly path: string;
  readonly size: number;
  readonly compressedSize: number;
  readonly crc32: number;
  /** Time stamp in milliseconds since 1970 as written in the archive, taken as UTC. */
  readonly mtime: number;
  /** Where the content can be read from, also by another thread. */
  readonly content: ContentRef;
}

/** An archive that is open for reading. Every check of names, sizes and structure has been made. */
export interface Archive {
  readonly path: string;
  readonly entryCount: number;
  /** Entries in the order of the central directory. */
  entries(): AsyncIterable<ArchiveEntry>;
  close(): Promise<void>;
}

export interface OpenArchiveOptions {
  readonly limits?: Partial<ArchiveLimits>;
  /** Takes one problem for each entry that is refused or renamed. */
  readonly report: Report;
}
