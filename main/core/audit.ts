import type { AuditAction, AuditEntry } from "../domain/audit.ts";
import type { Actors } from "./actors.ts";

/** What this file needs of the catalog. */
export interface AuditPorts {
  add(draft: {
    readonly at: number;
    readonly account: number | null;
    readonly who: string;
    readonly door: string;
    readonly action: AuditAction;
    readonly object: string;
    readonly run: number | null;
    readonly detail: Readonly<Record<string, unknown>>;
  }): void;
  list(
    limit: number,
    before: number | undefined,
    run: number | null,
  ): readonly AuditEntry[];
  /** E-mail of an account. */
  email(account: number): string | null;
  /** Writes patiently. */
  write(work: () => void): Promise<void>;
  now(): number;
  /** Takes what could not be written. */
  failed(error: unknown): void;
}

/** What happened, besides who did it. */
export interface Happening {
  /** What it was done to, as a person would name it. */
  readonly object: string;
  readonly run?: number | undefined;
  /** Whose it is where nobody asks for it: the owner of a saved export. */
  readonly owner?: number | null;
  /** Never a secret. */
  readonly detail?: Readonly<Record<string, unknown>>;
  /** Who did it in words, where it is no account. */
  readonly who?: string;
}

export type Audit = ReturnType<typeof createAudit>;

/** The record of who exported, downloaded, delivered and deleted what, when, and through which door. */
export function createAudit(ports: AuditPorts, actors: Actors) {
  /** Adds a line, as part of whatever transaction goes on. */
  function note(action: AuditAction, happening: Happening): void {
    const actor = actors.current();
    const { object, run, owner = null, detail = {}, who } = happening;
    const account = who === undefined ? (actor?.account?.id ?? owner) : null;
    ports.add({
      at: ports.now(),
      account,
      who:
        who ??
        actor?.account?.email ??
        (owner === null ? null : ports.email(owner)) ??
        (actor === null ? "nobody" : "this machine"),
      door: actor?.door ?? "by itself",
      action,
      object,
      run: run ?? null,
      detail,
    });
  }

  return {
    note,
    /** Adds a line by itself. What cannot be written down must not keep it from happening. */
    async record(action: AuditAction, happening: Happening): Promise<void> {
      try {
        await ports.write(() => {
          note(action, happening);
        });
      } catch (error) {
        ports.failed(error);
      }
    },
    /** Newest first. For administrators. */
    list: (
      limit: number,
      before: number | undefined,
      run: number | undefined,
    ): readonly AuditEntry[] => ports.list(limit, before, run ?? null),
  };
}
