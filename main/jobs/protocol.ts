import type { Gone } from "../store/still-asked.ts";
import type {
  DeliveryProgress,
  DeliveryState,
  OutgoingFile,
  Receipt,
} from "../domain/delivery.ts";
import type { ManifestRule } from "../formats/package-check.ts";
import type { RemovedKind } from "../store/object-remover.ts";
import type { ErrorView } from "../domain/errors.ts";
import type { PlannedExport } from "../domain/preflight.ts";
import type { ExportRequest, RunRequest } from "../domain/run-request.ts";
import type {
  ExportResult,
  ImportResult,
  Problem,
  Run,
  RunProgress,
} from "../domain/run.ts";

/** Folders and files of the data folder that jobs use. Absolute paths. */
export interface JobPaths {
  readonly catalog: string;
  readonly store: string;
  readonly exports: string;
}

/** What a thread is started with that reads packages again. */
export interface ReadBackThreadData {
  /** Id of the format of the package; null when it is to be found out. */
  readonly format: string | null;
  /** Set when only the checksums of the entries are wanted. */
  readonly digest?: ManifestRule["digest"];
}

/** What the thread of one job starts from. */
export interface JobStart {
  readonly run: Pick<Run, "id" | "uuid" | "origin">;
  readonly request: RunRequest;
  readonly paths: JobPaths;
  /** Threads the job may use for packing, hashing and re-reading. */
  readonly threads: number;
}

/** What a successful export has left in the memory of its definition; counts once the run is noted as successful. */
export interface Remembered {
  readonly basis: string;
  /** Revision of the catalog it saw; null when something could not be packed. */
  readonly revision: number | null;
  /** It made no package, so that later ones go on from the one before. */
  readonly empty: boolean;
}

/** What a job reports. It never writes the state of its run. */
export type JobMessage =
  | { readonly type: "progress"; readonly progress: RunProgress }
  | {
      readonly type: "log";
      readonly level: "info" | "warn" | "error";
      readonly message: string;
    }
  | { readonly type: "problems"; readonly problems: readonly Problem[] }
  | {
      readonly type: "finished";
      readonly result: ExportResult | ImportResult;
      readonly remembered: Remembered | null;
    }
  | {
      readonly type: "failed";
      readonly error: ErrorView;
      readonly stack?: string;
    };

/** What the runner tells a job. */
export interface CancelMessage {
  readonly type: "cancel";
}

/** What a job is given besides its start. */
export interface JobContext extends JobStart {
  readonly signal: AbortSignal;
  readonly report: {
    progress(progress: RunProgress): void;
    log(level: "info" | "warn" | "error", message: string): void;
    problem(problem: Problem): void;
  };
}

/** What the thread that removes objects is told: some of a kind to remove, or to end between two transactions. */
export type RemovalOrder =
  | {
      readonly number: number;
      readonly kind: RemovedKind;
      readonly ids: readonly number[];
    }
  | "stop";

/** What it answers. */
export type RemovalAnswer =
  | { readonly type: "unlinked"; readonly order: number }
  | {
      readonly type: "failed";
      readonly order: number;
      readonly error: ErrorView;
    }
  /** Nothing is left to remove. */
  | { readonly type: "idle" };

/** What a searching thread can be asked. */
export type SearchCall =
  "positions" | "ranked" | "page" | "ids" | "totals" | "facets" | "packed";

/** What a searching thread is told. */
export type SearchOrder =
  | {
      readonly number: number;
      readonly call: SearchCall;
      readonly given: readonly unknown[];
      /** Null when who asks waits in any case. */
      readonly gone: Gone | null;
    }
  | "stop";

/** What it answers. */
export type SearchAnswer =
  | { readonly order: number; readonly ok: true; readonly value: unknown }
  | { readonly order: number; readonly ok: false; readonly error: ErrorView };

/** What a delivering thread starts with. */
export interface DeliverStart {
  readonly transport: string;
  readonly target: {
    readonly settings: unknown;
    readonly secrets: Readonly<Record<string, string>>;
  };
  readonly files: readonly OutgoingFile[];
  readonly resumeFrom: DeliveryState | null;
  /** True: nothing is delivered; what was left unfinished at the target is removed. */
  readonly discard?: boolean;
}

/** What a delivering thread tells. */
export type DeliverMessage =
  | { readonly type: "state"; readonly state: DeliveryState }
  | { readonly type: "progress"; readonly progress: DeliveryProgress }
  | {
      readonly type: "retry";
      readonly message: string;
      readonly delayMs: number;
    }
  | { readonly type: "delivered"; readonly receipt: Receipt }
  | { readonly type: "discarded" }
  | { readonly type: "failed"; readonly error: ErrorView };

/** What a thread that looks ahead starts with. */
export interface PreflightStart {
  readonly request: ExportRequest;
  readonly paths: JobPaths;
  /** Whether everything is to be looked at, however long it takes. */
  readonly thorough: boolean;
}

/** What it answers. */
export type PreflightAnswer =
  | {
      readonly type: "found";
      readonly plan: PlannedExport;
      readonly hindrance: ErrorView | null;
    }
  | { readonly type: "failed"; readonly error: ErrorView };
