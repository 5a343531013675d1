import type { Database } from "better-sqlite3";
import type { EndedRuns } from "../domain/ended-runs.ts";

/** What finished exports tell of those to come, and of how things have gone. */
export function createRunStatistics(database: Database) {
  const past = database.prepare<
    [string],
    { items: number; bytes: number; milliseconds: number }
  >(
    `SELECT items, bytes, milliseconds FROM
       (SELECT json_extract(progress, '$.items') AS items, json_extract(progress, '$.bytesTotal') AS bytes,
          finished_at - started_at AS milliseconds, request
        FROM run WHERE kind = 'export' AND state IN ('done', 'done-with-problems') AND started_at IS NOT NULL
        ORDER BY id DESC LIMIT 200)
     WHERE json_extract(request, '$.options.format') = ? LIMIT 20`,
  );
  const ended = database.prepare<
    [{ since: number; step: number; until: number; owner: number | null }],
    EndedRuns
  >(
    `SELECT (finished_at - @since) / @step AS place, state, count(*) AS runs,
       coalesce(sum(json_extract(result, '$.size')), 0) AS bytes, sum(finished_at - coalesce(started_at, finished_at)) AS milliseconds
     FROM run WHERE kind = 'export' AND finished_at >= @since AND finished_at < @until
       AND (@owner IS NULL OR owner_id = @owner)
     GROUP BY place, state ORDER BY place, state`,
  );

  return {
    /** What the last finished exports with a format have packed, and in how many milliseconds. */
    past: (
      format: string,
    ): { items: number; bytes: number; milliseconds: number }[] =>
      past.all(format),
    /**
     * Exports that have ended, counted in spans of time of equal length (in milliseconds).
     * @param owner only this account's; null for all
     */
    ended: (
      since: number,
      step: number,
      count: number,
      owner: number | null,
    ): EndedRuns[] =>
      ended.all({ since, step, until: since + step * count, owner }),
  };
}
