import type { Severity } from "./run.ts";

/** One line of all that is kept of a run: first its steps as they happened, then what was wrong with single objects. */
export interface RunRecordLine {
  /** Grows from line to line; pass that of the last one as `after` for the next page. */
  readonly number: number;
  readonly severity: Severity;
  /** Milliseconds since 1970; null for what was wrong with an object. */
  readonly at: number | null;
  /** Empty for a step. */
  readonly code: string;
  readonly object: string;
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
  readonly message: string;
  readonly action: string;
}

/** A page of them. */
export interface RunRecordPage {
  readonly lines: readonly RunRecordLine[];
  /** Whether more follow. */
  readonly more: boolean;
  /** How many there are of each severity. */
  readonly counts: Readonly<Record<Severity, number>>;
}
