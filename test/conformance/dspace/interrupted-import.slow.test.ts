import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  addAccount,
  startApiServer,
  until,
  type ApiServer,
} from "../../support/api-server.ts";
import { openTestCatalog } from "../../support/catalog.ts";
import { fileForm } from "../../support/file-form.ts";
import { temporaryFolder } from "../../support/holdall.ts";
import { rawZip } from "../../support/raw-zip.ts";

const items = 3000;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let data: string;
let collection: string;
let server: ApiServer;
let admin: string;

beforeAll(async () => {
  folder = await temporaryFolder();
  data = join(folder.path, "data");
  const catalog = openTestCatalog(data);
  const id = catalog.collection("Plans", [catalog.community("Top")]);
  collection = catalog.browse.records("collection", [id])[0]?.uuid ?? "";
  catalog.close();
  await addAccount(data, "admin@example.org", "--admin");
  server = await startApiServer(data);
  admin = await server.logIn("admin@example.org");
});
afterAll(async () => {
  await server.stop();
  await folder.remove();
});

const read = async (path: string) =>
  (await server.as(admin, `/api${path}`)).json() as Record<string, unknown>;
const status = async (id: number) =>
  (await read(`/system/processes/${String(id)}`))["processStatus"];
const count = async () =>
  Number((await read(`/core/collections/${collection}`))["archivedItemsCount"]);

it("an import that was under way goes on where it was, brings nothing twice, and leaves no file behind", async () => {
  const form = fileForm(
    {
      name: "properties",
      content: JSON.stringify([
        { name: "-a" },
        { name: "-z", value: "plans.zip" },
        { name: "-c", value: collection },
      ]),
    },
    {
      name: "file",
      fileName: "plans.zip",
      content: rawZip(
        Array.from({ length: items }, (_, number) => [
          {
            name: `item_${String(number)}/dublin_core.xml`,
            content: `<dublin_core schema="dc"><dcvalue element="title">Plan ${String(number)}</dcvalue></dublin_core>`,
          },
          { name: `item_${String(number)}/contents`, content: "" },
        ]).flat(),
      ),
    },
  );
  const sent = await server.as(admin, "/api/system/scripts/import/processes", {
    method: "POST",
    ...form,
  });
  expect(sent.status, sent.text).toBe(202);
  const { processId } = sent.json() as { processId: number };
  await until(async () => (await count()) > 0);
  server.process.kill("SIGKILL");
  await server.finished;

  server = await startApiServer(data);
  admin = await server.logIn("admin@example.org");
  // It had not ended when the program did.
  const output = await read(`/system/processes/${String(processId)}/output`);
  const log = await server.as(
    admin,
    `/api/core/bitstreams/${String(output["uuid"])}/content`,
  );
  expect(log.text).toContain("it goes on");
  await until(async () => (await status(processId)) === "COMPLETED");
  expect(await count()).toBe(items);
  const titles = new Set<string>();
  for (let page = 0; page * 1000 < items; page++) {
    const found = (await read(
      `/discover/search/objects?dsoType=item&scope=${collection}&size=1000&page=${String(page)}`,
    )) as {
      _embedded: {
        searchResult: {
          _embedded: {
            objects: { _embedded: { indexableObject: { name: string } } }[];
          };
        };
      };
    };
    for (const { _embedded } of found._embedded.searchResult._embedded.objects)
      titles.add(_embedded.indexableObject.name);
  }
  expect(titles.size).toBe(items);
  await until(() =>
    Promise.resolve(readdirSync(join(data, "incoming")).length === 0),
  );
}, 120_000);
