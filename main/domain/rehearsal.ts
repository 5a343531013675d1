/** Something of an item that did not come back as it is. */
export interface RehearsalDifference {
  /** The item, by its handle or uuid. */
  readonly object: string;
  /** What is different, one sentence. */
  readonly message: string;
}

/** How far a rehearsal is. */
export interface RehearsalProgress {
  readonly phase: "importing" | "comparing";
  /** Items imported or compared so far; they start again with each phase. */
  readonly items: number;
  /** 0 as long as it is not known. */
  readonly itemsTotal: number;
}

/** What came of importing a finished package into an empty catalog and comparing it with where it came from. */
export interface Rehearsal {
  /** Items that were exported, or that are in the package. */
  readonly items: number;
  /** Items that came back with every value and every file as they are in the catalog. */
  readonly same: number;
  /** Items that have been changed in the catalog since, so that nothing can be said of them. */
  readonly changedSince: number;
  readonly files: number;
  /** Number of all differences. */
  readonly differences: number;
  /** The first of them. */
  readonly first: readonly RehearsalDifference[];
}
