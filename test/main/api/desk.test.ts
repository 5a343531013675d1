import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundle, openTestCatalog, value } from "../../support/catalog.ts";
import {
  addAccount,
  startApiServer,
  type ApiServer,
} from "../../support/api-server.ts";
import { temporaryFolder } from "../../support/holdall.ts";
import { join } from "node:path";
import type { ExportDefinition } from "../../../main/domain/export-definition.ts";
import type { Run } from "../../../main/domain/run.ts";
import type {
  BasketEntryView,
  FacetView,
  ItemPage,
  SavedSearchView,
} from "../../../preload/contract.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let server: ApiServer;
let letters: number;
let plans: number;
const tokens = { ada: "", ben: "", carl: "" };
const options = {
  format: "saf",
  packer: "zip",
  migrate: false,
  bitstreams: true,
  withdrawn: false,
  verify: true,
};

beforeAll(async () => {
  folder = await temporaryFolder();
  const data = join(folder.path, "data");
  const catalog = openTestCatalog(data);
  const top = catalog.community("Top");
  letters = catalog.collection("Letters", [top]);
  plans = catalog.collection("Plans", [top]);
  const file = await catalog.bitstream("a.txt", "four");
  for (let number = 1; number <= 6; number += 1)
    catalog.item(number <= 4 ? letters : plans, {
      metadata: [
        value("dc.title", `Number ${String(number)}`),
        value("dc.type", number % 2 === 0 ? "even" : "odd"),
        value("dc.date.issued", String(1900 - number)),
      ],
      bundles: [bundle("ORIGINAL", [file])],
      // Ben may not read the first.
      ...(number === 1 ? { policies: [] } : {}),
    });
  catalog.close();
  await addAccount(data, "ada@example.org", "--admin");
  await addAccount(data, "ben@example.org");
  await addAccount(data, "carl@example.org", "--admin");
  server = await startApiServer(data);
  for (const name of ["ada", "ben", "carl"] as const)
    tokens[name] = await server.logIn(`${name}@example.org`);
});
afterAll(async () => {
  await server.stop();
  await folder.remove();
});

const ask = async <Answer>(
  who: keyof typeof tokens,
  name: string,
  input: unknown = {},
): Promise<Answer> =>
  (await server.command(tokens[who], name, input)) as Answer;
const page = (who: keyof typeof tokens, input: object): Promise<ItemPage> =>
  ask(who, "items.page", {
    sort: "title",
    descending: false,
    limit: 10,
    ...input,
  });
const titles = ({ items }: ItemPage) => items.map(({ title }) => title);
const refusal = async (
  who: keyof typeof tokens,
  name: string,
  input: unknown,
): Promise<string> => {
  const answer = await server.as(tokens[who], `/api/holdall/commands/${name}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(input),
  });
  const reply = answer.json() as { ok: boolean; error?: { code: string } };
  expect(reply.ok).toBe(false);
  return reply.error?.code ?? "";
};
/** Titles of the items an export packs, by what it says about its plan. */
async function exported(input: object): Promise<number> {
  const run = await ask<Run>("ada", "exports.create", { ...input, options });
  await expect
    .poll(
      async () => (await ask<Run>("ada", "runs.get", { run: run.id })).state,
      { timeout: 30_000 },
    )
    .toBe("done");
  return (await ask<Run>("ada", "runs.get", { run: run.id })).progress.items;
}

describe("facets", () => {
  const counts = async (who: keyof typeof tokens, input: object) =>
    Object.fromEntries(
      (
        await ask<readonly FacetView[]>(who, "items.facets", {
          limit: 10,
          ...input,
        })
      ).map(({ facet, values }) => [
        facet,
        values?.map(({ value: text, items }) => `${text} ${String(items)}`),
      ]),
    );

  it("count what is listed, each person what that person may read", async () => {
    expect(await counts("ada", {})).toMatchObject({
      type: ["even 3", "odd 3"],
      fileType: ["Text 6"],
      author: [],
    });
    expect(await counts("ben", {})).toMatchObject({
      type: ["even 3", "odd 2"],
    });
    expect(await counts("ada", { container: plans })).toMatchObject({
      year: ["1894 1", "1895 1"],
    });
  });

  it("count the other values of a facet as if none of it was chosen", async () => {
    const filters = [{ facet: "type", value: "odd" }];
    expect(await counts("ada", { filters, container: letters })).toMatchObject({
      type: ["even 2", "odd 2"],
      year: ["1897 1", "1899 1"],
    });
    expect(titles(await page("ada", { filters, container: letters }))).toEqual([
      "Number 1",
      "Number 3",
    ]);
    expect(titles(await page("ben", { filters }))).toEqual([
      "Number 3",
      "Number 5",
    ]);
  });
});

describe("lists", () => {
  it("go on in the order of dates", async () => {
    const first = await page("ada", { sort: "issued", limit: 4 });
    expect(titles(first)).toEqual([
      "Number 6",
      "Number 5",
      "Number 4",
      "Number 3",
    ]);
    expect(
      titles(await page("ada", { sort: "issued", after: first.next })),
    ).toEqual(["Number 2", "Number 1"]);
    expect(
      await refusal("ada", "items.page", {
        sort: "modified",
        descending: false,
        limit: 1,
        after: first.next,
      }),
    ).toBe("input.invalid");
  });

  it("tell the ids of a stretch, to those who may read them", async () => {
    const stretch = { sort: "title", descending: true, skip: 1, limit: 3 };
    const { items } = await page("ada", { descending: true });
    expect(await ask("ada", "items.ids", stretch)).toEqual(
      items.slice(1, 4).map(({ id }) => id),
    );
    expect(
      await ask("ben", "items.ids", { ...stretch, skip: 0, limit: 100 }),
    ).toHaveLength(5);
  });
});

describe("a basket", () => {
  it("lasts, belongs to one person, and is exported as it is, each item once", async () => {
    const { items } = await page("ada", {});
    const [one, two] = items.map(({ id }) => id);
    await ask("ada", "basket.add", { objects: [one, two] });
    await ask("ada", "basket.add", { objects: [one, plans] });
    expect(await exported({ basket: true })).toBe(4);
    const search = {
      lookup: { filters: [{ facet: "type", value: "odd" }] },
      except: [items[2]?.id],
    };
    await ask("ada", "basket.add", { search });
    expect(await ask("ada", "basket.add", { search })).toEqual({ count: 4 });
    const { entries } = await ask<{ entries: BasketEntryView[] }>(
      "ada",
      "basket.page",
      { limit: 100 },
    );
    expect(entries.map(({ kind, title }) => [kind, title])).toEqual([
      ["item", "Number 1"],
      ["item", "Number 2"],
      ["collection", "Plans"],
      ["search", ""],
    ]);
    expect(entries[3]?.search).toEqual(search);
    // 1, 2, 5, 6; the search finds 1 and 5 again, and leaves 3 out.
    expect(await ask("ada", "exports.estimate", { basket: true })).toEqual({
      items: 4,
      files: 4,
      bytes: 16,
      withdrawn: 0,
    });
    expect(await exported({ basket: true })).toBe(4);
    expect(await ask("carl", "basket.page", { limit: 1 })).toEqual({
      entries: [],
      count: 0,
    });
    expect(
      await refusal("carl", "exports.create", { basket: true, options }),
    ).toBe("selection.empty");
    await ask("carl", "basket.remove", { entries: [entries[0]?.id] });
    expect(
      await ask("ada", "basket.remove", { entries: [entries[0]?.id] }),
    ).toEqual({ count: 3 });
    await ask("carl", "basket.clear");
    expect(
      await ask<{ count: number }>("ada", "basket.page", {
        limit: 1,
        after: entries[1]?.id,
      }),
    ).toMatchObject({ count: 3, entries: [{ title: "Plans" }] });
    await ask("ada", "basket.clear");
    expect(await ask("ada", "basket.page", { limit: 1 })).toMatchObject({
      count: 0,
    });
  });

  it("takes nothing that is not there, and then nothing at all", async () => {
    expect(
      await refusal("ada", "basket.add", { objects: [plans, 999_999] }),
    ).toBe("object.not-found");
    expect(
      await refusal("ada", "basket.add", {
        search: { lookup: { container: 999_999 }, except: [] },
      }),
    ).toBe("object.not-found");
    expect(await ask("ada", "basket.page", { limit: 1 })).toMatchObject({
      count: 0,
    });
  });
});

describe("a saved search", () => {
  const search = {
    lookup: { query: "number", filters: [{ facet: "type", value: "even" }] },
    sort: "issued",
    descending: true,
  };

  it("is kept under a name of its own, renamed and deleted, by its owner alone", async () => {
    const made = await ask<SavedSearchView>("ben", "saved-searches.create", {
      name: " Even ones ",
      search,
    });
    expect(made).toMatchObject({ name: "Even ones", ...search });
    expect(
      await refusal("ben", "saved-searches.create", {
        name: "Even ones",
        search,
      }),
    ).toBe("saved-search.name-taken");
    await ask("ada", "saved-searches.create", { name: "Even ones", search });
    expect(
      await refusal("ada", "saved-searches.rename", {
        search: made.id,
        name: "Mine",
      }),
    ).toBe("saved-search.not-found");
    await ask("ben", "saved-searches.rename", { search: made.id, name: "2n" });
    expect(await ask("ben", "saved-searches.list")).toEqual([
      { ...made, name: "2n" },
    ]);
    await ask("ben", "saved-searches.remove", { search: made.id });
    expect(await ask("ben", "saved-searches.list")).toEqual([]);
    expect(await ask("ada", "saved-searches.list")).toHaveLength(1);
  });

  it("is what an export packs", async () => {
    expect(
      await exported({ found: { lookup: search.lookup, except: [] } }),
    ).toBe(3);
  });
});

it("goes into saved exports: a search as it is, a basket with what is in it then", async () => {
  const save = async (input: object) =>
    (
      await ask<ExportDefinition>("carl", "definitions.create", {
        name: JSON.stringify(input).slice(0, 50),
        options,
        schedules: [],
        retention: { keepLast: null, keepDays: null },
        ...input,
      })
    ).plan.selection;
  await ask("carl", "basket.add", { objects: [plans] });
  expect(await save({ basket: true })).toEqual({
    kind: "objects",
    ids: [plans],
  });
  expect(
    await save({ found: { lookup: { query: "number" }, except: [] } }),
  ).toMatchObject({
    kind: "search",
    search: { filter: { parts: [{ kind: "typed", query: "number" }] } },
  });
  expect(
    await refusal("carl", "exports.create", {
      basket: true,
      target: String(plans),
      options,
    }),
  ).toBe("input.invalid");
  await ask("carl", "basket.clear");
});

it("remembers the columns each person wants", async () => {
  expect(await ask("ben", "columns.get")).toBeNull();
  await ask("ben", "columns.set", { columns: ["title", "handle"] });
  await ask("ben", "columns.set", { columns: ["handle", "title"] });
  expect(await ask("ben", "columns.get")).toEqual(["handle", "title"]);
  expect(await ask("ada", "columns.get")).toBeNull();
});
