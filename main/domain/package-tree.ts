/** One name in a folder of a finished package. */
export interface PackageName {
  readonly name: string;
  readonly kind: "folder" | "file";
  /** Bytes; null for a folder. */
  readonly size: number | null;
  /** As the package's own list of checksums has it; null where it has none, or was not asked. */
  readonly sha256: string | null;
}

/** A page of a folder of a finished package. */
export interface PackageFolder {
  /** In the order of the package. */
  readonly names: readonly PackageName[];
  /** Whether more follow. */
  readonly more: boolean;
}
