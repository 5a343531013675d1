import type { Database } from "better-sqlite3";
import type { AuditAction, AuditEntry } from "../domain/audit.ts";

export type AuditStore = ReturnType<typeof createAuditStore>;

interface AuditRow extends Omit<AuditEntry, "detail"> {
  readonly detail: string;
}

/** A line to be added. */
export interface AuditDraft {
  readonly at: number;
  readonly account: number | null;
  readonly who: string;
  readonly door: string;
  readonly action: AuditAction;
  readonly object: string;
  readonly run: number | null;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** The record of who did what. Lines are added, never changed. */
export function createAuditStore(database: Database) {
  const add = database.prepare(
    `INSERT INTO audit (at, account_id, who, door, action, object, run_id, detail)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const columns =
    "id, at, who, door, action, object, run_id AS run, detail FROM audit";
  const newestFirst = database.prepare<[number, number], AuditRow>(
    `SELECT ${columns} WHERE id < ? ORDER BY id DESC LIMIT ?`,
  );
  const ofRun = database.prepare<[number, number, number], AuditRow>(
    `SELECT ${columns} WHERE run_id = ? AND id < ? ORDER BY id DESC LIMIT ?`,
  );
  return {
    add(draft: AuditDraft): void {
      const { at, account, who, door, action, object, run, detail } = draft;
      add.run(
        at,
        account,
        who,
        door,
        action,
        object,
        run,
        JSON.stringify(detail),
      );
    },
    /** Newest first, older than the line `before`. @param run only of this run; null: of all */
    list: (
      limit: number,
      before: number | undefined,
      run: number | null,
    ): AuditEntry[] => {
      const from = before ?? Number.MAX_SAFE_INTEGER;
      const rows =
        run === null
          ? newestFirst.all(from, limit)
          : ofRun.all(run, from, limit);
      return rows.map((row) => ({
        ...row,
        detail: JSON.parse(row.detail) as AuditEntry["detail"],
      }));
    },
  };
}
