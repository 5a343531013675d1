import Database from "better-sqlite3";
import { mkdirSync } from "node:fs";
import { truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  addAccount,
  startApiServer,
  type ApiServer,
} from "../../support/api-server.ts";
import { openTestCatalog, publicRead, value } from "../../support/catalog.ts";
import { documents } from "../../support/dspace-documents.ts";
import { temporaryFolder } from "../../support/holdall.ts";

const sample = documents.collection;
const conditions = documents.defaultAccessConditions;
const exported = documents.exportList._embedded.exportToZip;
const exportedUuid = documents.exportView["dso-id"];
const conditionsUuid = "5ad50035-ca22-4a4d-84ca-d5132f34f588";
const harvestedUuid = "6f944500-c300-449a-9023-a5ad8bd21160";
const replacedUuid = documents.collectionReplacement.uuid;

let server: ApiServer;
let admin: string;
let remove: () => Promise<void>;
let community: string;
beforeAll(async () => {
  const folder = await temporaryFolder();
  remove = folder.remove;
  const data = join(folder.path, "data");
  const catalog = openTestCatalog(data);
  const top = catalog.community("Samples");
  community = catalog.browse.records("community", [top])[0]?.uuid ?? "";
  const collection = catalog.collection("Collection of Sample Items", [top], {
    uuid: sample.uuid,
    handle: sample.handle,
    metadata: Object.entries(sample.metadata).flatMap(([field, values]) =>
      values.map(({ value: text }) => value(field, text)),
    ),
  });
  for (let n = 1; n <= sample.archivedItemsCount; n++)
    catalog.item(collection, {
      metadata: [value("dc.title", `Item ${String(n)}`)],
    });
  const withConditions = catalog.collection("With conditions", [top], {
    uuid: conditionsUuid,
    policies: [
      publicRead,
      { ...publicRead, group: "Readers", action: "DEFAULT_BITSTREAM_READ" },
    ],
  });
  catalog.collection("Harvested", [top], { uuid: harvestedUuid });
  catalog.collection("Replaced", [top], { uuid: replacedUuid });
  const source = catalog.collection("Exported", [top], { uuid: exportedUuid });
  const runs: [number, string][] = [];
  const folderOfRuns = join(data, "exports");
  mkdirSync(folderOfRuns, { recursive: true });
  for (const date of [
    ...exported.map((one) => one.date),
    documents.exportCreated.date,
  ]) {
    const path = join(folderOfRuns, `${date.replaceAll(":", "-")}.zip`);
    await writeFile(path, "");
    await truncate(path, documents.exportView.size);
    const run = catalog.runs.create(
      "export",
      "Exported",
      {
        kind: "export",
        selection: { kind: "collection", id: source },
        options: {
          format: "saf",
          packer: "zip",
          migrate: false,
          bitstreams: true,
          withdrawn: false,
          verify: true,
        },
        out: null,
        root: "exported",
        title: "Exported",
      },
      null,
    );
    catalog.runs.start(run);
    catalog.runs.finish(run, "done", {
      progress: catalog.runs.get(run)?.progress ?? fail(),
      result: {
        path,
        size: documents.exportView.size,
        sha256: "0".repeat(64),
        crc32: 0,
        items: 0,
        itemsPlanned: 0,
        files: 0,
        filesPlanned: 0,
        entries: 0,
        verified: true,
      },
    });
    runs.push([run, date]);
  }
  catalog.close();
  // What no door lets anybody choose: ids of policies and groups, and when a run was started.
  const database = new Database(join(data, "catalog.sqlite"));
  const policy = conditions._embedded.resourcePolicies[0];
  database
    .prepare(
      "UPDATE resource_policy SET id = ? WHERE object_id = ? AND action = 'DEFAULT_BITSTREAM_READ'",
    )
    .run(policy?.id, withConditions);
  database
    .prepare(
      "UPDATE object SET uuid = ? WHERE id = (SELECT id FROM account_group WHERE name = 'Readers')",
    )
    .run(policy?.groupUUID);
  for (const [run, date] of runs)
    database
      .prepare("UPDATE run SET target_second = ? WHERE id = ?")
      .run(Date.parse(date.replace("+0000", "Z")) / 1000, run);
  database.close();
  await addAccount(data, "admin@example.org", "--admin");
  server = await startApiServer(data);
  admin = await server.logIn("admin@example.org");
});
afterAll(async () => {
  await server.stop();
  await remove();
});

function fail(): never {
  throw new Error("a run that was just made is not there");
}

/** A document with this server's address; its links as this server spells them. */
function here<Document>(document: Document): Document {
  return JSON.parse(
    JSON.stringify(document)
      .replaceAll("{server}", server.url)
      // The description mixes two families of paths; links are of the first, both are answered (contract section 19).
      .replaceAll(
        `/api/category/exportToZip/${exportedUuid}/`,
        `/api/core/collections/${exportedUuid}/`,
      ),
  ) as Document;
}

const get = async (path: string) => {
  const answer = await server.as(admin, path);
  expect(answer.status, answer.text).toBe(200);
  return answer.json();
};
const send = async (
  method: string,
  path: string,
  body: unknown,
  status: number,
) => {
  const answer = await server.as(admin, path, {
    method,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(answer.status, answer.text).toBe(status);
  return answer.json();
};
/** Links of lists spell out page and size (contract section 3). */
const bare = (document: unknown) =>
  JSON.parse(
    JSON.stringify(document).replaceAll("?page=0&size=20", ""),
  ) as unknown;

describe("§9 the documents of collections", () => {
  const base = "/api/core/collections";

  it("a single collection", async () => {
    expect(await get(`${base}/${sample.uuid}`)).toMatchObject(here(sample));
  });

  it("the licence of the site, where a collection has none", async () => {
    expect(await get(`${base}/${sample.uuid}/license`)).toMatchObject({
      custom: false,
      text: expect.stringMatching(/\S/) as string,
    });
  });

  it("an item template", async () => {
    const made = await send(
      "POST",
      `${base}/${sample.uuid}/itemtemplate`,
      documents.itemTemplate,
      201,
    );
    expect(made).toMatchObject(documents.itemTemplate);
    expect(await get(`${base}/${sample.uuid}/itemtemplate`)).toEqual(made);
  });

  it("the default access conditions", async () => {
    expect(
      bare(await get(`${base}/${conditionsUuid}/defaultAccessConditions`)),
    ).toMatchObject(here(conditions));
    const [policy] = here(conditions)._embedded.resourcePolicies;
    expect(
      await get(policy?._links.self.href.replace(server.url, "") ?? ""),
    ).toMatchObject({ id: policy?.id, action: policy?.action });
  });

  it("harvesting, and none", async () => {
    const path = `${base}/${harvestedUuid}/harvester`;
    expect(await get(path)).toMatchObject(here(documents.noHarvester));
    expect(
      await send("PUT", path, documents.harvesterRequest, 200),
    ).toMatchObject(here(documents.harvester));
    expect(await get(path)).toMatchObject(here(documents.harvester));
    expect(
      await send("PUT", path, documents.noHarvesterRequest, 200),
    ).toMatchObject(here(documents.noHarvester));
    expect(await get("/api/config/harvestermetadata")).toMatchObject(
      here(documents.noHarvester._embedded.harvestermetadata),
    );
  });

  it("a group made for a collection", async () => {
    for (const name of [
      "adminGroup",
      "submittersGroup",
      "itemReadGroup",
      "bitstreamReadGroup",
      "workflowGroups/reviewer",
    ]) {
      const made = (await send(
        "POST",
        `${base}/${replacedUuid}/${name}`,
        documents.groupRequest,
        201,
      )) as { metadata: Record<string, { value: string }[]> };
      expect(made.metadata["dc.description"]?.[0]?.value).toBe(
        documents.groupRequest.metadata["dc.description"][0]?.value,
      );
      expect(await get(`${base}/${replacedUuid}/${name}`)).toEqual(made);
    }
  });

  it("a collection that is made, and one that is replaced", async () => {
    expect(
      await send(
        "POST",
        `${base}?parent=${community}`,
        documents.collectionRequest,
        201,
      ),
    ).toMatchObject(documents.collectionRequest);
    expect(
      await send(
        "PUT",
        `${base}/${replacedUuid}`,
        documents.collectionReplacement,
        200,
      ),
    ).toMatchObject(documents.collectionReplacement);
  });
});

describe("§17 the documents of exportToZip", () => {
  const path = `/api/core/collections/${exportedUuid}/exportToZip`;

  it("the list", async () => {
    const list = (await get(path)) as typeof documents.exportList;
    const wanted = here(documents.exportList);
    expect({
      ...list,
      _embedded: {
        exportToZip: list._embedded.exportToZip.slice(0, exported.length),
      },
    }).toEqual(wanted);
  });

  it("one of them, by every spelling of its date and under both families of paths", async () => {
    const wanted = here(documents.exportView);
    const [date] = documents.exportView._links.self.href.split("/").slice(-1);
    for (const at of [
      `${path}/view/${date ?? ""}`,
      `/api/category/exportToZip/${exportedUuid}/exportToZip/view/${date ?? ""}`,
      `${path}/view/MonTSepT10T09:37:24TUTCT2018`,
      `${path}/view/Mon%20Sep%2010%2009:37:24%20UTC%202018`,
      `${path}/view/2018-09-10T09:37:24.000+0000`,
      `${path}/view/2018-09-10T09:37:24.000%2B0000`,
      `${path}/view/2018-09-10T11:37:24+02:00`,
      `${path}/view/2018-09-10T11:37:24.5%2B0200`,
      `${path}/view/2018-09-10%2009:37:24Z`,
      `${path}/view/1536572244`,
      `${path}/view/1536572244000`,
    ])
      expect(await get(at), at).toEqual(wanted);
  });

  it("the archive, also to who asks for its head alone", async () => {
    const at = documents.exportView._links.content.href.replace("{server}", "");
    for (const family of [
      at,
      at.replace("/core/collections/", "/category/exportToZip/"),
    ]) {
      const head = await server.as(admin, family, { method: "HEAD" });
      expect(head.status).toBe(200);
      expect(head.headers).toMatchObject({
        "content-length": String(documents.exportView.size),
        "content-type": "application/zip",
        "accept-ranges": "bytes",
      });
      expect(head.headers["content-disposition"]).toMatch(
        /^attachment; filename="[\w-]+-2018-09-10T09-37-24\.zip"$/,
      );
      expect((await server.as(admin, family)).body).toHaveLength(
        documents.exportView.size,
      );
    }
  });

  it("one that is made, known by its date in Java's words as well", async () => {
    const java = documents.exportCreated._links.self.href.replace(
      "{server}",
      "",
    );
    expect(await get(java)).toMatchObject({
      date: documents.exportCreated.date,
      type: "exportToZip",
      "dso-id": exportedUuid,
    });
    const made = (
      await server.as(admin, `${path}/create`, { method: "POST" })
    ).json() as typeof documents.exportCreated;
    const { date, _links, ...rest } = here(documents.exportCreated);
    expect(made).toEqual({
      ...rest,
      date: expect.stringMatching(
        date.replace(/\d/g, "\\d").replace("+", "\\+"),
      ) as string,
      _links: {
        self: {
          href: _links.self.href.replace(
            /[^/]+$/,
            made.date.replace("00+0000", ""),
          ),
        },
      },
    });
  });
});
