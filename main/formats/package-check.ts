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

/** Looks at the content of a large entry while it goes by. */
export interface EntryFollower {
  /** @param bytes valid during the call only */
  update(bytes: Uint8Array): void;
  end(): Inspection;
}

/** Follows a package entry by entry, in the order of its directory. Memory must not grow with the package. */
export interface PackageCheck {
  /** @param size bytes of its content; 0 when absent */
  entry(path: string, facts: readonly string[], size?: number): void;
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

/** A list of checksums in a package: a line `<checksum>  <path>` for each entry it covers. */
export interface ManifestRule {
  /** Its path below the root folder. */
  readonly name: string;
  readonly digest: "sha256" | "sha512" | "sha1" | "md5";
  /** Whether an entry, by its path below the root folder, has a line in it. */
  covers(below: string): boolean;
  /** The path as lines write it, and the reverse. */
  toLine(below: string): string;
  fromLine(text: string): string;
  /** Whether an entry it covers must be in it. */
  readonly complete: boolean;
  /** Only others write it: its checksums are made in another pass over a package that has it. */
  readonly foreign?: boolean;
}

/** Beginning of the fact that is a checksum of an entry, for the lists that have these. */
export const digestFact = (digest: ManifestRule["digest"]): string =>
  `${digest}:`;

/** The list of the SHA-256 of every other entry, which packages have unless their format says otherwise. */
export const packageManifest: ManifestRule = {
  name: "manifest-sha256.txt",
  digest: "sha256",
  covers: () => true,
  toLine: (below) => below,
  fromLine: (text) => text,
  complete: true,
};

/** The rules by which packages of a format are checked. */
export interface FormatRules {
  /** Looks at the content of a small entry; runs on any thread. */
  inspect(path: string, bytes: Uint8Array): Inspection;
  /** Looks at the content of an entry that is too large to be held; null when there is nothing to see. */
  follow?(path: string): EntryFollower | null;
  startCheck(): PackageCheck;
  /** The lists of checksums; {@link packageManifest} when absent. */
  readonly manifests?: readonly ManifestRule[];
}

/** Folders right below the root that hold no items; each volume of an export has them. */
export const sharedFolders: ReadonlySet<string> = new Set([
  "logos",
  "resources",
  "schemas",
]);
