/** One name in a folder of a finished package. */
export interface PackageName {
  readonly name: string;
  readonly kind: "folder" | "file";
  /** Bytes; null for a folder. */
  readonly size: number | null;
  /** As the package's own list of checksums has it; null where it has none, or was not asked. */
  readonly sha256: string | null;
}

/** Where a page of a folder of a finished package ends. */
export interface PackageMark {
  /** How many names stand before it. */
  readonly names: number;
  /** The record of the archive's directory that comes next; null where an archive has none to be found again. */
  readonly record: DirectoryPlace | null;
}

/** Where a record stands in the directory of an archive. */
export interface DirectoryPlace {
  /** Number of the record, from 0. */
  readonly index: number;
  /** Offset of the record in the archive. */
  readonly position: number;
}

/** A page of a folder of a finished package. */
export interface PackageFolder {
  /** In the order of the package. */
  readonly names: readonly PackageName[];
  /** Where to go on; null when nothing follows. */
  readonly next: PackageMark | null;
}
