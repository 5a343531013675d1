import { join } from "node:path";
import SQLite from "better-sqlite3";
import { afterEach, beforeEach, expect, it } from "vitest";
import {
  bundle,
  openTestCatalog,
  type TestCatalog,
} from "../../support/catalog.ts";
import { temporaryFolder } from "../../support/holdall.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let catalog: TestCatalog;
let database: SQLite.Database;
let one: number;
let two: number;
beforeEach(async () => {
  folder = await temporaryFolder();
  catalog = openTestCatalog(folder.path);
  database = new SQLite(join(folder.path, "catalog.sqlite"));
  const top = catalog.community("Top");
  one = catalog.collection("One", [top], {
    template: [],
    logo: await catalog.bitstream("logo.png", "a picture"),
  });
  two = catalog.collection("Two", [top]);
});
afterEach(async () => {
  database.close();
  catalog.close();
  await folder.remove();
});

const kept = () =>
  [...catalog.containers.collections()].map(({ id, files, bytes }) => ({
    id,
    files,
    bytes,
  }));
/** The same, counted. */
const counted = () =>
  database
    .prepare(
      `SELECT c.id, count(b.id) AS files, coalesce(sum(b.size), 0) AS bytes FROM collection c
       LEFT JOIN item i ON i.collection_id = c.id LEFT JOIN bundle u ON u.item_id = i.id
       LEFT JOIN bitstream b ON b.bundle_id = u.id GROUP BY c.id ORDER BY c.sort_name`,
    )
    .all();

function expectRight(items: number): void {
  expect(kept()).toEqual(counted());
  const held = kept().reduce((sum, { files }) => sum + files, 0);
  expect(catalog.summary.counts()).toMatchObject({
    items,
    // One of them is a logo.
    bitstreams: held + (catalog.objects.kind(one) === null ? 0 : 1),
  });
}

it("collections know what they hold, whatever becomes of it", async () => {
  const file = await catalog.bitstream("a.txt", "Eleven byte");
  const more = await catalog.bitstream("b.txt", "Some more bytes than that");
  const held = {
    bundles: [bundle("ORIGINAL", [file, more]), bundle("LICENSE", [more])],
  };
  const items = Array.from({ length: 6 }, () =>
    catalog.item(one, { ...held, mappedCollections: [two] }),
  );
  catalog.item(two, held);
  catalog.item(two);
  expect(kept()).toEqual([
    { id: one, files: 18, bytes: 6 * (11 + 25 + 25) },
    { id: two, files: 3, bytes: 61 },
  ]);
  expectRight(8);

  const [first, second, third] = items;
  const idOf = (table: string, item: number) =>
    Number(
      database
        .prepare(
          table === "bundle"
            ? "SELECT min(id) FROM bundle WHERE item_id = ?"
            : "SELECT min(b.id) FROM bitstream b JOIN bundle u ON u.id = b.bundle_id WHERE u.item_id = ?",
        )
        .pluck()
        .get(item),
    );
  const remove = (kind: "bundle" | "bitstream" | "item", id: number) => {
    catalog.together(() => {
      catalog.remover.remove(kind, id);
    });
  };
  remove("bitstream", idOf("bitstream", first?.id ?? 0));
  expectRight(8);
  remove("bundle", idOf("bundle", second?.id ?? 0));
  expectRight(8);
  remove("item", third?.id ?? 0);
  expectRight(7);
  database
    .prepare("UPDATE item SET collection_id = ? WHERE id = ?")
    .run(two, first?.id);
  expectRight(7);
  database.prepare("UPDATE bitstream SET size = size + 7").run();
  expect(kept()).toEqual(counted());
  expect(kept()).not.toContainEqual({ id: two, files: 3, bytes: 61 });

  // What is large is unlinked first, and its rows go later.
  catalog.together(() => {
    catalog.remover.unlink("item", second?.id ?? 0);
  });
  expectRight(6);
  catalog.together(() => catalog.remover.clear(10));
  expectRight(6);
  catalog.together(() => {
    catalog.remover.unlink("collection", one);
  });
  catalog.together(() => catalog.remover.clear(10));
  expect(kept().map(({ id }) => id)).toEqual([two]);
  expectRight(3);
});
