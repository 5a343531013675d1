import { readdirSync, truncateSync } from "node:fs";
import { join } from "node:path";
import SQLite from "better-sqlite3";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  addAccount,
  startApiServer,
  until,
  type ApiServer,
} from "../../support/api-server.ts";
import { bundle, openTestCatalog } from "../../support/catalog.ts";
import { temporaryFolder } from "../../support/holdall.ts";

/** So large that nobody has packed it by the time the server is told to stop. */
const endless = 64 * 1024 ** 3;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let data: string;
let server: ApiServer;
let admin: string;
let slow: string;
let quick: string;

beforeAll(async () => {
  folder = await temporaryFolder();
  data = join(folder.path, "data");
  const catalog = openTestCatalog(data);
  const collection = catalog.collection("Plans", [catalog.community("Top")]);
  const file = await catalog.bitstream("film.bin", "A long film");
  slow = catalog.item(collection, {
    bundles: [bundle("ORIGINAL", [file])],
  }).uuid;
  quick = catalog.item(collection).uuid;
  catalog.close();
  // A file without bytes takes no room on the disk, and its time all the same.
  truncateSync(catalog.store.fileOf(file.content.sha256), endless);
  const database = new SQLite(join(data, "catalog.sqlite"));
  database.prepare("UPDATE bitstream SET size = ?").run(endless);
  database.close();
  await addAccount(data, "admin@example.org", "--admin");
});
afterAll(async () => {
  await server.stop();
  await folder.remove();
});

interface Links {
  readonly self: { readonly href: string };
}
const processOf = async (id: number) =>
  (await server.as(admin, `/api/system/processes/${String(id)}`)).json() as {
    processStatus: string;
  };
const start = async (item: string): Promise<number> => {
  const body =
    '--x\r\nContent-Disposition: form-data; name="properties"\r\n\r\n' +
    JSON.stringify([
      { name: "-t", value: "ITEM" },
      { name: "-i", value: item },
    ]) +
    "\r\n--x--\r\n";
  const answer = await server.as(
    admin,
    "/api/system/scripts/export/processes",
    {
      method: "POST",
      headers: { "Content-Type": "multipart/form-data; boundary=x" },
      body,
    },
  );
  expect(answer.status, answer.text).toBe(202);
  return (answer.json() as { processId: number }).processId;
};

/** dspace.md sections 17 and 18: what was running has failed, not gone on. */
it.each(["SIGTERM", "SIGKILL"] as const)(
  "what was under way when %s came has failed, and what waited is done",
  async (signal) => {
    server = await startApiServer(data);
    admin = await server.logIn("admin@example.org");
    const running = await start(slow);
    const waiting = await start(quick);
    await until(
      async () => (await processOf(running)).processStatus === "RUNNING",
    );
    expect((await processOf(waiting)).processStatus).toBe("SCHEDULED");
    const base = `/api/core/items/${slow}/exportToZip`;
    const listed = (await server.as(admin, base)).json() as {
      _embedded: { exportToZip: { state: string; _links: Links }[] };
    };
    const entry = listed._embedded.exportToZip.at(-1);
    expect(entry?.state).toBe("In Progress");
    const view = entry?._links.self.href.replace(server.url, "") ?? "";
    server.process.kill(signal);
    await server.finished;

    server = await startApiServer(data);
    admin = await server.logIn("admin@example.org");
    expect((await processOf(running)).processStatus).toBe("FAILED");
    const output = await server.as(
      admin,
      `/api/system/processes/${String(running)}/output`,
    );
    expect(output.status, output.text).toBe(200);
    const { uuid } = output.json() as { uuid: string };
    const log = await server.as(admin, `/api/core/bitstreams/${uuid}/content`);
    expect(log.text).toContain("The program ended before the run had");
    const files = await server.as(
      admin,
      `/api/system/processes/${String(running)}/files`,
    );
    expect(files.json()).toMatchObject({ page: { totalElements: 0 } });
    const seen = await server.as(admin, view);
    expect(seen.json()).toMatchObject({ state: "not available" });
    const content = await server.as(admin, view.replace("view", "download"));
    expect(content.status).toBe(404);

    await until(
      async () => (await processOf(waiting)).processStatus === "COMPLETED",
    );
    // Nothing is left of what was not finished.
    expect(readdirSync(join(data, "exports"))).toHaveLength(
      signal === "SIGTERM" ? 1 : 2,
    );
    if (signal === "SIGTERM") await server.stop();
  },
);
