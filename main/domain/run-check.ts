import type { ErrorView } from "./errors.ts";
import type { Severity } from "./severity.ts";

/** What reading a finished package again has shown. */
export interface CheckOutcome {
  /** When it ended, in milliseconds since 1970. */
  readonly at: number;
  readonly entries: number;
  readonly items: number;
  readonly files: number;
  /** Whether there was a manifest to compare with, in every volume. */
  readonly manifest: boolean;
  readonly errors: number;
  readonly warnings: number;
  /** The first of them. */
  readonly faults: readonly {
    readonly severity: Severity;
    readonly object: string;
    readonly message: string;
  }[];
}

/** A package that is being read again, or was since the program started. */
export interface RunCheck {
  readonly run: number;
  readonly state: "running" | "done" | "failed" | "stopped";
  readonly entries: number;
  /** As many as were written; 0 while unknown. */
  readonly entriesTotal: number;
  /** Unpacked bytes read so far. */
  readonly bytes: number;
  readonly outcome: CheckOutcome | null;
  /** Why it could not be read; null unless it has failed. */
  readonly error: ErrorView | null;
}
