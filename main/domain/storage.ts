import type { ErrorView } from "./errors.ts";

/** What the data folder is made of, in the order people see it. */
export const storageParts = [
  "catalog",
  "store",
  "exports",
  "incoming",
  "taken",
  "logs",
  "window",
  "other",
] as const;
export type StoragePart = (typeof storageParts)[number];

/** Files, and how much they hold. */
export interface Amount {
  readonly files: number;
  readonly bytes: number;
}

/** What nothing needs any more, by kind. */
export interface Leftovers {
  /** Contents of the store that nothing in the catalog refers to. */
  readonly contents: Amount;
  /** Contents that were left half-written. */
  readonly unfinished: Amount;
  /** What runs and deliveries that are over have left in the folder of exports. */
  readonly remains: Amount;
  /** Files of the first two kinds that are too young to be called left over: an import may be about to refer to them. */
  readonly young: number;
  /**
   * Contents that nothing refers to any more and that are kept while a run is being processed: an export packs the
   * catalog as it was when it began.
   */
  readonly inUse: number;
}

/** What is known of the size of the data folder, and what is being done about it. */
export interface StorageState {
  readonly doing: "nothing" | "measuring" | "cleaning";
  /** Files that were looked at so far by what is being done. */
  readonly files: number;
  /** What was found last; null before the first time. */
  readonly measured: {
    /** Milliseconds since 1970. */
    readonly at: number;
    readonly parts: readonly (Amount & { readonly part: StoragePart })[];
    /** Of these parts, what cleaning would remove. */
    readonly leftovers: Leftovers;
    /** Bytes that may still be written. */
    readonly free: number;
  } | null;
  /** What was removed last since the program started. */
  readonly cleaned: (Leftovers & { readonly at: number }) | null;
  /** Why what was done last could not be done to its end. */
  readonly error: ErrorView | null;
}
