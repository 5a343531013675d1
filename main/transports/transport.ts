import type { TObject } from "typebox";
import type {
  DeliveryProgress,
  DeliveryState,
  OutgoingFile,
  Receipt,
  TargetTest,
} from "../domain/delivery.ts";
import type { AppError } from "../domain/errors.ts";

/** Where something is delivered to. */
export interface Target {
  /** Plain JSON that fits the transport's `settings`. */
  readonly settings: unknown;
  /** By the names the transport lists; they come from the vault and go nowhere else. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** How long a transport waits, and how often it tries. Milliseconds. */
export interface Patience {
  /** For a connection to be made. */
  readonly connectMs: number;
  /** For a sign of life of a connection that was made. */
  readonly idleMs: number;
  /** Attempts without a byte of progress before it gives up. */
  readonly attempts: number;
  /** Before the second attempt; doubled before each further one. */
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
}

/** Files on their way to a target. */
export interface Delivery {
  readonly target: Target;
  /** The volumes of one package, or several hundred files of a folder; no two of the same name. */
  readonly files: readonly OutgoingFile[];
  /** What becomes of a file that is already there under the name of one that is to arrive. */
  readonly existing: "refuse" | "replace";
  /** What `saveState` was given last for the same files and target; null to begin anew. */
  readonly resumeFrom: DeliveryState | null;
  readonly signal: AbortSignal;
  readonly patience?: Patience;
  /** Takes what is needed to go on after an interruption. Each call replaces what was given before. */
  saveState(state: DeliveryState): void;
  /** Called at most 10 times a second, and once at the end. */
  onProgress(progress: DeliveryProgress): void;
  /** Told when an attempt failed and another one follows after `delayMs`. */
  onRetry?(error: AppError, delayMs: number): void;
}

/** A secret that a transport can use. */
export interface SecretField {
  readonly name: string;
  readonly title: string;
}

/** A way to bring finished files to a target. No text it gives out holds a secret. */
export interface Transport {
  readonly id: string;
  readonly title: string;
  /** What the settings of a target must look like; descriptions are for people. */
  readonly settings: TObject;
  /** The main one first. */
  readonly secrets: readonly SecretField[];
  /**
   * Checks a target without asking it.
   * @throws AppError target.settings-invalid
   */
  check(target: Target): void;
  /**
   * The target as a person would name it.
   * @throws AppError target.settings-invalid
   */
  summary(settings: unknown): string;
  /** The folder of this machine that a target is; absent where targets are somewhere else. */
  localFolder?(settings: unknown): string | null;
  /** What this machine lacks for this transport; null when it has everything. */
  lacks(): Promise<{
    readonly what: string;
    readonly remedy: string;
  } | null>;
  /**
   * Connects, logs in, and where the protocol can, writes a small file and removes it. Tries once.
   * @throws AppError target.*, run.cancelled
   */
  test(
    target: Target,
    signal: AbortSignal,
    patience?: Patience,
  ): Promise<TargetTest>;
  /**
   * Delivers all files. What is worth trying again is tried again; when it fails for good, `saveState` has been given
   * what a later call needs to go on. A file is under its final name only when it is complete.
   * @throws AppError target.*, archive.damaged (a file is no longer what it was), file.*, run.cancelled
   */
  deliver(delivery: Delivery): Promise<Receipt>;
  /**
   * Removes from the target what an interrupted delivery has left unfinished there. Files that arrived stay.
   * @throws AppError target.*, run.cancelled
   */
  discard(
    abandoned: Pick<
      Delivery,
      "target" | "files" | "resumeFrom" | "signal" | "patience"
    >,
  ): Promise<void>;
}
