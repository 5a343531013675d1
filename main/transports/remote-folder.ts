import { Type, type Static } from "typebox";

/** A folder of a target, whatever the protocol. Paths are relative to it, `/` between their parts. */
export interface RemoteFolder {
  /** For people. */
  readonly name: string;
  /** Whether a write can go on after the bytes that are there. */
  readonly resumes: boolean;
  /** Bytes of a file; null when there is none. */
  size(path: string): Promise<number | null>;
  /** The same for a file whose last writer may not have noticed yet that its line was cut; absent where that is one. */
  settledSize?(path: string): Promise<number | null>;
  /** Makes a folder below this one, with those above it; nothing happens when it is there. */
  makeFolder(path: string): Promise<void>;
  /** Bytes that can still be written; null when nobody knows. */
  freeBytes(): Promise<number | null>;
  /** Writes to a file; with offset 0 it is made anew. Returns when the target has all bytes, if it can, on its disk. */
  write(content: {
    readonly path: string;
    readonly offset: number;
    /** Bytes from the offset to the end. */
    readonly length: number;
    readonly chunks: AsyncIterable<Buffer>;
    /** @param bytes written by this call so far */
    onBytes(bytes: number): void;
  }): Promise<void>;
  /** @throws AppError target.exists when `replace` is false and the new name is taken */
  rename(from: string, to: string, replace: boolean): Promise<void>;
  /** Nothing happens when there is no such file. */
  remove(path: string): Promise<void>;
  read(path: string): AsyncIterable<Uint8Array>;
  /** Where a file is, for people. */
  locate(path: string): string;
}

/** The setting that says how an arrival is proved, where a file can be read back. */
export const verifySetting = Type.Optional(
  Type.Union(
    [Type.Literal("size"), Type.Literal("resumed"), Type.Literal("content")],
    {
      description:
        "How an arrival is proved: by its size; by reading back what was interrupted (resumed, the usual way); by reading back everything (content).",
    },
  ),
);

export type Verify = NonNullable<Static<typeof verifySetting>>;
