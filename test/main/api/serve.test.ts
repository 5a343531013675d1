import { createServer } from "node:http";
import { writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import SQLite from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Run } from "../../../main/domain/run.ts";
import {
  addAccount,
  importSample,
  startApiServer,
  until,
} from "../../support/api-server.ts";
import { openTestCatalog, bundle, value } from "../../support/catalog.ts";
import { holdall, run, temporaryFolder } from "../../support/holdall.ts";
import { noise } from "../../support/noise.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let data: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  data = join(folder.path, "data");
});
afterEach(() => folder.remove());

describe("holdall serve", () => {
  it("says one line when it is ready, and ends at a signal", async () => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      const server = await startApiServer(data);
      expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:[0-9]+$/);
      expect(server.pid).toBe(server.process.pid);
      server.process.kill(signal);
      const { code, stdout } = await server.finished;
      expect(code).toBe(0);
      expect(stdout.split("\n")).toHaveLength(2);
      expect(Object.keys(JSON.parse(stdout) as object)).toEqual(["url", "pid"]);
    }
  });

  it("refuses a port that is taken, in one line", async () => {
    const other = createServer();
    await new Promise<void>((resolve) =>
      other.listen(0, "127.0.0.1", () => {
        resolve();
      }),
    );
    const { port } = other.address() as AddressInfo;
    const refused = await holdall(data, "serve", "--port", String(port));
    other.close();
    expect(refused).toMatchObject({ code: 1, stdout: "" });
    expect(linesOf(refused.stderr)).toEqual([
      expect.stringContaining(`The port ${String(port)} of 127.0.0.1 is taken`),
    ]);
  });

  it.each([
    { flags: ["--port", "nonsense"], code: 2 },
    { flags: ["--port", "70000"], code: 2 },
    { flags: ["--host", "no.such.host.invalid"], code: 1 },
  ])("refuses $flags with $code, in one line", async ({ flags, code }) => {
    const refused = await holdall(data, "serve", "--port", "0", ...flags);
    expect(refused.code).toBe(code);
    expect(linesOf(refused.stderr)).toHaveLength(1);
  });

  it("refuses a data folder it may not use, of a newer version, or of another build, in one line", async () => {
    await writeFile(join(folder.path, "file"), "");
    const file = await holdall(
      join(folder.path, "file"),
      "serve",
      "--port",
      "0",
    );
    await holdall(data, "list");
    const catalog = new SQLite(join(data, "catalog.sqlite"));
    catalog.pragma("user_version = 999");
    catalog.close();
    const newer = await holdall(data, "serve", "--port", "0");
    const unreleased = new SQLite(join(data, "catalog.sqlite"));
    unreleased.exec("DROP TABLE basket_entry; PRAGMA user_version = 1");
    unreleased.close();
    const other = await holdall(data, "serve", "--port", "0");
    for (const [refused, words] of [
      [file, "cannot be used"],
      [newer, "newer version"],
      [other, "made by an unreleased build"],
    ] as const) {
      expect(refused).toMatchObject({ code: 1, stdout: "" });
      expect(linesOf(refused.stderr)).toEqual([expect.stringContaining(words)]);
    }
  });

  it("lets runs go on where they were when it starts again", async () => {
    const catalog = openTestCatalog(data);
    const collection = catalog.collection("Large", [catalog.community("Top")]);
    const bytes = Buffer.from(noise(8 * 1024 * 1024));
    for (let n = 0; n < 12; n++) {
      bytes.writeUInt32LE(n, 0);
      catalog.item(collection, {
        metadata: [value("dc.title", `Item ${String(n)}`)],
        bundles: [
          bundle("ORIGINAL", [
            await catalog.bitstream(`large-${String(n)}.bin`, bytes),
          ]),
        ],
      });
    }
    catalog.close();
    await addAccount(data, "admin@example.org", "--admin");
    const first = await startApiServer(data);
    const token = await first.logIn("admin@example.org");
    const { id } = (await first.command(token, "exports.create", {
      target: "Large",
      options: {
        format: "saf",
        packer: "zip",
        migrate: false,
        bitstreams: true,
        withdrawn: false,
        verify: true,
      },
    })) as Run;
    await first.stop();
    expect((await first.finished).code).toBe(0);

    const second = await startApiServer(data);
    const again = await second.logIn("admin@example.org");
    const ended = await until(async () => {
      const now = (await second.command(again, "runs.get", { run: id })) as Run;
      return now.finishedAt === null ? null : now;
    });
    expect(ended).toMatchObject({
      state: "done",
      result: { items: 12, files: 12, verified: true },
    });
    // The window's link brings it home.
    const { path } = (await second.command(again, "exports.link", {
      run: id,
    })) as { path: string };
    const archive = await second.ask(path);
    expect(archive.status).toBe(200);
    expect(archive.headers["content-disposition"]).toContain(".zip");
    const file = join(folder.path, "fetched.zip");
    await writeFile(file, archive.body);
    expect(await run("unzip", ["-tq", file])).toMatchObject({ code: 0 });
    const part = await second.ask(path, { headers: { Range: "bytes=-22" } });
    expect(part.body).toEqual(archive.body.subarray(-22));
    const forged = path.replace(/.$/, (last) => (last === "A" ? "B" : "A"));
    expect((await second.ask(forged)).status).toBe(401);
    const other = path.replace(`/${String(id)}/`, `/${String(id + 1)}/`);
    expect((await second.ask(other)).status).not.toBe(200);
    await second.stop();
  });

  it("imports the sample, and estimates what an export of it takes along", async () => {
    await addAccount(data, "admin@example.org", "--admin");
    const server = await startApiServer(data);
    const token = await server.logIn("admin@example.org");
    const { id } = (await server.command(token, "imports.sample")) as Run;
    await until(async () => {
      const now = (await server.command(token, "runs.get", { run: id })) as Run;
      return now.state === "done";
    });
    expect(await server.command(token, "exports.estimate")).toEqual({
      items: 12,
      files: 33,
      bytes: 81360,
      withdrawn: 0,
    });
    expect(
      await server.command(token, "exports.estimate", { query: "lighthouse" }),
    ).toMatchObject({ withdrawn: 0 });
    const about = (await server.command(token, "app.about")) as {
      dataFolder: string;
    };
    expect(about.dataFolder).toBe("");
    const revealed = await server.as(
      token,
      "/api/holdall/commands/exports.reveal",
      { method: "POST", body: JSON.stringify({ run: id }) },
    );
    expect(revealed.status).toBeGreaterThanOrEqual(400);
    await server.stop();
  });

  it("works beside the command line on the same data folder", async () => {
    const server = await startApiServer(data);
    await addAccount(data, "admin@example.org", "--admin");
    await importSample(data);
    const token = await server.logIn("admin@example.org");
    expect(await server.command(token, "catalog.summary")).toMatchObject({
      items: 12,
    });
    await server.stop();
  });
});

const linesOf = (text: string) =>
  text.split("\n").filter((line) => line !== "");
