import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import SQLite from "better-sqlite3";
import { afterAll, beforeAll, expect, it } from "vitest";
import { until } from "../../support/api-server.ts";
import { makeApiWorld, type ApiWorld } from "../../support/api-world.ts";
import { bundle, openTestCatalog, value } from "../../support/catalog.ts";
import {
  protocolOf,
  startEasydbServer,
  type EasydbExport,
} from "../../support/easydb-server.ts";
import { relateItems } from "../../support/related-items.ts";

let world: ApiWorld;
let easydb: Awaited<ReturnType<typeof startEasydbServer>>;
const pools = { large: 0, many: 0, most: 0, linked: 0, made: 0 };
let related: ReturnType<typeof relateItems>;
const mebibyte = 2 ** 20;

beforeAll(async () => {
  world = await makeApiWorld();
  const catalog = openTestCatalog(world.data);
  const top = catalog.community("Quays");
  for (const name of Object.keys(pools) as (keyof typeof pools)[])
    pools[name] = catalog.collection(name, [top]);
  const titled = (title: string) => [value("dc.title", title)];
  for (const [index, size] of [4, 5, 11, 6, 5].entries())
    catalog.item(pools.large, {
      metadata: titled(`Scan ${String(index)}`),
      bundles: [
        bundle("ORIGINAL", [
          await catalog.bitstream(
            `scan-${String(index)}.bin`,
            randomBytes(size * mebibyte),
          ),
        ]),
      ],
    });
  catalog.together(() => {
    for (let number = 0; number < 1001; number++)
      catalog.item(number < 1000 ? pools.most : pools.many, {
        mappedCollections: number < 1000 ? [pools.many] : [],
        metadata: titled(`Card ${String(number)}`),
      });
  });
  related = relateItems(catalog, pools.linked);
  catalog.item(pools.made, {
    metadata: titled("Chart"),
    bundles: [
      bundle("ORIGINAL", [await catalog.bitstream("chart.png", "png")]),
      bundle("THUMBNAIL", [await catalog.bitstream("chart.png.jpg", "small")]),
      bundle("TEXT", [await catalog.bitstream("chart.png.txt", "words")]),
    ],
  });
  catalog.close();
  easydb = await startEasydbServer(world.data);
});
afterAll(async () => {
  await easydb.stop();
  await world.remove();
});

const within = (id: number) => ({
  search: [{ type: "in", fields: ["item._pool.pool._id"], in: [id] }],
});
async function text(one: EasydbExport, path: string): Promise<string> {
  const answer = await easydb.call(
    "GET",
    `/${String(one.export._id)}/file/${path}`,
  );
  expect(answer.status, answer.text).toBe(200);
  return answer.text;
}

it("fills numbered parts in the order of the files, and gives a file that is too large one of its own", async () => {
  const done = await easydb.run(
    {
      search: { ...within(pools.large), sort: [{ field: "_id" }] },
      eas_fields: ["item.ORIGINAL"],
      filename_original: true,
      flat: true,
    },
    [{ type: "download", packer: "zip_10mb" }],
  );
  const files = done._transports[0]?._download?._files ?? [];
  expect(files.map(({ url }) => /\.\d+\.zip$/.exec(url)?.[0])).toEqual([
    ".1.zip",
    ".2.zip",
    ".3.zip",
    ".4.zip",
  ]);
  const parts: string[][] = [];
  for (const { url, size } of files) {
    const answer = await easydb.server.ask(
      `/api/v1/export/${String(done.export._id)}/download/${url}`,
    );
    expect([answer.status, answer.body.length]).toEqual([200, size]);
    const file = join(world.data, "..", "part.zip");
    writeFileSync(file, answer.body);
    execFileSync("unzip", ["-tq", file]);
    parts.push(
      execFileSync("unzip", ["-Z1", file], { encoding: "utf8" })
        .trim()
        .split("\n"),
    );
  }
  expect(parts).toEqual([
    ["scan-0.bin", "scan-1.bin"],
    ["scan-2.bin"],
    ["scan-3.bin"],
    ["scan-4.bin"],
  ]);
});

it("packs a thousand objects for download, and fails with one more", async () => {
  const of = (pool: number) =>
    easydb.run({ type: "download", json: true, search: within(pool) });
  expect((await of(pools.most))._state).toBe("done");
  const failed = await of(pools.many);
  expect(failed._state).toBe("failed");
  const last = failed._log.at(-1)?.event;
  expect(last?.type).toBe("EXPORT_FAILED");
  expect(last?.info.exception?.code).toBe("error.api.invalid_value");
});

it("puts linked objects into those that lead to them, as deep as is asked for", async () => {
  const search = {
    search: [
      {
        type: "in",
        fields: ["_system_object_id"],
        in: [related.publication.id],
      },
    ],
  };
  const made = async (members: object) => {
    const one = await easydb.run({
      search,
      json: true,
      batch_size: 0,
      ...members,
    });
    expect(one._state).toBe("done");
    return (await text(one, "objects.json")).match(
      /"(?:person|organisation)"/g,
    );
  };
  expect(await made({})).toBeNull();
  expect(
    new Set(await made({ merge_linked_objects: "all", merge_max_depth: 1 })),
  ).toEqual(new Set(['"person"', '"organisation"']));
  expect(
    await made({
      merge_linked_objects: "not_in_main_search",
      merge_max_depth: "3",
    }),
  ).not.toBeNull();
});

it("takes previews and full texts in place of files", async () => {
  const versions = async (...names: string[]) => {
    const one = await easydb.run({
      search: within(pools.made),
      eas_fields: ["item.ORIGINAL"],
      filename_original: true,
      flat: true,
      classes: {
        image: names.map((version) => ({ type: "version", version })),
      },
    });
    return Promise.all(
      one._files.map(async ({ path, eas_version }) => [
        eas_version,
        await text(one, path),
      ]),
    );
  };
  expect(await versions("preview")).toEqual([["preview", "small"]]);
  expect(await versions("fulltext")).toEqual([["fulltext", "words"]]);
  expect((await versions("preview", "fulltext")).toSorted()).toEqual([
    ["fulltext", "words"],
    ["preview", "small"],
  ]);
});

it("says what had no effect", async () => {
  const original = await easydb.run({
    search: within(pools.made),
    eas_fields: ["item.ORIGINAL"],
  });
  const id = String(original._files[0]?.eas_id);
  const done = await easydb.run({
    search: { ...within(pools.made), language: "en-US", format: "long" },
    assets: { [id]: { json: true } },
  });
  expect(done._state).toBe("done");
  for (const path of [
    "export.search.language",
    "export.search.format",
    `export.assets.${id}.json`,
  ])
    expect(protocolOf(done)).toContain(`Warning: ${path} had no effect.`);
  expect(protocolOf(original).join()).not.toContain("no effect");
});

it("writes down who was given a ZIP, and what was fetched by a link", async () => {
  const done = await easydb.run({ json: true }, [{ type: "download" }]);
  const id = String(done.export._id);
  const url = done._transports[0]?._download?._files[0]?.url ?? "";
  expect((await easydb.call("GET", `/${id}/zip`)).status).toBe(200);
  expect((await easydb.call("GET", `/${id}/zip/1-100`)).status).toBe(200);
  expect(
    (await easydb.server.ask(`/api/v1/export/${id}/download/${url}`)).status,
  ).toBe(200);
  const token = await easydb.server.logIn("admin@example.org");
  const lines = await until(async () => {
    const found = (
      (await easydb.server.command(token, "audit.list", { limit: 100 })) as {
        action: string;
        object: string;
        who: string;
        door: string;
      }[]
    ).filter(({ action }) => action === "archive.downloaded");
    return found.length >= 3 && found;
  });
  const fetched = lines.map(({ object, who, door }) => [door, who, object]);
  expect(fetched).toEqual(
    expect.arrayContaining([
      ["easydb", "admin@example.org", "zip/"],
      ["easydb", "admin@example.org", "zip/1-100"],
      ["easydb", "link", decodeURIComponent(url.split("/")[1] ?? "")],
    ]),
  );
  // The passkey is as good as the files.
  expect(JSON.stringify(lines)).not.toContain(url.split("/")[0]);
});

it("expires after seven days, the only archive, too, and can run again", async () => {
  const id = await easydb.put({ json: true }, [{ type: "download" }]);
  const kept = await easydb.run({ json: true });
  await easydb.start(id);
  const done = await easydb.ended(id);
  expect(done._state).toBe("done");
  await easydb.stop();
  const catalog = new SQLite(join(world.data, "catalog.sqlite"));
  const age = (export_: number, days: number) =>
    catalog
      .prepare(
        `UPDATE run SET finished_at = finished_at - ?
         WHERE id = (SELECT run_id FROM easydb_export WHERE definition_id = ?)`,
      )
      .run(days * 86_400_000, export_);
  age(id, 7.1);
  age(kept.export._id, 6.9);
  // Nobody can try a delivery again that has failed.
  catalog
    .prepare(
      `INSERT INTO delivery (run_id, target_id, transport, summary, state)
       SELECT run_id, NULL, 'ftp', 'ftp://127.0.0.1', 'failed' FROM easydb_export WHERE definition_id = ?`,
    )
    .run(id);
  catalog.close();
  const archives = () =>
    readdirSync(join(world.data, "exports")).filter((name) =>
      existsSync(join(world.data, "exports", name, "archives")),
    ).length;
  const before = archives();
  easydb = await startEasydbServer(world.data);
  const expired = await until(async () => {
    const found = await easydb.get(id);
    return found._state === "expired" && found;
  });
  expect(expired._files).toEqual([]);
  expect(archives()).toBe(before - 1);
  const url = done._transports[0]?._download?._files[0]?.url ?? "";
  const late = await easydb.server.ask(
    `/api/v1/export/${String(id)}/download/${url}`,
  );
  expect(late.status).toBe(400);
  expect(late.text).toContain("error.user.export_not_done");
  expect((await easydb.get(kept.export._id))._state).toBe("done");
  await easydb.start(id);
  expect((await easydb.ended(id))._state).toBe("done");
  expect(
    (await easydb.server.ask(`/api/v1/export/${String(id)}/download/${url}`))
      .status,
  ).toBe(200);
});
