import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type {
  ArchiveEntry,
  ArchiveLimits,
} from "../../main/archives/archive.ts";
import { contentChunks } from "../../main/archives/content-chunks.ts";
import {
  closeContentFiles,
  readContentSync,
} from "../../main/archives/read-content.ts";
import { openZip } from "../../main/archives/zip.ts";
import { AppError } from "../../main/domain/errors.ts";
import type { ErrorCode } from "../../main/domain/errors.ts";
import type { Problem } from "../../main/domain/run.ts";
import { temporaryFolder } from "./package-files.ts";

/** Everything there is to see of an archive. */
export interface SeenArchive {
  /** Why it could not be opened or walked. */
  readonly refused: ErrorCode | null;
  readonly message: string;
  readonly problems: readonly Problem[];
  readonly entries: readonly ArchiveEntry[];
  /** Contents by path; an error code where reading failed. Read at once and in pieces, with the same outcome. */
  readonly contents: ReadonlyMap<string, Buffer | ErrorCode>;
}

async function contentOf(entry: ArchiveEntry): Promise<Buffer | ErrorCode> {
  let whole: Buffer | ErrorCode;
  try {
    whole = Buffer.from(readContentSync(entry.content, 64 * 1024 * 1024));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    whole = error.code;
  }
  const pieces: Buffer[] = [];
  let streamed: Buffer | ErrorCode;
  try {
    for await (const piece of contentChunks(entry.content, 1000))
      pieces.push(Buffer.from(piece));
    streamed = Buffer.concat(pieces);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    streamed = error.code;
  }
  const same =
    typeof whole === "string"
      ? whole === streamed
      : typeof streamed !== "string" && whole.equals(streamed);
  if (!same)
    throw new Error(
      `${entry.path} read at once differs from ${entry.path} read in pieces`,
    );
  return whole;
}

/** Opens an archive file and reads all of it. Anything but an expected failure is thrown. */
export async function seeArchive(
  path: string,
  limits: Partial<ArchiveLimits> = {},
): Promise<SeenArchive> {
  const problems: Problem[] = [];
  const entries: ArchiveEntry[] = [];
  const contents = new Map<string, Buffer | ErrorCode>();
  const report = (problem: Problem): void => {
    problems.push(problem);
  };
  try {
    const archive = await openZip(path, { limits, report });
    try {
      for await (const entry of archive.entries()) {
        entries.push(entry);
        contents.set(entry.path, await contentOf(entry));
      }
    } finally {
      await archive.close();
      closeContentFiles();
    }
    return { refused: null, message: "", problems, entries, contents };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return {
      refused: error.code,
      message: error.message,
      problems,
      entries,
      contents,
    };
  }
}

/** The same for an archive that is not on disk yet. */
export async function seeBytes(
  bytes: Uint8Array,
  limits: Partial<ArchiveLimits> = {},
): Promise<SeenArchive> {
  await using folder = temporaryFolder();
  const path = join(folder.path, "archive.zip");
  writeFileSync(path, bytes);
  return await seeArchive(path, limits);
}
