import type { ErrorView } from "./errors.ts";
import type { RestrictedChoice, Severity } from "./run.ts";

/** From least to most. */
export interface Range {
  readonly least: number;
  readonly most: number;
}

/** One kind of loss or change that a package brings with it. */
export interface LossKind {
  readonly code: string;
  readonly severity: Severity;
  /** What is lost or changed, and what is done about it, as it is told of the first one. */
  readonly message: string;
  readonly action: string;
  /** How often it was found among the items that were looked at. */
  readonly count: number;
  /** Items it was found in, the first few. */
  readonly first: readonly {
    readonly uuid: string;
    readonly handle: string | null;
  }[];
}

/** What an export would pack, found without writing anything. */
export interface PlannedExport {
  readonly items: number;
  readonly withdrawnLeftOut: number;
  readonly unfinishedLeftOut: number;
  /** What will be packed: without what is left out. */
  readonly files: number;
  readonly bytes: number;
  /** Bytes of the archive or of all volumes together; an estimate. */
  readonly archive: Range;
  /** Number of volumes; the same twice when it is known. Null when it is one archive of any size. */
  readonly volumes: Range | null;
  readonly restricted: {
    readonly choice: RestrictedChoice;
    readonly files: number;
    readonly bytes: number;
    /** Of them, those under an embargo that ends. */
    readonly embargoed: number;
  };
  readonly losses: {
    /** Items that were looked at: all of them, or a sample from all over the selection. */
    readonly looked: number;
    readonly kinds: readonly LossKind[];
  };
  /** Files that the bitstream store does not hold as the catalog says. */
  readonly store: {
    /** Files that were looked for: all of them, or as many as there was time for. */
    readonly looked: number;
    readonly missing: number;
    readonly wrongSize: number;
    /** The first few. */
    readonly first: readonly {
      readonly item: string;
      readonly name: string | null;
      readonly fault: "missing" | "wrong-size";
    }[];
  };
}

/** Whether there is room for the archive in a place. */
export interface PlaceForArchive {
  /** `data`: the data folder, while it is made and kept; `out`: where the archive is to be; `target`: a folder it is delivered to. */
  readonly kind: "data" | "out" | "target";
  readonly path: string;
  /** Bytes that may be written there; null when the place cannot be reached. */
  readonly free: number | null;
  /** Bytes that will be written to that disk, for all places on it together. */
  readonly needed: number;
  readonly enough: boolean;
}

/** Everything that can be told before an export starts. */
export interface Preflight extends PlannedExport {
  readonly places: readonly PlaceForArchive[];
  /** How long it is likely to take, from earlier runs with the same format; null when there are none. */
  readonly time: { readonly seconds: number; readonly runs: number } | null;
  /** What would keep the export from being made at all; null when nothing is known. */
  readonly hindrance: ErrorView | null;
}
