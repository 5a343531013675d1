import SQLite from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { findCommonBeginnings } from "../../../main/store/common-beginnings.ts";

/** More words than are read in two slices; all but one stand in one text. */
const words = Array.from({ length: 25_000 }, (_, number) =>
  String(number).padStart(6, "0"),
);

test("words are read in slices, with a turn for others between them, and no further once somebody wants it to stop", async () => {
  const database = new SQLite(":memory:");
  onTestFinished(() => void database.close());
  database.exec(
    "CREATE VIRTUAL TABLE item_text USING fts5(title, contributor)",
  );
  const insert = database.prepare("INSERT INTO item_text VALUES (?, '')");
  insert.run(words.join(" "));
  for (let text = 0; text < 9; text++) insert.run("zebra");

  let turns = 0;
  let stopAfter = Infinity;
  const find = () =>
    findCommonBeginnings(
      database,
      2,
      () => {
        turns += 1;
        return Promise.resolve();
      },
      () => turns >= stopAfter,
    );
  expect(await find()).toContain('"zebra" *');
  expect(turns).toBe(2);

  turns = 0;
  stopAfter = 1;
  expect(await find()).not.toContain('"zebra" *');
  expect(turns).toBe(1);
});
