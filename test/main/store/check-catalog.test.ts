import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import SQLite, { type Database } from "better-sqlite3";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { compose } from "../../../main/compose.ts";
import { readConfig } from "../../../main/config.ts";
import { createCatalog } from "../../../main/store/catalog.ts";
import { temporaryFolder } from "../../support/holdall.ts";

let data: string;
let file: string;
beforeEach(async () => {
  const folder = await temporaryFolder();
  onTestFinished(() => folder.remove());
  data = folder.path;
  file = join(data, "catalog.sqlite");
});

const start = async (): Promise<void> => {
  const application = await compose(
    readConfig({ dataDir: data }, { HOLDALL_LOG: "silent" }),
  );
  await application.close();
};
const change = (work: (database: Database) => void): void => {
  const database = new SQLite(file);
  work(database);
  database.close();
};
/** Whole files, but for what SQLite keeps of who reads them. */
const everything = (): Record<string, string> =>
  Object.fromEntries(
    readdirSync(data)
      .filter((name) => !name.endsWith("-shm"))
      .map((name) => [
        name,
        createHash("sha256")
          .update(readFileSync(join(data, name)))
          .digest("hex"),
      ]),
  );

describe("a file that is no catalog of this Holdall is told of, and left as it is", () => {
  it.each([
    {
      name: "a database of something else",
      code: "catalog.not-recognised",
      make: () => {
        change((database) => {
          database.exec("CREATE TABLE photo (id INTEGER PRIMARY KEY)");
        });
      },
    },
    {
      name: "a newer database of something else",
      code: "catalog.not-recognised",
      make: () => {
        change((database) => {
          database.exec(
            "CREATE TABLE setting (key TEXT); PRAGMA user_version = 74",
          );
        });
      },
    },
    {
      name: "a catalog of a build whose tables had a column less",
      code: "catalog.other-build",
      make: () => {
        createCatalog(file).close();
        change((database) => {
          database.exec("ALTER TABLE account DROP COLUMN last_active_at");
        });
      },
    },
    {
      name: "a catalog of a build that had a table less",
      code: "catalog.other-build",
      make: () => {
        createCatalog(file).close();
        change((database) => {
          database.exec("DROP TABLE basket_entry");
        });
      },
    },
    {
      name: "a catalog that was not copied whole",
      code: "catalog.other-build",
      make: () => {
        createCatalog(file).close();
        change((database) => {
          database.pragma("user_version = 0");
        });
      },
    },
    {
      name: "a catalog of a newer release",
      code: "catalog.newer-version",
      make: () => {
        createCatalog(file).close();
        change((database) => {
          database.pragma("user_version = 999");
        });
      },
    },
    {
      name: "something that is no database",
      code: "catalog.damaged",
      make: () => {
        writeFileSync(file, "A letter, and a long one. ".repeat(100));
      },
    },
  ])("$name", async ({ make, code }) => {
    make();
    const before = everything();
    await expect(start()).rejects.toMatchObject({
      code,
      object: file,
      remedy: expect.stringMatching(/./u) as unknown,
    });
    expect(everything()).toEqual(before);
  });
});

it("takes an empty file, and a catalog with an index of somebody's own, for what they are", async () => {
  writeFileSync(file, "");
  await start();
  change((database) => {
    database.exec("CREATE INDEX own_look ON item(id, withdrawn)");
  });
  await start();
});

it("leaves what a build that was killed has written last where it is", async () => {
  const catalog = createCatalog(file);
  const other = new SQLite(file);
  other.exec("ALTER TABLE account DROP COLUMN last_active_at");
  const before = everything();
  expect(Object.keys(before)).toContain("catalog.sqlite-wal");
  await expect(start()).rejects.toMatchObject({ code: "catalog.other-build" });
  expect(everything()).toEqual(before);
  other.close();
  catalog.close();
});
