/** Something that somebody did, or that was done for somebody. */
export type AuditAction =
  | "run.started"
  | "run.ended"
  | "run.cancelled"
  | "run.removed"
  | "archive.downloaded"
  | "archive.delivered"
  | "archive.not-delivered"
  | "archive.expired"
  | "definition.removed"
  | "mail.changed"
  | "settings.changed"
  | "storage.cleaned"
  | "webhook.changed"
  | "webhook.given-up";

/** One line of the record of who did what. It holds no secrets. */
export interface AuditEntry {
  /** Grows with time. */
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** E-mail of an account, or who it was in words: `this machine`, `schedule`, `link`. */
  readonly who: string;
  /** Where it came in: `window`, `command line`, `schedule`, or a dialect of the API. */
  readonly door: string;
  readonly action: AuditAction;
  /** What it was done to, as a person would name it. */
  readonly object: string;
  readonly run: number | null;
  readonly detail: Readonly<Record<string, unknown>>;
}
