/** An item that one of two runs held in another state than the other, or not at all. */
export interface ItemDifference {
  /** Number of the item. */
  readonly item: number;
  readonly uuid: string;
  readonly handle: string | null;
  readonly change: "added" | "changed" | "gone";
}

/** What a run held, compared with an earlier one. */
export interface RunComparison {
  /** Null on later pages: they are counted once. */
  readonly counts: {
    readonly added: number;
    readonly changed: number;
    readonly gone: number;
    /** Held by both in the same state. */
    readonly unchanged: number;
  } | null;
  /** In the order of their numbers. */
  readonly items: readonly ItemDifference[];
  /** Pass it as `after` for the next page; null at the end. */
  readonly next: number | null;
}
