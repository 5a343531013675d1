import type { ErrorView } from "./errors.ts";
import type { Rehearsal } from "./rehearsal.ts";
import type { CheckOutcome } from "./run-check.ts";
import type { ItemSearch } from "./item-filter.ts";
import type { Severity } from "./severity.ts";

export type { Severity };

/** One thing that went wrong or was mended in a run, about one object. */
export interface Problem {
  readonly severity: Severity;
  /** `noun.problem`, for instance `bitstream.missing`, `xml.entity`, `name.changed`. */
  readonly code: string;
  /** The object it concerns: an item folder, an entry, a row, a file, a uuid. */
  readonly object: string;
  /** File in the source and, where it is known, the line (from 1). */
  readonly file?: string;
  readonly line?: number;
  /** What is wrong, one sentence. */
  readonly message: string;
  /** What was done about it, one sentence. */
  readonly action: string;
}

/** Takes problems as they are found; never keeps them in memory. */
export type Report = (problem: Problem) => void;

export type RunKind = "export" | "import";

/** The door through which a run was asked for: the window and the command line, or a dialect of the API. */
export type RunOrigin = "holdall" | "dspace" | "easydb" | "rspace";

/**
 * queued -> processing -> done | done-with-problems | failed | cancelled.
 * A run found `processing` whose process has died goes back to `queued`.
 */
export type RunState =
  | "queued"
  | "processing"
  | "done"
  | "done-with-problems"
  | "failed"
  | "cancelled";

export type RunPhase =
  | "waiting"
  | "planning"
  | "reading"
  | "packing"
  | "closing"
  | "verifying"
  | "summing"
  | "finished";

/** Where a run stands. Totals are 0 while they are unknown; counts never fall within one phase. */
export interface RunProgress {
  readonly phase: RunPhase;
  readonly items: number;
  readonly itemsTotal: number;
  readonly files: number;
  readonly filesTotal: number;
  readonly bytes: number;
  readonly bytesTotal: number;
}

export const noProgress: RunProgress = {
  phase: "waiting",
  items: 0,
  itemsTotal: 0,
  files: 0,
  filesTotal: 0,
  bytes: 0,
  bytesTotal: 0,
};

/** What to export. Exactly one kind of thing. */
export type Selection =
  | { readonly kind: "site" }
  | {
      readonly kind: "community" | "collection";
      readonly id: number;
      /**
       * True: only items whose owning collection it is or has. Whoever administers a collection has no say over items
       * that are mapped to it.
       */
      readonly owned?: boolean;
    }
  | { readonly kind: "items"; readonly ids: readonly number[] }
  /**
   * Communities and collections with all below them, items, and bitstreams, mixed. Of an item that is there for its
   * bitstreams alone, only these are taken.
   */
  | { readonly kind: "objects"; readonly ids: readonly number[] }
  | { readonly kind: "query"; readonly query: string }
  | { readonly kind: "search"; readonly search: ItemSearch };

/** A selection and what it grows by; see {@link ExportOptions}. */
export type GrownSelection = Selection & {
  readonly growth?: {
    readonly versions: boolean;
    readonly links: number;
    /** Whether it also grows by withdrawn items, and from them. */
    readonly withdrawn: boolean;
  };
};
/**
 * What becomes of files that not everybody may read: left out, with a note where each would be; packed with a warning;
 * packed with a note.
 */
export type RestrictedChoice = "leave-out" | "warn" | "include";

export interface ExportOptions {
  readonly format: string;
  readonly packer: string;
  /** Leave out what belongs to this server: handles and the fields of saf.md section 20, "Migrate". */
  readonly migrate: boolean;
  /** False: metadata only. */
  readonly bitstreams: boolean;
  /** Take withdrawn items along. */
  readonly withdrawn: boolean;
  /** Read the finished archive again and compare it with the plan. */
  readonly verify: boolean;
  /** Import the finished package into a scratch catalog and compare every item with this one. */
  readonly rehearse?: boolean;
  /** Number of the first item's folder; 1 when absent. */
  readonly firstNumber?: number;
  /**
   * Most bytes a file of the export may have: it is cut between items into volumes, each a package of its own. Null or
   * absent: as the packer does it, which for most is one file of any size.
   */
  readonly volumeBytes?: number | null;
  /** Take along the older versions of the items; absent: only those that are current. */
  readonly includeRevisionHistory?: boolean;
  /**
   * How many steps the selection grows along the relationships of its items, in either direction; 0 when absent.
   */
  readonly maxLinkLevel?: number;
  /** Begin cells of spreadsheets that a spreadsheet program would take for formulas with an apostrophe. */
  readonly neutraliseFormulas?: boolean;
  /** Format of what is in a bag; `saf` when absent. Only bags have a payload. */
  readonly payload?: string;
  /** Who sends the bag, in its `bag-info.txt`. */
  readonly sourceOrganization?: string;
  /** What the format knows to ask for itself; it checks that. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Archives that are made of the finished folder; only for packages that are one, in the data folder. */
  readonly archives?: readonly ArchiveOrder[];
  /** More items than this are too many: the run fails. */
  readonly mostItems?: number;
  /** Absent: they are packed as any other file, which is what dialects promise to administrators. */
  readonly restricted?: RestrictedChoice;
}

/** An archive that is made of a package besides, when that is a folder. */
export interface ArchiveOrder {
  readonly packer: string;
  /** Name of the archive without its number and extension. */
  readonly name: string;
}

/** What such an order has become, in the order of its parts. */
export interface FolderArchive {
  readonly packer: string;
  readonly files: readonly {
    readonly name: string;
    /** Absolute. */
    readonly path: string;
    readonly size: number;
    readonly sha256: string;
  }[];
}

/** One of several files that an export is cut into. */
export interface ExportVolume {
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
  readonly crc32: number;
  readonly items: number;
  readonly files: number;
  readonly entries: number;
}

/** What an incremental export found, compared with the run it goes on from. */
export interface ExportChanges {
  /** The run it goes on from; null for the first one, which takes everything. */
  readonly base: {
    readonly run: number;
    readonly uuid: string;
    readonly finishedAt: number;
  } | null;
  readonly created: number;
  readonly changed: number;
  readonly deleted: number;
  readonly withdrawn: number;
  /** Items that are still in the catalog but no longer part of what is exported. */
  readonly left: number;
}

/**
 * Proof of what an export wrote. Where it was cut into volumes, path, size and checksums are those of the first one, and
 * the counts are of all together.
 */
export interface ExportResult {
  /** Empty when there was nothing to pack: an incremental export since whose base nothing has changed. */
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
  readonly crc32: number;
  /** Absent unless it was asked for as DSpace's clients do, who compare with this one. */
  readonly md5?: string;
  readonly items: number;
  readonly itemsPlanned: number;
  readonly files: number;
  readonly filesPlanned: number;
  readonly entries: number;
  /** Items that were asked for, but are neither archived nor withdrawn; absent in runs of earlier versions. */
  readonly unfinishedLeftOut?: number;
  /** Files left out because not everybody may read them; absent when that was not asked for. */
  readonly restrictedLeftOut?: number;
  /** All volumes in order; absent when the export was not to be cut. */
  readonly volumes?: readonly ExportVolume[];
  /** What was made of the folder besides; absent when nothing was to be. */
  readonly archives?: readonly FolderArchive[];
  /** Null when verification was not asked for. */
  readonly verified: boolean | null;
  /** Absent unless the export is incremental. */
  readonly changes?: ExportChanges;
  /** What came of importing the package again; absent unless that was asked for. */
  readonly rehearsal?: Rehearsal;
  /** What came of reading the package again later on; absent until somebody has asked for that. */
  readonly check?: CheckOutcome;
}

export interface ImportResult {
  /** Items created by this run. */
  readonly items: number;
  /** Items of this source that an earlier run had created already. */
  readonly itemsAlreadyThere: number;
  readonly itemsRefused: number;
  readonly files: number;
  readonly bytes: number;
  /** Collections that received items: uuid and name. */
  readonly collections: readonly {
    readonly uuid: string;
    readonly name: string;
  }[];
}

export interface Run {
  readonly id: number;
  readonly uuid: string;
  readonly kind: RunKind;
  readonly origin: RunOrigin;
  readonly title: string;
  readonly state: RunState;
  /** Present while somebody keeps it in the queue: it waits until it is told to go on, also after a restart. */
  readonly paused?: true;
  readonly progress: RunProgress;
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  /** The run it makes up for; null for most. */
  readonly retryOf: number | null;
  readonly problems: {
    readonly error: number;
    readonly warning: number;
    readonly note: number;
  };
  readonly error: ErrorView | null;
  readonly result: ExportResult | ImportResult | null;
}
