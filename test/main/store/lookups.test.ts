import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  expressionOf,
  filterOf,
  type Lookup,
} from "../../../main/domain/lookup.ts";
import { openSnapshot } from "../../../main/store/catalog.ts";
import { createFinding } from "../../../main/store/finding.ts";
import { sharedRoom } from "../../../main/store/finding-room.ts";
import { openCatalogReadOnly } from "../../../main/store/open.ts";
import {
  bundle,
  openTestCatalog,
  value,
  type TestCatalog,
} from "../../support/catalog.ts";
import { temporaryFolder } from "../../support/holdall.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let catalog: TestCatalog;
let file: string;
let collections: { readonly letters: number; readonly plans: number };

beforeAll(async () => {
  folder = await temporaryFolder();
  const data = join(folder.path, "data");
  file = join(data, "catalog.sqlite");
  catalog = openTestCatalog(data);
  const top = catalog.community("Top");
  collections = {
    letters: catalog.collection("Letters", [top]),
    plans: catalog.collection("Plans", [top]),
  };
  const text = await catalog.bitstream("a.txt", "text");
  const picture = await catalog.bitstream("a.pdf", "%PDF-1.4");
  const add = (
    place: keyof typeof collections,
    title: string,
    values: Readonly<Record<string, string>>,
    ...files: (typeof text)[]
  ) =>
    catalog.item(collections[place], {
      metadata: [
        value("dc.title", title),
        ...Object.entries(values).map(([field, one]) => value(field, one)),
      ],
      bundles: files.length === 0 ? [] : [bundle("ORIGINAL", files)],
    });
  add(
    "letters",
    "Keeper’s letter",
    {
      "dc.type": "Letter",
      "dc.date.issued": "1884-05-01",
      "dc.creator": "Ness, Ole",
    },
    text,
  );
  add("letters", "Letter of thanks", {
    "dc.type": "letter",
    "dc.date.issued": "1884",
    "dc.contributor.author": "Ness, Ole",
    "dc.language.iso": "de",
  });
  add(
    "plans",
    "Plan for the keeper",
    {
      "dc.type": "Plan",
      "dc.date.issued": "18841",
      "dc.contributor.author": "Fyr, Eva",
      "dc.language": "de",
      "dc.format": "paper",
    },
    picture,
  );
  add("plans", "1884", {
    "dc.type": "Plan & Letter",
    "dc.date.issued": "c. 1884",
    "dc.format.medium": "%",
  });
  add("plans", "Nothing said", {}, text, picture);
});
afterAll(async () => {
  catalog.close();
  await folder.remove();
});

async function listed(lookup: Lookup): Promise<readonly number[]> {
  const expression = expressionOf(lookup);
  const { ids } = await catalog.finding.ids(
    {
      collections: lookup.container === undefined ? null : [lookup.container],
      query: null,
      ...(expression === null ? {} : { expression }),
    },
    { sort: "id", descending: false },
    0,
    100,
    null,
  );
  return ids;
}

function exported(lookup: Lookup, except: readonly number[] = []) {
  const snapshot = openSnapshot(file);
  try {
    return [
      ...snapshot.selection.items(
        {
          kind: "search",
          search: {
            filter: filterOf(lookup, except),
            sort: [],
            limit: null,
            offset: 0,
          },
        },
        true,
      ),
    ];
  } finally {
    snapshot.close();
  }
}

const filter = (facet: string, value: string) =>
  ({ facet, value }) as NonNullable<Lookup["filters"]>[number];

describe("what is looked for", () => {
  it.each<[string, () => Lookup, number]>([
    ["nothing", () => ({}), 5],
    [
      "a type, letter by letter",
      () => ({ filters: [filter("type", "Letter")] }),
      1,
    ],
    [
      "a type with a sign in it",
      () => ({ filters: [filter("type", "Plan & Letter")] }),
      1,
    ],
    [
      "two types",
      () => ({ filters: [filter("type", "Letter"), filter("type", "Plan")] }),
      2,
    ],
    ["a year", () => ({ filters: [filter("year", "1884")] }), 3],
    ["what is no year", () => ({ filters: [filter("year", "c. 1")] }), 1],
    [
      "an author of either kind",
      () => ({ filters: [filter("author", "Ness, Ole")] }),
      2,
    ],
    [
      "a language of either kind",
      () => ({ filters: [filter("language", "de")] }),
      2,
    ],
    [
      "a format without a letter",
      () => ({ filters: [filter("format", "%")] }),
      1,
    ],
    ["a type of file", () => ({ filters: [filter("fileType", "Text")] }), 2],
    [
      "two types of file",
      () => ({
        filters: [filter("fileType", "Text"), filter("fileType", "Adobe PDF")],
      }),
      3,
    ],
    [
      "two facets",
      () => ({
        filters: [filter("author", "Ness, Ole"), filter("language", "de")],
      }),
      1,
    ],
    ["words", () => ({ query: "keep" }), 2],
    ["words that are not finished", () => ({ query: "letter tha" }), 1],
    ["a phrase", () => ({ query: '"of thanks"' }), 1],
    [
      "signs, as if there was nothing",
      () => ({ query: "&", filters: [filter("type", "Plan")] }),
      1,
    ],
    [
      "words in a place",
      () => ({ query: "keep", container: collections.plans }),
      1,
    ],
    [
      "all together",
      () => ({
        query: "letter",
        container: collections.letters,
        filters: [filter("year", "1884"), filter("language", "de")],
      }),
      1,
    ],
    ["what nobody has", () => ({ filters: [filter("type", "Map")] }), 0],
  ])("is listed and exported alike: %s", async (_name, make, count) => {
    const lookup = make();
    const ids = await listed(lookup);
    expect(ids).toHaveLength(count);
    expect(exported(lookup)).toEqual(ids);
  });

  it("has its values counted up to a number of items, a greater one for who can wait", async () => {
    const database = openCatalogReadOnly(file);
    const finding = createFinding(database, () => 1, {
      ...sharedRoom,
      mostFaceted: 2,
      mostFacetedPatiently: 4,
    });
    const asked = [
      { fields: ["dc.type"], by: "value", prefix: "", skip: 0, limit: 9 },
    ] as const;
    const count = (collection: number | null, patient: boolean) =>
      finding.facets(
        { collections: collection === null ? null : [collection], query: null },
        null,
        asked,
        patient,
      );
    expect(await count(collections.letters, false)).toEqual([
      [
        { label: "Letter", count: 1 },
        { label: "letter", count: 1 },
      ],
    ]);
    expect(await count(collections.plans, false)).toBeNull();
    expect(await count(collections.plans, true)).toEqual([
      [
        { label: "Plan", count: 1 },
        { label: "Plan & Letter", count: 1 },
      ],
    ]);
    expect(await count(null, true)).toBeNull();
    database.close();
  });

  it("leaves out what is excepted", async () => {
    const [first = 0, ...rest] = await listed({ query: "keep" });
    expect(exported({ query: "keep" }, [first])).toEqual(rest);
  });
});
