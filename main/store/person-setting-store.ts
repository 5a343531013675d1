import type { Database } from "better-sqlite3";

export type PersonSettingStore = ReturnType<typeof createPersonSettingStore>;

/** How people like things, by name. An owner is an account, null the person at this machine. */
export function createPersonSettingStore(database: Database) {
  const get = database
    .prepare<[number, string], string>(
      "SELECT value FROM person_setting WHERE coalesce(owner_id, 0) = ? AND name = ?",
    )
    .pluck();
  const set = database.prepare<[number | null, string, string]>(
    `INSERT INTO person_setting (owner_id, name, value) VALUES (?, ?, ?)
     ON CONFLICT (coalesce(owner_id, 0), name) DO UPDATE SET value = excluded.value`,
  );
  return {
    /** Null when nothing was set. */
    get: (owner: number | null, name: string): string | null =>
      get.get(owner ?? 0, name) ?? null,
    set: (owner: number | null, name: string, value: string): void =>
      void set.run(owner, name, value),
  };
}
