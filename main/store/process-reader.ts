import type { Database } from "better-sqlite3";
import type { ProcessFilter, ProcessSlice } from "../core/processes.ts";
import type { RunState } from "../domain/run.ts";

const keys = {
  id: "r.id",
  script: "r.kind",
  created: "r.created_at",
  started: "r.started_at",
  ended: "r.finished_at",
} as const;

/** Lists runs by what they are, whose they are and how they stand. */
export function createProcessReader(database: Database) {
  const where = `(@kind IS NULL OR r.kind = @kind) AND (@owner IS NULL OR r.owner_id = @owner)
    AND (@states IS NULL OR r.state IN (SELECT value FROM json_each(@states)))`;
  const count = database
    .prepare<[object], number>(`SELECT count(*) FROM run r WHERE ${where}`)
    .pluck();
  const page = (key: string, way: "ASC" | "DESC") =>
    database
      .prepare<[object], number>(
        `SELECT r.id FROM run r WHERE ${where} ORDER BY ${key} ${way}, r.id ${way} LIMIT @limit OFFSET @skip`,
      )
      .pluck();
  const pages = Object.fromEntries(
    Object.entries(keys).map(([name, key]) => [
      name,
      { up: page(key, "ASC"), down: page(key, "DESC") },
    ]),
  ) as Record<
    keyof typeof keys,
    Record<"up" | "down", ReturnType<typeof page>>
  >;

  return (
    filter: ProcessFilter,
    { sort, descending, skip, limit }: ProcessSlice,
  ): { ids: readonly number[]; total: number } => {
    const states: readonly RunState[] | null = filter.states;
    const parameters = {
      kind: filter.kind,
      owner: filter.owner,
      states: states === null ? null : JSON.stringify(states),
    };
    return {
      ids: pages[sort][descending ? "down" : "up"].all({
        ...parameters,
        skip,
        limit,
      }),
      total: count.get(parameters) ?? 0,
    };
  };
}
