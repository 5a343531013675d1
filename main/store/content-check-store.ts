import type { Database } from "better-sqlite3";
import { fileFaults, type FileFault } from "../domain/file-check.ts";

export type ContentCheckStore = ReturnType<typeof createContentCheckStore>;

/** What is known of the soundness of contents. */
export function createContentCheckStore(database: Database) {
  const read = database.prepare<
    [Buffer],
    { checkedAt: number; fault: string | null }
  >(
    "SELECT checked_at AS checkedAt, fault FROM content_check WHERE sha256 = ?",
  );
  const write = database.prepare(
    `INSERT INTO content_check VALUES (@sha256, @checkedAt, @fault)
     ON CONFLICT DO UPDATE SET checked_at = excluded.checked_at, fault = excluded.fault`,
  );
  return {
    /** Null when it has not been looked at since it came. */
    last(
      sha256: string,
    ): { readonly checkedAt: number; readonly fault: FileFault | null } | null {
      const row = read.get(Buffer.from(sha256, "hex"));
      if (row === undefined) return null;
      return {
        checkedAt: row.checkedAt,
        fault: fileFaults.find((fault) => fault === row.fault) ?? null,
      };
    },
    /** @param checkedAt milliseconds since 1970 */
    keep(sha256: string, checkedAt: number, fault: FileFault | null): void {
      write.run({ sha256: Buffer.from(sha256, "hex"), checkedAt, fault });
    },
  };
}
