import { readSync } from "node:fs";
import { fromRandomAccessReader, RandomAccessReader } from "yauzl";
import type { Entry, ZipFile } from "yauzl";
import { AppError, fromSystemError } from "../domain/errors.ts";
import type { DirectoryPlace } from "../domain/package-tree.ts";
import { readDirectoryEnd } from "./end-record.ts";

/** One record of the central directory as yauzl read it, and where it stands in the file. */
export interface CentralRecord extends DirectoryPlace {
  readonly entry: Entry;
}

/** A walk over the central directory of an open ZIP, in its order. */
export interface CentralDirectory {
  /** Number of records the end record promises. */
  readonly entryCount: number;
  /** Offset of the first record. */
  readonly start: number;
  /**
   * Reads the next records, at most `count`; none when the directory has been read to its end.
   * @throws AppError archive.damaged, archive.entry-invalid, file.unreadable
   */
  next(count: number): Promise<readonly CentralRecord[]>;
}

const windowSize = 256 * 1024;
const recordSize = 46;
const centralSignature = 0x02014b50;
/** A digital signature may follow the last record and is part of the directory. */
const digitalSignature = 0x05054b50;

/**
 * yauzl asks for two small reads a record. Serving them at once from a window of the file makes a walk synchronous
 * and several times as fast as one read call each; yauzl wants its reader to be a subclass.
 */
class WindowReader extends RandomAccessReader {
  readonly descriptor: number;
  readonly fileSize: number;
  readonly window = Buffer.allocUnsafe(windowSize);
  windowStart = 0;
  windowLength = 0;

  constructor(descriptor: number, fileSize: number) {
    super();
    this.descriptor = descriptor;
    this.fileSize = fileSize;
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    if (position + length > this.fileSize) {
      callback(new Error("unexpected EOF"));
      return;
    }
    try {
      if (!this.#copy(buffer, offset, length, position)) {
        callback(new Error("unexpected EOF"));
        return;
      }
    } catch (error) {
      callback(error instanceof Error ? error : new Error(String(error)));
      return;
    }
    callback(null);
  }

  #copy(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
  ): boolean {
    let done = 0;
    while (done < length) {
      const at = position + done - this.windowStart;
      if (at < 0 || at >= this.windowLength) {
        this.windowStart = position + done;
        this.windowLength = readSync(
          this.descriptor,
          this.window,
          0,
          windowSize,
          this.windowStart,
        );
        if (this.windowLength === 0) return false;
        continue;
      }
      done += this.window.copy(
        buffer,
        offset + done,
        at,
        Math.min(this.windowLength, at + length - done),
      );
    }
    return true;
  }
}

function openWithYauzl(reader: WindowReader): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    fromRandomAccessReader(
      reader,
      reader.fileSize,
      {
        autoClose: false,
        decodeStrings: false,
        lazyEntries: true,
        validateEntrySizes: false,
      },
      (error, zip) => {
        if (error === null) resolve(zip);
        else reject(error);
      },
    );
  });
}

function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(
    /\.$/,
    "",
  );
}

const repack =
  "Make the archive again, or copy it again from where it came from.";

/** Whether the file begins as every ZIP with entries does. */
function beginsLikeZip(descriptor: number): boolean {
  const start = Buffer.alloc(4);
  readSync(descriptor, start, 0, 4, 0);
  return start.readUInt32LE(0) === 0x04034b50;
}

function isRecord(descriptor: number, position: number): boolean {
  const start = Buffer.alloc(4);
  readSync(descriptor, start, 0, 4, position);
  return start.readUInt32LE(0) === centralSignature;
}

function cursorOf(zip: ZipFile): number {
  // The published types say boolean; it is the offset of the next record.
  const cursor: unknown = zip.readEntryCursor;
  return typeof cursor === "number" ? cursor : Number.NaN;
}

/**
 * Finds the central directory of an open file and prepares a walk over it. The file stays open and is the caller's.
 * @param descriptor open file descriptor
 * @param path the file's path, for messages
 * @param from the record to begin with, as an earlier walk has told it; the first when it is null
 * @throws AppError archive.not-recognised, archive.damaged, file.unreadable; object.changed when there is no such record
 */
export async function readCentralDirectory(
  descriptor: number,
  fileSize: number,
  path: string,
  from: DirectoryPlace | null = null,
): Promise<CentralDirectory> {
  const reader = new WindowReader(descriptor, fileSize);
  let zip: ZipFile;
  try {
    zip = await openWithYauzl(reader);
  } catch (error) {
    const mapped = fromSystemError(error, path, "read");
    if (mapped instanceof AppError) throw mapped;
    const reason = reasonOf(error);
    if (
      reason.startsWith("End of central directory") &&
      !beginsLikeZip(descriptor)
    ) {
      throw new AppError(
        "archive.not-recognised",
        `${path} is not a ZIP archive.`,
        { object: path, cause: error },
      );
    }
    throw new AppError(
      "archive.damaged",
      `${path} is damaged or cut off: ${reason}.`,
      {
        object: path,
        remedy: repack,
        cause: error,
      },
    );
  }
  const { entryCount } = zip;
  const start = cursorOf(zip);
  const directoryEnd = readDirectoryEnd(descriptor, fileSize, path);
  if (!(start >= 0) || start + entryCount * recordSize > fileSize) {
    throw new AppError(
      "archive.damaged",
      `${path} is damaged: its end record promises ${entryCount} ${entryCount === 1 ? "entry" : "entries"}, more than the file can hold.`,
      { object: path, remedy: repack },
    );
  }

  if (from !== null) {
    // Whoever changes an archive between two looks makes what was told of it wrong.
    if (
      from.index >= entryCount ||
      from.position < start + from.index * recordSize ||
      from.position + recordSize > directoryEnd ||
      !isRecord(descriptor, from.position)
    )
      throw new AppError(
        "object.changed",
        "The archive is not what it was when it was looked into.",
        { object: path, remedy: "Look into it again from its beginning." },
      );
    // The walk has no other way to begin anywhere but at the first record.
    Object.assign(zip, {
      readEntryCursor: from.position,
      entriesRead: from.index,
    });
  }

  let received: CentralRecord[] = [];
  let failure: unknown;
  let index = from?.index ?? 0;
  let lastName: Buffer = Buffer.alloc(0);
  let wake: (() => void) | null = null;
  let finished = false;
  zip.on("entry", (entry: Entry) => {
    const length =
      recordSize +
      entry.fileNameLength +
      entry.extraFieldLength +
      entry.fileCommentLength;
    received.push({ index, position: cursorOf(zip) - length, entry });
    index += 1;
    lastName = entry.fileNameRaw;
    wake?.();
  });
  zip.on("error", (error: unknown) => {
    failure = error;
    wake?.();
  });

  function refusal(error: unknown): unknown {
    const mapped = fromSystemError(error, path, "read");
    if (mapped instanceof AppError) return mapped;
    const reason = reasonOf(error);
    const after = lastName.toString("latin1").replace(/[^ -~]/g, "?");
    const where = `entry ${index + 1} of ${entryCount}${after === "" ? "" : ` (after ${after})`}`;
    if (reason.startsWith("strong encryption")) {
      return new AppError(
        "archive.entry-invalid",
        `${path}: ${where} is encrypted and cannot be read.`,
        {
          object: path,
          remedy:
            "Unpack the archive with its password and pack it again without one.",
          cause: error,
        },
      );
    }
    return new AppError(
      "archive.damaged",
      `The directory of ${path} is damaged at ${where}: ${reason}.`,
      {
        object: path,
        remedy: repack,
        cause: error,
      },
    );
  }

  /** An end record with too small a count would hide entries from us that other programs see. */
  function checkEnd(): void {
    const end = cursorOf(zip);
    if (end === directoryEnd) return;
    const after = Buffer.alloc(6);
    if (end + 6 <= fileSize) readSync(descriptor, after, 0, 6, end);
    const signature = after.readUInt32LE(0);
    if (
      signature === digitalSignature &&
      end + 6 + after.readUInt16LE(4) === directoryEnd
    )
      return;
    const reason =
      signature === centralSignature
        ? `it holds more entries than the ${entryCount} its end record promises`
        : `its directory does not end where its end record says`;
    throw new AppError("archive.damaged", `${path} is damaged: ${reason}.`, {
      object: path,
      remedy: repack,
    });
  }

  return {
    entryCount,
    start,
    async next(count) {
      received = [];
      while (!finished && received.length < count) {
        if (index === entryCount) {
          checkEnd();
          finished = true;
          break;
        }
        const before = index;
        zip.readEntry();
        // A record without name, extra field and comment arrives one turn of the event loop later.
        if (index === before && failure === undefined) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
          wake = null;
        }
        if (failure !== undefined) throw refusal(failure);
      }
      const batch = received;
      received = [];
      return batch;
    },
  };
}
