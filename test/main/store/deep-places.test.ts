import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { listSorts } from "../../../main/domain/lookup.ts";
import {
  openTestCatalog,
  value,
  type TestCatalog,
} from "../../support/catalog.ts";
import { temporaryFolder } from "../../support/holdall.ts";

const items = 760;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let catalog: TestCatalog;
let collection: number;

beforeAll(async () => {
  folder = await temporaryFolder();
  catalog = openTestCatalog(join(folder.path, "data"));
  collection = catalog.collection("All", [catalog.community("Top")]);
  catalog.together(() => {
    for (let number = 0; number < items; number += 1)
      catalog.item(collection, {
        // Many have the same title and the same time.
        metadata: [
          value("dc.title", `Title ${String((number * 7) % 90)}`),
          ...(number % 3 === 0
            ? []
            : [value("dc.date.issued", String(1900 + (number % 40)))]),
        ],
        lastModified: Date.UTC(2024, 0, 1 + (number % 11)),
      });
  });
});
afterAll(async () => {
  catalog.close();
  await folder.remove();
});

/** Around where the way is marked, in between, at the end and behind it. */
const places = [249, 250, 251, 500, 620, 749, 750, 758, 759, 760, 5000];

it.each(
  listSorts.flatMap((sort) => [
    [sort, false, "the catalog"] as const,
    [sort, true, "the catalog"] as const,
    [sort, false, "a collection"] as const,
  ]),
)(
  "any place is found in the order of %s, descending %s, in %s",
  async (sort, descending, where) => {
    const choice = {
      collections: where === "the catalog" ? null : [collection],
      query: null,
    };
    const order = { sort, descending };
    const whole = await catalog.finding.ids(choice, order, 0, items, null);
    expect(new Set(whole.ids).size).toBe(items);
    // From far to near: what was found on the way is used again.
    for (const skip of [...places].reverse()) {
      const part = await catalog.finding.ids(choice, order, skip, 3, null);
      expect(part.ids, String(skip)).toEqual(whole.ids.slice(skip, skip + 3));
      expect(part.total).toBe(items);
    }
  },
);
