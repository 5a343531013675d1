import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { until } from "../../support/api-server.ts";
import { makeApiWorld, type ApiWorld } from "../../support/api-world.ts";
import { protocolOf, startEasydbServer } from "../../support/easydb-server.ts";
import { temporaryFolder } from "../../support/holdall.ts";
import { startProftpd } from "../../support/targets/proftpd.ts";
import { receivedFiles } from "../../support/targets/received-files.ts";
import type { TargetBench } from "../../support/targets/target-bench.ts";
import { startWebdavBench } from "../../support/targets/webdav-bench.ts";

let world: ApiWorld;
let easydb: Awaited<ReturnType<typeof startEasydbServer>>;
let scratch: Awaited<ReturnType<typeof temporaryFolder>>;
let webdav: TargetBench;
let sftp: Awaited<ReturnType<typeof startProftpd>>;
const what = { eas_fields: ["item.ORIGINAL"], json: true };

beforeAll(async () => {
  world = await makeApiWorld();
  scratch = await temporaryFolder();
  const beside = join(scratch.path, "sftp");
  mkdirSync(beside);
  [webdav, sftp, easydb] = await Promise.all([
    startWebdavBench(scratch.path),
    startProftpd(beside),
    startEasydbServer(world.data),
  ]);
});
afterAll(async () => {
  await easydb.stop();
  await webdav.close();
  await sftp.close();
  await scratch.remove();
  await world.remove();
});

/** What a client says of a target. */
function optionsOf({ target }: TargetBench, more = {}) {
  const { server, login, directory } = target.settings as Record<
    string,
    string
  >;
  const { password } = target.secrets as { password: string };
  return {
    server,
    login,
    password,
    ...(directory === undefined ? {} : { directory }),
    ...more,
  };
}

it("brings files and archives to WebDAV servers, under both names of the transport", async () => {
  const done = await easydb.run(what, [
    { type: "webdav", options: optionsOf(webdav) },
    {
      type: "easydb-export-transport-ftp-plugin:transport_webdav",
      options: optionsOf(webdav, { packer: "zip" }),
    },
  ]);
  expect(done._state, protocolOf(done).join("\n")).toBe("done");
  expect(
    done._transports.map(({ _state }) => _state),
    protocolOf(done).join("\n"),
  ).toEqual(["done", "done"]);
  const names = await webdav.names();
  expect(names.filter((name) => /^Export_\d+\.zip$/.test(name))).toHaveLength(
    1,
  );
  for (const { path } of done._files)
    expect(
      names.some((name) => name.endsWith(`/${path}`)),
      path,
    ).toBe(true);
});

it("goes on where one transport fails, and says so", async () => {
  const done = await easydb.run(what, [
    {
      type: "webdav",
      options: { ...optionsOf(webdav), password: "not-the-password" },
    },
    { type: "webdav", options: optionsOf(webdav) },
  ]);
  expect(done._state).toBe("done");
  expect(done._transports.map(({ _state }) => _state)).toEqual([
    "failed",
    "done",
  ]);
  const last = done._log.at(-1)?.event;
  expect(last?.type).toBe("EXPORT_FINISH");
  expect(last?.info.exception).toBeNull();
  expect(protocolOf(done).join("\n")).toContain("could not be delivered");
  expect(protocolOf(done).join("\n")).not.toContain("not-the-password");
});

it("is stopped while it is delivered: it has failed, keeps nothing, and can run again", async () => {
  const stalled = new Promise<void>((resolve) => {
    webdav.line?.stallAfter(1, resolve);
  });
  const id = await easydb.put(what, [
    { type: "webdav", options: optionsOf(webdav) },
    { type: "webdav", options: optionsOf(webdav, { packer: "zip" }) },
    { type: "webdav", options: optionsOf(webdav, { packer: "tar.gz" }) },
    { type: "download" },
  ]);
  expect(
    (await easydb.get(id))._transports.map(({ _state }) => _state),
  ).toEqual(["new", "new", "new", "new"]);
  await easydb.start(id);
  await stalled;
  const going = await until(async () => {
    const found = await easydb.get(id);
    return (
      found._transports.filter(({ _state }) => _state === "processing")
        .length === 2 && found
    );
  });
  expect(going._state).toBe("processing");
  // Two at a time; the others have their files, and wait.
  expect(going._transports.map(({ _state }) => _state)).toEqual([
    "processing",
    "processing",
    "pending",
    "pending",
  ]);

  const stopped = await easydb.call("POST", `/${String(id)}/stop`);
  expect(stopped.status, stopped.text).toBe(200);
  const found = await easydb.get(id);
  expect(found._state).toBe("failed");
  expect(found._files).toEqual([]);
  expect(found._log.at(-1)?.event.type).toBe("EXPORT_STOPPED");
  expect(found._transports.map(({ _state }) => _state).slice(0, 3)).toEqual([
    "failed",
    "failed",
    "failed",
  ]);
  expect((await easydb.call("POST", `/${String(id)}/stop`)).status).toBe(404);

  await easydb.start(id);
  const again = await easydb.ended(id);
  expect(again._state).toBe("done");
  expect(again._transports.map(({ _state }) => _state)).toEqual([
    "done",
    "done",
    "done",
    "done",
  ]);
});

it("brings files to SFTP servers", async () => {
  const done = await easydb.run(what, [
    {
      type: "ftp",
      options: {
        server: `sftp://127.0.0.1:${String(sftp.sftpPort)}`,
        login: sftp.login,
        password: sftp.password,
        directory: sftp.folder,
      },
    },
  ]);
  expect(
    done._transports.map(({ _state }) => _state),
    protocolOf(done).join("\n"),
  ).toEqual(["done"]);
  const names = await receivedFiles(sftp.folder).names();
  for (const { path } of done._files)
    expect(
      names.some((name) => name.endsWith(path)),
      path,
    ).toBe(true);
});
