import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  addAccount,
  addKey,
  importSample,
  password,
  startApiServer,
  type ApiServer,
} from "../../support/api-server.ts";
import { holdall, run, temporaryFolder } from "../../support/holdall.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let data: string;
let server: ApiServer;
beforeAll(async () => {
  folder = await temporaryFolder();
  data = join(folder.path, "data");
  await addAccount(data, "admin@example.org", "--admin");
  await importSample(data);
  server = await startApiServer(data);
});
afterAll(async () => {
  await server.stop();
  await folder.remove();
});

/** What a user's script looks like: curl and the tools every Unix has. */
const script = `
set -eu
api=$1 archive=$2
authorization=$3
curl -sf "$api/core/collections" | grep -o '"uuid":"[^"]*"' | head -1 | cut -d'"' -f4 > "$archive.uuid"
export_to_zip="$api/core/collections/$(cat "$archive.uuid")/exportToZip"
view=$(curl -sf -X POST -H "$authorization" "$export_to_zip/create" -D - -o /dev/null |
  tr -d '\\r' | sed -n 's/^location: //Ip')
until curl -sf -H "$authorization" "$view" | grep -q '"state":"completed"'; do sleep 0.2; done
content=$(curl -sf -H "$authorization" "$view" | grep -o '"content":{"href":"[^"]*"' | cut -d'"' -f6)
curl -sf -H "$authorization" -o "$archive" "$content"
`;

async function fetchWith(authorization: string, name: string): Promise<void> {
  const archive = join(folder.path, name);
  const done = await run("bash", [
    "-c",
    script,
    "bash",
    `${server.url}/api`,
    archive,
    authorization,
  ]);
  expect(done, done.stderr).toMatchObject({ code: 0 });
  expect(await run("unzip", ["-tq", archive])).toMatchObject({ code: 0 });
  expect(await run("7z", ["t", archive])).toMatchObject({ code: 0 });
  expect(await holdall(data, "verify", archive)).toMatchObject({ code: 0 });
}

it("exports a collection with curl alone: log in, list, create, watch, download", async () => {
  const { stdout } = await run("curl", [
    "-si",
    `${server.url}/api/authn/login`,
    "-d",
    "user=admin@example.org",
    "--data-urlencode",
    `password=${password}`,
  ]);
  const token = /^authorization: (Bearer \S+)/im.exec(stdout)?.[1];
  await fetchWith(`Authorization: ${token ?? ""}`, "log-in.zip");
});

it("does the same with an API key", async () => {
  const key = await addKey(data, "admin@example.org");
  await fetchWith(`Authorization: Bearer ${key}`, "key.zip");
});

it("does nothing with a wrong token", async () => {
  const { stdout } = await run("curl", [
    "-s",
    "-o",
    join(folder.path, "refusal"),
    "-w",
    "%{http_code}",
    "-H",
    "Authorization: Bearer wrong",
    `${server.url}/api/core/items`,
  ]);
  expect(stdout).toBe("401");
});
