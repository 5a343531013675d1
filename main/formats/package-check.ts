/** Something wrong with a package. An `error` means that content is missing, damaged or cannot be imported. */
export interface Fault {
  readonly severity: "error" | "warning";
  /** Entry or item folder it concerns. */
  readonly object: string;
  readonly message: string;
}

/** What a look at one entry's content gives. */
export interface Inspection {
  /** What is wrong with it, as sentences. */
  readonly faults: readonly string[];
  /** What the check of the whole package needs to know of it; its meaning belongs to the format. */
  readonly facts: readonly string[];
}

export const nothingFound: Inspection = { faults: [], facts: [] };

/** Follows a package entry by entry, in the order of its directory. Memory must not grow with the package. */
export interface PackageCheck {
  entry(path: string, facts: readonly string[]): void;
  /** Whether what has gone by can only be a package of this format. */
  recognised(): boolean;
  /** To be called once after the last entry. */
  end(report: (fault: Fault) => void): {
    readonly items: number;
    readonly files: number;
    /** Whether it has what only this program writes, which always writes a manifest as well. */
    readonly ours: boolean;
  };
}

/** The rules by which packages of a format are checked. */
export interface FormatRules {
  /** Looks at the content of a small entry; runs on any thread. */
  inspect(path: string, bytes: Uint8Array): Inspection;
  startCheck(): PackageCheck;
}

/** Folders right below the root that hold no items; each volume of an export has them. */
export const sharedFolders: ReadonlySet<string> = new Set([
  "logos",
  "resources",
  "schemas",
]);
