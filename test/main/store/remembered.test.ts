import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import SQLite, { type Database } from "better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createRemembered } from "../../../main/store/remembered.ts";

let folder: string;
let database: Database;
let reads: number;
let ask: (key: string) => number | null;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "holdall-test-"));
  database = new SQLite(join(folder, "one.sqlite"));
  database.pragma("journal_mode = WAL");
  database.exec("CREATE TABLE fact (key TEXT PRIMARY KEY, value INTEGER)");
  database.exec("INSERT INTO fact VALUES ('a', 1)");
  const read = database
    .prepare<[string], number>("SELECT value FROM fact WHERE key = ?")
    .pluck();
  reads = 0;
  ask = createRemembered(database).by((key: string) => {
    reads += 1;
    return read.get(key) ?? null;
  });
});

afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

test("an answer is read once, even that there is none", () => {
  expect([ask("a"), ask("a"), ask("b"), ask("b")]).toEqual([1, 1, null, null]);
  expect(reads).toBe(2);
});

test("what this connection changes is seen at once", () => {
  ask("a");
  database.exec("UPDATE fact SET value = 2");
  expect(ask("a")).toBe(2);
});

test("what another connection changes is seen in the next turn", async () => {
  ask("a");
  const other = new SQLite(join(folder, "one.sqlite"));
  other.exec("UPDATE fact SET value = 3");
  other.close();
  await turn();
  expect(ask("a")).toBe(3);
});

test("what was undone is not remembered", () => {
  const change = database.transaction(() => {
    database.exec("UPDATE fact SET value = 4");
    expect(ask("a")).toBe(4);
    throw new Error("undo");
  });
  expect(change).toThrow("undo");
  expect(ask("a")).toBe(1);
});

test("no more answers are kept than are asked for", () => {
  const read: string[] = [];
  const few = createRemembered(database).by((key: string) => {
    read.push(key);
    return key;
  }, 2);
  for (const key of ["a", "b", "a", "b", "c", "c", "a"]) few(key);
  expect(read).toEqual(["a", "b", "c", "a"]);
});
