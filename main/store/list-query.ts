import type { Database } from "better-sqlite3";
import type { Slice } from "../core/objects.ts";

/** Which part of a list, for the statements of {@link listQuery}. */
interface Cut {
  readonly limit: number;
  readonly skip: number;
}

/** A list that has been prepared: a part of its rows in order, and how long it is. */
export type ListQuery<Parameters extends object, Row> = (
  parameters: Parameters,
  slice: Slice,
) => { readonly rows: Row[]; readonly total: number };

/**
 * Prepares a list: its rows in order, and how long it is.
 * @param select columns and tables, up to WHERE
 * @param where may use named parameters
 * @param key what it is sorted by, ties by `id`
 * @param counted what is counted instead of `select`, where that takes less work
 */
export function listQuery<Parameters extends object, Row>(
  database: Database,
  select: string,
  where: string,
  key: string,
  id: string,
  counted = select,
): ListQuery<Parameters, Row> {
  const page = (way: "ASC" | "DESC") =>
    database.prepare<[Parameters & Cut], Row>(
      `${select} WHERE ${where} ORDER BY ${key} ${way}, ${id} ${way} LIMIT @limit OFFSET @skip`,
    );
  const up = page("ASC");
  const down = page("DESC");
  const count = database
    .prepare<[Parameters], number>(
      `SELECT count(*) FROM (${counted} WHERE ${where})`,
    )
    .pluck();
  return (parameters: Parameters, { skip, limit, descending }: Slice) => ({
    rows: (descending ? down : up).all({ ...parameters, skip, limit }),
    total: count.get(parameters) ?? 0,
  });
}

/** Text as a part of what LIKE looks for, with `\` as the escape. */
export function likePart(text: string): string {
  return `%${text.replace(/[\\%_]/g, "\\$&")}%`;
}
