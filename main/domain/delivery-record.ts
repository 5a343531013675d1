import type { DeliveryProgress, Receipt } from "./delivery.ts";
import type { ErrorView } from "./errors.ts";

/** A place a saved export is delivered to. Its secrets are in the keychain. */
export interface DefinitionTarget {
  readonly id: number;
  /** Id of the transport. */
  readonly transport: string;
  /** Plain JSON that fits the transport's settings. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The target as a person would name it, without secrets. */
  readonly summary: string;
  /** True where only what was made for it can go, as with easydb's dialect; absent where any archive can. */
  readonly bound?: true;
}

/** A target as its owner says it: one with an id is changed, one without is new. */
export interface TargetInput {
  readonly id?: number | undefined;
  readonly transport: string;
  readonly settings: Readonly<Record<string, unknown>>;
  /** By the names the transport lists; those that are absent stay as they were. */
  readonly secrets?: Readonly<Record<string, string>> | undefined;
}

/**
 * waiting -> delivering -> done | failed. `skipped`: the export gave nothing to deliver. A failed one goes back to
 * `waiting` when it is tried again, and so does one whose process has died.
 */
export type DeliveryRecordState =
  "waiting" | "delivering" | "done" | "failed" | "skipped";

/** What became of one run at one target. */
export interface DeliveryRecord {
  readonly id: number;
  readonly run: number;
  readonly transport: string;
  /** The target as it was named then. */
  readonly summary: string;
  readonly state: DeliveryRecordState;
  /** How far it is; null unless it is on its way. */
  readonly progress: DeliveryProgress | null;
  readonly receipt: Receipt | null;
  readonly error: ErrorView | null;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
}
