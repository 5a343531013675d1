import type { Database } from "better-sqlite3";

/** One forward step of the catalog's schema. It runs in a transaction of its own. */
export interface Migration {
  /** Version of the catalog after this step; consecutive from 1. */
  readonly version: number;
  readonly name: string;
  up(database: Database): void;
}
