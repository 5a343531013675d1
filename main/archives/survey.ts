import type { Entry } from "yauzl";
import { AppError } from "../domain/errors.ts";
import type { Problem, Report } from "../domain/run.ts";
import type { ArchiveLimits } from "./archive.ts";
import type { ArchiveFile } from "./archive-file.ts";
import { readCentralDirectory } from "./central-directory.ts";
import { decodeEntryName } from "./entry-name.ts";
import type { DecodedName } from "./entry-name.ts";
import { readEntryPath } from "./entry-path.ts";
import { createExtentRegister } from "./extent-register.ts";
import { createHeaderReader } from "./header-reader.ts";
import { createPathRegister } from "./path-register.ts";
import { createRecordPathReader } from "./record-path.ts";

/** What a look at every entry of an archive found. */
export interface Survey {
  /** Files that can be read. */
  readonly files: number;
  /** Whether the record with this number is such a file. */
  accepts(index: number): boolean;
}

const batchSize = 1000;
const mebibyte = 1024 * 1024;
const smallTotal = 64 * mebibyte;
/** Most bytes that deflate makes of one: 258 bytes of output for 2 bits. */
const deflateRatio = 1032;
const fileTypeMask = 0o170000;
const typeNames: Readonly<Record<number, string>> = {
  0o120000: "a symbolic link",
  0o020000: "a device",
  0o060000: "a device",
  0o010000: "a pipe",
  0o140000: "a socket",
};
const folderType = 0o040000;
const dosFolder = 0x10;

/** Whether the record is a folder: by its name, its mode, or the DOS attribute of an empty entry. */
function isFolder(entry: Entry, folderName: boolean): boolean {
  const type = (entry.externalFileAttributes >>> 16) & fileTypeMask;
  if (folderName || type === folderType) return true;
  return (
    type === 0 &&
    (entry.externalFileAttributes & dosFolder) !== 0 &&
    entry.uncompressedSize === 0
  );
}

/** Why the entry cannot be taken, as seen in its record alone; null when nothing speaks against it. */
function refusalOf(entry: Entry): { code: string; reason: string } | null {
  if (entry.isEncrypted())
    return { code: "entry.encrypted", reason: "is encrypted" };
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8) {
    return {
      code: "entry.method-unsupported",
      reason: `is compressed with method ${entry.compressionMethod}; only stored and deflated entries can be read`,
    };
  }
  const kind = typeNames[(entry.externalFileAttributes >>> 16) & fileTypeMask];
  if (kind !== undefined)
    return { code: "entry.not-a-file", reason: `is ${kind}, not a file` };
  if (
    entry.compressionMethod === 0 &&
    entry.compressedSize !== entry.uncompressedSize
  ) {
    return {
      code: "entry.size-mismatch",
      reason: `is stored, yet its two sizes differ (${entry.compressedSize} and ${entry.uncompressedSize} bytes)`,
    };
  }
  if (!Number.isSafeInteger(entry.uncompressedSize))
    return { code: "entry.size-mismatch", reason: "has no possible size" };
  // Whether a small one is as long as it says is found soon enough when it is read.
  if (
    entry.uncompressedSize > mebibyte &&
    entry.uncompressedSize > entry.compressedSize * deflateRatio
  ) {
    return {
      code: "entry.ratio",
      reason: `would unpack ${entry.compressedSize} bytes to ${entry.uncompressedSize}, more than the ${deflateRatio} times that are possible`,
    };
  }
  return null;
}

function nameProblem(
  decoded: DecodedName,
  changed: string | null,
  path: string,
  file: string,
): Problem | null {
  if (decoded.guessed === "cp437" || decoded.guessed === "cp852") {
    return {
      severity: "warning",
      code: "name.encoding-guessed",
      object: path,
      file,
      message: `The archive does not say in which encoding the name ${path} is; as ${decoded.guessed === "cp437" ? "CP852" : "CP437"} it would be ${decoded.otherwise ?? ""}.`,
      action: `It was read as ${decoded.guessed.toUpperCase()}${changed === null ? "" : `; ${changed}`}.`,
    };
  }
  if (changed === null) return null;
  return {
    severity: "warning",
    code: "name.changed",
    object: path,
    file,
    message: `The entry ${decoded.name} is not named as ZIP asks.`,
    action: `It was read as ${path}: ${changed}.`,
  };
}

/**
 * Looks at every entry of an archive, its record and its local header, before anything is read from it.
 * @param report takes a problem for each entry that is refused or renamed
 * @throws AppError archive.damaged, archive.unsafe, archive.entry-invalid, archive.not-recognised, file.unreadable
 */
export async function surveyArchive(
  file: ArchiveFile,
  limits: ArchiveLimits,
  report: Report,
): Promise<Survey> {
  const { path: archive, descriptor } = file;
  const directory = await readCentralDirectory(descriptor, file.size, archive);
  const { entryCount, start } = directory;
  if (entryCount > limits.entries) {
    throw new AppError(
      "archive.unsafe",
      `${archive} has ${entryCount} entries; at most ${limits.entries} are taken.`,
      {
        object: archive,
        remedy: "Split it into smaller archives.",
      },
    );
  }
  if (file.size - start > 0xffffffff) {
    throw new AppError(
      "archive.unsafe",
      `${archive} has a directory of more than 4 GiB.`,
      { object: archive },
    );
  }

  const pathOf = createRecordPathReader(descriptor, start);
  const paths = createPathRegister(entryCount, pathOf);
  const extents = createExtentRegister(entryCount);
  const headers = createHeaderReader(descriptor, start);
  const accepted = new Uint8Array(Math.ceil(entryCount / 8));
  let files = 0;
  let totalBytes = 0;
  let saidUtf8 = false;

  function refuse(object: string, code: string, reason: string): void {
    report({
      severity: "error",
      code,
      object,
      file: archive,
      message: `The entry ${object} ${reason}.`,
      action: "It was left out.",
    });
  }

  function look(entry: Entry, index: number, token: number): void {
    const decoded = decodeEntryName(
      entry.fileNameRaw,
      entry.generalPurposeBitFlag,
      entry.extraFields,
    );
    const read = readEntryPath(decoded.name);
    // Where the header cannot be read, the entry still stands for the room its header takes.
    const header = headers.check(entry);
    extents.add(entry.relativeOffsetOfLocalHeader, header.end);

    if (!read.safe) {
      const shown = decoded.name.replace(/[\p{Cc}\u2028\u2029]/gu, "\u{fffd}");
      refuse(
        shown === "" ? `number ${index + 1}` : shown,
        "entry.name-unsafe",
        read.reason,
      );
      return;
    }
    if (isFolder(entry, read.folder)) {
      if (entry.uncompressedSize > 0)
        refuse(read.path, "entry.not-a-file", "is a folder, yet has content");
      return;
    }
    const refusal = refusalOf(entry);
    if (refusal !== null) {
      refuse(read.path, refusal.code, refusal.reason);
      return;
    }
    if (header.fault !== null) {
      refuse(
        read.path,
        "entry.header-mismatch",
        `cannot be trusted: ${header.fault}`,
      );
      return;
    }
    const earlier = paths.enter(read.path, token);
    if (earlier !== null) {
      const other = pathOf(earlier);
      refuse(
        read.path,
        "entry.name-duplicate",
        other === read.path
          ? "is in the archive twice"
          : `cannot be told from ${other} on many systems`,
      );
      return;
    }
    if (decoded.guessed === "utf-8" && !saidUtf8) {
      saidUtf8 = true;
      report({
        severity: "note",
        code: "name.encoding-guessed",
        object: read.path,
        file: archive,
        message: "Names in the archive are UTF-8, but not marked so.",
        action: "They were read as UTF-8.",
      });
    }
    const problem = nameProblem(decoded, read.changed, read.path, archive);
    if (problem !== null) report(problem);
    files += 1;
    totalBytes += entry.uncompressedSize;
    accepted[index >>> 3] = (accepted[index >>> 3] ?? 0) | (1 << (index & 7));
  }

  for (;;) {
    const batch = await directory.next(batchSize);
    if (batch.length === 0) break;
    for (const { entry, index, position } of batch)
      look(entry, index, position - start);
    if (totalBytes > limits.totalBytes) {
      throw new AppError(
        "archive.unsafe",
        `${archive} would unpack to more than ${limits.totalBytes} bytes, the most that is taken.`,
        {
          object: archive,
          remedy:
            "Split it into smaller archives, or raise the limit if you trust where it is from.",
        },
      );
    }
    if (
      totalBytes > smallTotal &&
      totalBytes > file.size * limits.ratio &&
      totalBytes > limits.denseBytes
    ) {
      throw new AppError(
        "archive.unsafe",
        `${archive} would unpack to ${totalBytes} bytes or more, over ${limits.ratio} times its size, as a ZIP bomb does; there is room for ${limits.denseBytes} bytes.`,
        {
          object: archive,
          remedy:
            "Do not use this archive unless you know where it is from; then make room on the disk of the data folder.",
        },
      );
    }
    // Lets the thread answer messages, a cancel above all.
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (extents.overlap()) {
    throw new AppError(
      "archive.unsafe",
      `${archive} has entries that overlap each other, as in a ZIP bomb.`,
      {
        object: archive,
        remedy:
          "Do not use this archive; ask where it came from for another one.",
      },
    );
  }
  return {
    files,
    accepts: (index) =>
      ((accepted[index >>> 3] ?? 0) & (1 << (index & 7))) !== 0,
  };
}
