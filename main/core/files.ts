import { AppError } from "../domain/errors.ts";
import type { FileCheck, FileFault } from "../domain/file-check.ts";
import type { Access, Caller } from "./access.ts";
import type { BitstreamRecord } from "./objects.ts";

/** The content of a bitstream as it lies in the store. */
export interface StoredFile {
  /** Absolute path. */
  readonly path: string;
  readonly name: string;
  readonly mimeType: string;
  readonly size: number;
  readonly sha256: string;
  /** Milliseconds since 1970; null for a logo. */
  readonly lastModified: number | null;
}

/** What this file needs of the catalog and the store. */
export interface FilePorts {
  /** Null when there is no such bitstream. */
  bitstream(id: number): BitstreamRecord | null;
  fileOf(sha256: string): string;
  /** Reads a content again. @returns what is wrong with it; null when it is sound */
  faultOf(content: {
    readonly sha256: string;
    readonly size: number;
  }): Promise<FileFault | null>;
  /** What is known of a content; null when nobody has looked. */
  lastCheck(
    sha256: string,
  ): { readonly checkedAt: number; readonly fault: FileFault | null } | null;
  keepCheck(
    sha256: string,
    checkedAt: number,
    fault: FileFault | null,
  ): Promise<void>;
  now(): number;
}

export type Files = ReturnType<typeof createFiles>;

/** The files of items, one by one, as people look at them. */
export function createFiles(
  ports: FilePorts,
  access: Pick<Access, "requireReads" | "reads">,
) {
  /** @throws AppError object.not-found */
  const existing = (id: number): BitstreamRecord => {
    const found = ports.bitstream(id);
    if (found === null)
      throw new AppError(
        "object.not-found",
        `There is no bitstream ${String(id)}.`,
        { object: String(id) },
      );
    return found;
  };
  /** @throws AppError object.not-found, access.unauthenticated, access.denied */
  const readable = (caller: Caller, id: number): BitstreamRecord => {
    const found = existing(id);
    access.requireReads(caller, id);
    return found;
  };
  const stored = (file: BitstreamRecord): StoredFile => ({
    path: ports.fileOf(file.sha256),
    name: file.name === "" ? String(file.id) : file.name,
    mimeType: file.mimeType,
    size: file.size,
    sha256: file.sha256,
    lastModified: file.lastModified,
  });

  return {
    /** @throws AppError object.not-found, access.unauthenticated, access.denied */
    get: (caller: Caller, id: number): StoredFile =>
      stored(readable(caller, id)),
    /** Whether the caller may have the content of a bitstream. */
    mayRead: (caller: Caller, id: number): boolean => access.reads(caller, id),
    /** What is known of the soundness of a content; null when nobody has looked since it came. */
    lastCheck: (bitstream: {
      readonly id: number;
      readonly sha256: string;
    }): FileCheck | null => {
      const last = ports.lastCheck(bitstream.sha256);
      return last === null ? null : { bitstream: bitstream.id, ...last };
    },
    /**
     * Reads a file again, compares it with its checksum, and keeps what comes out.
     * @throws AppError object.not-found, access.unauthenticated, access.denied
     */
    async check(caller: Caller, id: number): Promise<FileCheck> {
      const { sha256, size } = readable(caller, id);
      const fault = await ports.faultOf({ sha256, size });
      const checkedAt = ports.now();
      await ports.keepCheck(sha256, checkedAt, fault);
      return { bitstream: id, checkedAt, fault };
    },
  };
}
