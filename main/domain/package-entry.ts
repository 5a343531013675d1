/** Where the bytes of an entry come from. */
export type EntrySource =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  /** A bitstream in the store; its size and checksums are known before it is read. */
  | {
      readonly kind: "bitstream";
      readonly sha256: string;
      readonly size: number;
      readonly crc32: number;
    }
  /** A finished file on disk whose size and checksums are found while it is read. */
  | { readonly kind: "file"; readonly file: string };

/** One file of a package on its way from a format to a packer. */
export interface Entry {
  /** Path inside the package: relative, `/` between names, already made safe by the format. */
  readonly path: string;
  /** Time stamp in milliseconds since 1970-01-01T00:00:00Z (UTC). */
  readonly mtime: number;
  /** MIME type where it is known; a packer may decide by it whether compressing is worth while. */
  readonly mimeType?: string;
  /**
   * Whether the list of checksums also gets the entry's SHA-512, in a line `<sha512> <size> <path>` of its own before
   * the line with its SHA-256.
   */
  readonly sha512?: boolean;
  readonly source: EntrySource;
}
