import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ReadScope } from "../../../main/core/access.ts";
import type { ItemRecord } from "../../../main/core/item-record.ts";
import type { ItemChoice } from "../../../main/core/items.ts";
import {
  createSearching,
  type Searching,
} from "../../../main/jobs/searching.ts";
import { parseSearchQuery } from "../../../main/domain/search-query.ts";
import { searchField } from "../../../main/domain/search-fields.ts";
import {
  openTestCatalog,
  publicRead,
  value,
  type TestCatalog,
} from "../../support/catalog.ts";
import { temporaryFolder } from "../../support/holdall.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let catalog: TestCatalog;
let collection: number;
let searching: Searching;
let leaving: AbortSignal | null = null;

const titles = ["Amber", "Ambition", "Ambulance", "Beech", "Birch"];

beforeAll(async () => {
  folder = await temporaryFolder();
  const data = join(folder.path, "data");
  catalog = openTestCatalog(data);
  collection = catalog.collection("All", [catalog.community("Top")]);
  catalog.together(() => {
    titles.forEach((title, number) =>
      catalog.item(collection, {
        metadata: [
          value("dc.title", title),
          value("dc.title.alternative", "Beginning"),
          value("dc.subject", number % 2 === 0 ? "even" : "odd"),
        ],
        policies: number === 0 ? [] : [publicRead],
      }),
    );
  });
  searching = createSearching(
    join(data, "catalog.sqlite"),
    catalog.finding,
    () => true,
    catalog.records,
    () => leaving,
  );
});
afterAll(async () => {
  await searching.close();
  catalog.close();
  await folder.remove();
});

const order = { sort: "title", descending: false } as const;
const everything: ItemChoice = { collections: null, query: null };
const stranger = (): ReadScope => ({
  groups: catalog.access.groups(null),
  account: null,
  today: "2026-01-01",
  collections: [],
});
const expression = (query: string): Partial<ItemChoice> => {
  const parsed = parseSearchQuery(query, searchField);
  return parsed === null ? {} : { expression: parsed };
};

/** Records as text, with the text of their metadata. */
function textOf(records: readonly ItemRecord[]): string {
  return JSON.stringify(
    records.map(({ metadata, ...own }) => ({
      ...own,
      members: metadata.members.map((part) => Buffer.from(part).toString()),
      title: Buffer.from(metadata.title ?? []).toString(),
    })),
  );
}

describe("a search on a thread of its own", () => {
  it.each<[string, Partial<ItemChoice>]>([
    ["the beginning of a word", { query: "amb" }],
    ["a word of another field", { query: "odd" }],
    ["what is to be found", { listed: true }],
    ["a field", expression("title:b*")],
    ["two fields", expression("title:amb* AND subject:even")],
  ])("finds by %s what is found on this one", async (_name, by) => {
    for (const scope of [null, stranger()]) {
      const choice = { ...everything, ...by };
      const asked = [choice, order, null, 0, 10, scope] as const;
      const page = await searching.page(...asked);
      expect(page).toEqual(await catalog.finding.page(...asked));
      expect(page.total).toBe(page.items.length);
      expect(page.items.length).toBeGreaterThan(0);
    }
  });

  it("shows nobody what is not for them", async () => {
    const find = (scope: ReadScope | null) =>
      searching.ids({ ...everything, query: "amber" }, order, 0, 9, scope);
    expect((await find(null)).total).toBe(1);
    expect((await find(stranger())).total).toBe(0);
  });

  it("looks for titles in titles alone", async () => {
    const choice = { ...everything, ...expression("title:begin*") };
    expect((await searching.ids(choice, order, 0, 9, null)).total).toBe(0);
  });

  it("counts values for facets", async () => {
    const asked = [
      {
        fields: ["dc.subject"],
        by: "value",
        prefix: "",
        skip: 0,
        limit: 5,
      },
    ] as const;
    expect(await searching.facets(everything, null, asked)).toEqual([
      [
        { label: "even", count: 3 },
        { label: "odd", count: 2 },
      ],
    ]);
    expect(await searching.facets(everything, stranger(), asked)).toEqual([
      [
        { label: "even", count: 2 },
        { label: "odd", count: 2 },
      ],
    ]);
  });

  it("leaves off when whoever asked has gone, but not for others", async () => {
    const choice = { ...everything, ...expression("title:be*") };
    const find = () => searching.page(choice, order, null, 0, 10, stranger());
    const leave = new AbortController();
    leaving = leave.signal;
    const left = find();
    leaving = null;
    const waits = find();
    leave.abort();
    await expect(left).rejects.toMatchObject({ code: "asker.gone" });
    expect((await waits).total).toBe(1);
  });

  it("finds what has just been written", async () => {
    const count = async () =>
      (
        await searching.ids(
          { ...everything, query: "cedar" },
          order,
          0,
          9,
          null,
        )
      ).total;
    expect(await count()).toBe(0);
    catalog.item(collection, { metadata: [value("dc.title", "Cedar")] });
    expect(await count()).toBe(1);
  });

  it("counts and compares anew once something has been written", async () => {
    const choice = { ...everything, ...expression("maple*") };
    const asked = [
      { fields: ["dc.title"], by: "value", prefix: "", skip: 0, limit: 9 },
      { fields: ["dc.date.issued"], by: "year", prefix: "", skip: 0, limit: 9 },
    ] as const;
    const see = async () => ({
      best: (await searching.ranked(choice, 0, 9, null))?.total,
      facets: await searching.facets(choice, null, asked),
    });
    expect(await see()).toEqual({ best: 0, facets: [[], []] });
    const maple = (issued: string) =>
      catalog.item(collection, {
        metadata: [
          value("dc.title", "Maple"),
          value("dc.title", "Maples"),
          value("dc.date.issued", issued),
        ],
      });
    maple("1999-05");
    maple("2001");
    expect(await see()).toEqual({
      best: 2,
      facets: [
        [
          { label: "Maple", count: 2 },
          { label: "Maples", count: 2 },
        ],
        [
          { label: "1999", count: 1 },
          { label: "2001", count: 1 },
        ],
      ],
    });
  });

  it("reads pages on threads as they are read on this one", async () => {
    const { ids } = await searching.ids(everything, order, 0, 9, null);
    // As many as make a page.
    const page = Array.from({ length: 8 }, () => ids).flat();
    const pages = await Promise.all(
      Array.from({ length: 6 }, () => searching.records(page)),
    );
    expect(new Set(pages.map(textOf))).toEqual(
      new Set([textOf(catalog.records(page))]),
    );
  });

  it("puts the best first, and tells what it cannot do", async () => {
    const ranked = await searching.ranked(
      { ...everything, ...expression("amb*") },
      0,
      9,
      null,
    );
    expect(ranked?.total).toBe(3);
    // A number of rows that is none.
    await expect(
      searching.ids({ ...everything, listed: true }, order, 0, 0.5, null),
    ).rejects.toThrow("mismatch");
  });
});
