/** A file of a package that is a folder. */
export interface PackageFile {
  /** Relative, parts divided by `/`. */
  readonly path: string;
  /** Where it lies on this machine. */
  readonly at: string;
  readonly size: number;
  /** As an unsigned number. */
  readonly crc32: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  /** Milliseconds since 1970. */
  readonly modified: number;
  /** What its format says of it. */
  readonly label: Readonly<Record<string, string | number>>;
}
