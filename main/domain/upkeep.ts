import type { ErrorView } from "./errors.ts";

/** One thing that was looked at when everything was checked. */
export interface Finding {
  readonly area:
    "catalog" | "store" | "vault" | "disk" | "targets" | "schedules" | "runs";
  readonly severity: "ok" | "warning" | "error";
  /** What it concerns: a file, a bitstream; absent for an area as a whole. */
  readonly object?: string;
  readonly message: string;
  /** What to do about it; absent when nothing is wrong. */
  readonly remedy?: string;
}

/** A check of everything a catalog needs to be trusted with: the one that runs, or the last one. */
export interface CheckUp {
  readonly running: boolean;
  /** Files of the store that were read so far. */
  readonly files: number;
  readonly findings: readonly Finding[];
  /** Milliseconds since 1970; null when there was none yet. */
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  /** Why it could not be done to its end. */
  readonly error: ErrorView | null;
}

/** A line of the log. */
export interface LoggedLine {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly level: "debug" | "info" | "warn" | "error";
  readonly message: string;
}

/** The end of the log. */
export interface LogTail {
  readonly file: string;
  /** From which level on lines are written. */
  readonly level: string;
  /** The newest last. */
  readonly lines: readonly LoggedLine[];
}

/** A part of the program that other people have made. */
export interface BundledPart {
  readonly name: string;
  readonly version: string;
  /** Its licence as it names it. */
  readonly licence: string;
  /** The text of the licence; empty when it came without. */
  readonly text: string;
}
