import { existsSync } from "node:fs";
import SQLite from "better-sqlite3";
import type { RememberedRun } from "./compare-runs.ts";
import { isSpoilt } from "./run-memory.ts";

export interface RunsWithItemInput {
  readonly item: number;
  /** Successful runs, each with the file in which it is remembered. */
  readonly runs: readonly RememberedRun[];
}

/** A run that packed an item. */
export interface RunWithItem {
  readonly run: number;
  /** False when something of the item could not be packed. */
  readonly whole: boolean;
}

/** Those of some runs that packed an item, by what is remembered of them, in the order in which they are given. */
export function runsWithItem({ item, runs }: RunsWithItemInput): RunWithItem[] {
  const states = new Map<string, readonly State[]>();
  return runs.flatMap(({ run, file }) => {
    let known = states.get(file);
    if (known === undefined) states.set(file, (known = statesIn(file, item)));
    const state = known.find(
      ({ since, until }) => since <= run && (until === null || until > run),
    );
    return state === undefined ? [] : [{ run, whole: state.whole === 1 }];
  });
}

interface State {
  readonly since: number;
  readonly until: number | null;
  readonly whole: number;
}

function statesIn(file: string, item: number): readonly State[] {
  if (!existsSync(file)) return [];
  const database = new SQLite(file, { readonly: true });
  try {
    return database
      .prepare<[number], State>(
        "SELECT since, until, digest <> x'' AS whole FROM item WHERE item_id = ?",
      )
      .all(item);
  } catch (error) {
    if (isSpoilt(error)) return [];
    throw error;
  } finally {
    database.close();
  }
}
