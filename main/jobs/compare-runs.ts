import { existsSync } from "node:fs";
import SQLite from "better-sqlite3";
import { AppError } from "../domain/errors.ts";
import type {
  ItemDifference,
  RunComparison,
} from "../domain/run-comparison.ts";

/** A run and the file in which what it held is remembered. */
export interface RememberedRun {
  readonly run: number;
  readonly file: string;
}

export interface ComparisonInput {
  readonly base: RememberedRun;
  readonly run: RememberedRun;
  /** Items up to this number were on pages before; null on the first. */
  readonly after: number | null;
  readonly limit: number;
}

const held = (row: string, run: string) =>
  `${row}.since <= @${run} AND (${row}.until IS NULL OR ${row}.until > @${run})`;

/** Items of `other` that `one` did not hold, or in another state; what could not be packed whole counts as changed. */
const newOrChanged = `SELECT o.item_id AS item, o.uuid, o.handle,
    CASE WHEN b.item_id IS NULL THEN 'added' ELSE 'changed' END AS change
  FROM other.item o LEFT JOIN base.item b ON b.item_id = o.item_id AND ${held("b", "base")}
  WHERE ${held("o", "run")} AND (b.item_id IS NULL OR b.digest <> o.digest)`;
const gone = `SELECT b.item_id AS item, b.uuid, b.handle, 'gone' AS change FROM base.item b
  WHERE ${held("b", "base")}
    AND NOT EXISTS (SELECT 1 FROM other.item o WHERE o.item_id = b.item_id AND ${held("o", "run")})`;

/**
 * Compares what two runs held by what is remembered of them, so that their archives are not needed. Of an incremental
 * export that is everything it and those before have brought, as whoever got all of them has it.
 * @throws AppError run.not-remembered
 */
export function compareRuns({
  base,
  run,
  after,
  limit,
}: ComparisonInput): RunComparison {
  for (const { run: number, file } of [base, run]) {
    if (!existsSync(file))
      throw new AppError(
        "run.not-remembered",
        `What run ${String(number)} held is not remembered.`,
        {
          object: String(number),
          remedy:
            "Only successful exports are remembered, until they or their saved export are removed.",
        },
      );
  }
  const database = new SQLite("");
  try {
    database.prepare("ATTACH ? AS base").run(base.file);
    database.prepare("ATTACH ? AS other").run(run.file);
    const numbers = { base: base.run, run: run.run };
    const items = database
      .prepare<[object], ItemDifference>(
        `SELECT * FROM (${newOrChanged} AND o.item_id > @after UNION ALL ${gone} AND b.item_id > @after)
         ORDER BY item LIMIT @limit`,
      )
      .all({ ...numbers, after: after ?? 0, limit: limit + 1 });
    const counts = { added: 0, changed: 0, gone: 0 };
    const all =
      after === null
        ? (database
            .prepare<[object], number>(
              `SELECT count(*) FROM other.item o WHERE ${held("o", "run")}`,
            )
            .pluck()
            .get({ run: run.run }) ?? 0)
        : 0;
    if (after === null)
      for (const { change, count } of database
        .prepare<[object], { change: keyof typeof counts; count: number }>(
          `SELECT change, count(*) AS count FROM (${newOrChanged} UNION ALL ${gone}) GROUP BY change`,
        )
        .iterate(numbers))
        counts[change] = count;
    const page = items.slice(0, limit);
    return {
      counts:
        after === null
          ? { ...counts, unchanged: all - counts.added - counts.changed }
          : null,
      items: page,
      next: items.length > limit ? (page.at(-1)?.item ?? null) : null,
    };
  } finally {
    database.close();
  }
}

/** Items of which a run had to leave something out, ascending. */
export function incompleteItems({ run, file }: RememberedRun): number[] {
  if (!existsSync(file)) return [];
  const database = new SQLite(file, { readonly: true });
  try {
    return database
      .prepare<[number], number>(
        "SELECT item_id FROM item WHERE digest = x'' AND since = ? ORDER BY item_id",
      )
      .pluck()
      .all(run);
  } finally {
    database.close();
  }
}
