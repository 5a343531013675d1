import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  openTestCatalog,
  value,
  type TestCatalog,
} from "../../support/catalog.ts";
import { temporaryFolder } from "../../support/holdall.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let catalog: TestCatalog;
let collection: number;

beforeAll(async () => {
  folder = await temporaryFolder();
  catalog = openTestCatalog(join(folder.path, "data"));
  collection = catalog.collection("All", [catalog.community("Top")]);
});
afterAll(async () => {
  catalog.close();
  await folder.remove();
});

const provenance = "dc.description.provenance";
type Given = readonly (readonly [field: string, text: string])[];

/** What the pieces are as JSON, with the order in which its fields stand. */
function read(members: readonly Uint8Array[]) {
  const map = JSON.parse(`{${Buffer.concat(members).toString()}}`) as Record<
    string,
    { value: string; place: number }[]
  >;
  return Object.entries(map).map(([field, values]) => [
    field,
    values.map((one) => one.value),
    values.map((one) => one.place),
  ]);
}

/** The same from what was given. */
function expected(given: Given, without: string | null) {
  const fields = [...new Set(given.map(([field]) => field))]
    .filter((field) => field !== without)
    .sort();
  return fields.map((field) => {
    const texts = given
      .filter(([own]) => own === field)
      .map(([, text]) => text);
    return [field, texts, texts.map((_, place) => place)];
  });
}

function parsed(json: Uint8Array | null): unknown {
  return json === null ? null : JSON.parse(Buffer.from(json).toString());
}

/** Fields that are registered when they are first used, so that their ids are in no order. */
const fields = [
  "zz.last",
  "dc.title",
  "aa.first",
  provenance,
  "dspace.entity.type",
  "dc.contributor.author",
  "dc.aaa",
  "dc.title.alternative",
];
const texts = [
  "plain",
  'quotes " and \\ and \\"',
  '","language":',
  '\\","language":null',
  "Ünïcødé 佐藤 🦜",
  "lines\nand\ttabs \u0001 \u0002",
  "",
  "long ".repeat(3_000),
];

test("items in pages have their fields in the order of their names, whatever these hold", () => {
  const items: Given[] = [
    [],
    [[provenance, "only"]],
    [
      [provenance, "first"],
      [provenance, "again"],
      ["zz.last", "z"],
    ],
    [
      ["aa.first", "a"],
      [provenance, "last"],
    ],
  ];
  let state = 7;
  const below = (limit: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  for (let number = 0; number < 60; number++)
    items.push(
      Array.from({ length: below(12) }, () => [
        fields[below(fields.length)] ?? "",
        texts[below(texts.length)] ?? "",
      ]),
    );
  const created = items.map((given) =>
    catalog.item(collection, {
      metadata: given.map(([field, text]) => value(field, text)),
    }),
  );
  const ids = created.map(({ id }) => id);
  const records = catalog.records([-1, ...ids]);
  expect(records.map(({ id, uuid, handle }) => ({ id, uuid, handle }))).toEqual(
    created.map(({ id, uuid, handle }) => ({ id, uuid, handle })),
  );
  records.forEach(({ metadata }, index) => {
    const given = items[index] ?? [];
    const first = (name: string) =>
      given.find(([field]) => field === name)?.[1] ?? null;
    expect(read(metadata.members)).toEqual(expected(given, null));
    expect(parsed(metadata.title)).toBe(first("dc.title"));
    expect(parsed(metadata.entityType)).toBe(first("dspace.entity.type"));
    const hidden = given.some(([field]) => field === provenance);
    expect(metadata.open === null).toBe(!hidden);
    if (metadata.open !== null)
      expect(read(metadata.open)).toEqual(expected(given, provenance));
  });
  expect(catalog.records([])).toEqual([]);
});
