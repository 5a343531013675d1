import SQLite from "better-sqlite3";
import { expect, test } from "vitest";
import { keepPages } from "../../../main/store/kept-pages.ts";
import { createRemembered } from "../../../main/store/remembered.ts";

test("keeps a page that is asked for again, and none that is asked for once, until something changes", async () => {
  const database = new SQLite(":memory:");
  database.exec("CREATE TABLE fact (value INTEGER)");
  const read: string[] = [];
  const page = keepPages(createRemembered(database), (ids) => {
    read.push(ids.join());
    return Promise.resolve([]);
  });
  const ask = async (...ids: number[]) => {
    await page(ids);
    return read.splice(0);
  };
  expect(await ask(1, 2)).toEqual(["1,2"]);
  expect(await ask(2, 1)).toEqual(["2,1"]);
  expect(await ask(1, 2)).toEqual(["1,2"]);
  expect(await ask(1, 2)).toEqual([]);
  database.exec("INSERT INTO fact VALUES (1)");
  expect(await ask(1, 2)).toEqual(["1,2"]);
  for (let id = 10; id < 100; id++) await ask(id, 1);
  expect(await ask(2, 1)).toEqual(["2,1"]);
  database.close();
});
