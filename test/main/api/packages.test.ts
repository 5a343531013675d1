import { createHash, randomBytes } from "node:crypto";
import {
  mkdir,
  open,
  readFile,
  readdir,
  rm,
  stat,
  utimes,
  writeFile,
} from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { DeliveryRecord } from "../../../main/domain/delivery-record.ts";
import type { PackageFolder } from "../../../main/domain/package-tree.ts";
import type { RunCheck } from "../../../main/domain/run-check.ts";
import type { RunRecordPage } from "../../../main/domain/run-record.ts";
import type { ExportResult, Run } from "../../../main/domain/run.ts";
import {
  addAccount,
  password,
  startApiServer,
  until,
  type ApiServer,
} from "../../support/api-server.ts";
import { bundle, openTestCatalog, value } from "../../support/catalog.ts";
import { temporaryFolder } from "../../support/holdall.ts";
import { exactOptions } from "../../support/runs.ts";

const admin = "ada@example.org";
const words = "Das Leuchtfeuer brennt seit 1847.\n";
const items = 12;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let data: string;
let server: ApiServer;
let token: string;
let small: number;
let large: number;
let lost: number;
let logs: number;

const command = <Value>(name: string, input: object): Promise<Value> =>
  server.command(token, name, input) as Promise<Value>;
const begin = (target: number, more: object = {}) =>
  command<Run>("exports.create", {
    target: String(target),
    options: { ...exactOptions, ...more },
  });
const ended = (id: number) =>
  until(async () => {
    const run = await command<Run>("runs.get", { run: id });
    return run.finishedAt === null ? null : run;
  });
const resultOf = (run: Run) => run.result as ExportResult;

beforeAll(async () => {
  folder = await temporaryFolder();
  data = join(folder.path, "data");
  const catalog = openTestCatalog(data);
  const community = catalog.community("Coast");
  small = catalog.collection("Letters", [community]);
  for (let number = 1; number <= items; number += 1)
    catalog.item(small, {
      metadata: [value("dc.title", `Letter ${String(number)}`)],
      bundles: [
        bundle("ORIGINAL", [await catalog.bitstream("letter.txt", words)]),
      ],
    });
  large = catalog.collection("Charts", [community]);
  catalog.item(large, {
    metadata: [value("dc.title", "Chart")],
    bundles: [
      bundle("ORIGINAL", [
        await catalog.bitstream("chart.bin", randomBytes(48 * 1024 * 1024)),
      ]),
    ],
  });
  logs = catalog.collection("Logs", [community]);
  for (const name of ["1847.bin", "1848.bin"])
    catalog.item(logs, {
      metadata: [value("dc.title", name)],
      bundles: [
        bundle("ORIGINAL", [
          await catalog.bitstream(name, randomBytes(40_000)),
        ]),
      ],
    });
  lost = catalog.collection("Lost", [community]);
  for (const title of ["One", "Two"]) {
    const gone = await catalog.bitstream(`${title}.txt`, title);
    catalog.item(lost, {
      metadata: [value("dc.title", title)],
      bundles: [bundle("ORIGINAL", [gone])],
    });
    const { sha256 } = gone.content;
    await rm(join(data, "store", sha256.slice(0, 2), sha256));
  }
  catalog.close();
  await addAccount(data, admin, "--admin");
  await addAccount(data, "user@example.org");
  server = await startApiServer(data);
  token = await server.logIn(admin);
});
afterAll(async () => {
  await server.stop();
  await folder.remove();
});

test.each(["zip", "tar.gz", "folder"])(
  "a package (%s) is looked into folder by folder, page by page, and its files are given one by one",
  async (packer) => {
    const run = await ended((await begin(small, { packer })).id);
    expect(run.state).toBe("done");
    const list = (within: string, more: object = {}) =>
      command<PackageFolder>("packages.folder", {
        run: run.id,
        volume: 1,
        within,
        after: null,
        limit: 100,
        sums: false,
        ...more,
      });
    const [root] = (await list("")).names;
    expect(root?.kind).toBe("folder");
    const top = root?.name ?? "";
    const inside = await list(top);
    const folders = inside.names.filter(({ kind }) => kind === "folder");
    expect(folders).toHaveLength(items);
    expect(inside.names.map(({ name }) => name)).toContain(
      "manifest-sha256.txt",
    );
    // Pages follow each other without a gap.
    const paged: string[] = [];
    let after: PackageFolder["next"] = null;
    do {
      const page: PackageFolder = await list(top, { after, limit: 5 });
      paged.push(...page.names.map(({ name }) => name));
      after = page.next;
    } while (after !== null);
    expect(paged).toEqual(inside.names.map(({ name }) => name));

    const item = `${top}/${folders[0]?.name ?? ""}`;
    const letter = (await list(item, { sums: true })).names.find(
      ({ name }) => name === "letter.txt",
    );
    expect(letter).toEqual({
      name: "letter.txt",
      kind: "file",
      size: words.length,
      sha256: createHash("sha256").update(words).digest("hex"),
    });
    const { path } = await command<{ path: string }>("packages.link", {
      run: run.id,
      volume: 1,
      path: `${item}/letter.txt`,
    });
    const given = await server.ask(path);
    expect(given.status).toBe(200);
    expect(given.text).toBe(words);
    expect(given.headers["content-disposition"]).toContain("letter.txt");
    // The link is for this run alone, and for nothing beside its package.
    expect(
      (await server.ask(path.replace(`/${String(run.id)}/`, "/1/"))).status,
    ).not.toBe(200);
    for (const wrong of [
      "../catalog.sqlite",
      `${item}/../x`,
      "",
      "/etc/passwd",
    ])
      expect(
        (
          await server.as(
            token,
            `/api/holdall/runs/${String(run.id)}/file?path=${encodeURIComponent(wrong)}`,
          )
        ).status,
        wrong,
      ).toBe(404);
    const stranger = await server.logIn("user@example.org");
    const query = new URLSearchParams({ path: `${item}/letter.txt` });
    expect(
      (
        await server.as(
          stranger,
          `/api/holdall/runs/${String(run.id)}/file?${query.toString()}`,
        )
      ).status,
    ).toBe(403);
  },
);

test("a page of a package begins where the one before has ended, and reads nothing that comes before", async () => {
  const run = await ended((await begin(small)).id);
  const folder = (within: string, after: unknown) =>
    server.as(token, "/api/holdall/commands/packages.folder", {
      method: "POST",
      body: JSON.stringify({
        run: run.id,
        volume: 1,
        within,
        after,
        limit: 5,
        sums: false,
      }),
    });
  const valueOf = (answer: { json(): unknown }) =>
    (answer.json() as { value: PackageFolder }).value;
  const [root] = valueOf(await folder("", null)).names;
  const top = root?.name ?? "";
  const { next } = valueOf(await folder(top, null));
  const second = valueOf(await folder(top, next));
  expect(second.names).toHaveLength(5);

  const archive = join(data, "exports", run.uuid, resultOf(run).path);
  const bytes = await readFile(archive);
  // The first record of its directory.
  bytes.write("XX", bytes.indexOf("PK\u0001\u0002", "latin1"), "latin1");
  await writeFile(archive, bytes);
  expect((await folder(top, null)).text).toContain("archive.damaged");
  expect(valueOf(await folder(top, next))).toEqual(second);

  const { index, position } = next?.record ?? { index: 0, position: 0 };
  for (const record of [
    { index, position: position + 1 },
    { index: index + 1, position: 0 },
    { index: 1_000_000, position },
    { index, position: Number.MAX_SAFE_INTEGER },
  ])
    expect(
      (await folder(top, { names: 5, record })).text,
      JSON.stringify(record),
    ).toContain("object.changed");
  for (const wrong of [7, {}, { names: -1, record: null }])
    expect((await folder(top, wrong)).status).toBe(400);
});

test("each volume is downloaded by itself, and what is no archive says what it is", async () => {
  const cut = await ended(
    (await begin(logs, { volumeBytes: 65_536, format: "saf" })).id,
  );
  const { volumes = [] } = resultOf(cut);
  expect(volumes.length).toBeGreaterThan(1);
  for (const [index, { sha256 }] of volumes.entries()) {
    const { path } = await command<{ path: string }>("exports.link", {
      run: cut.id,
      volume: index + 1,
    });
    const given = await server.ask(path);
    expect(given.status).toBe(200);
    expect(createHash("sha256").update(given.body).digest("hex")).toBe(sha256);
  }
  const archive = `/api/holdall/runs/${String(cut.id)}/archive`;
  for (const wrong of [String(volumes.length + 1), "0", "x", "1&volume=2"])
    expect(
      (await server.as(token, `${archive}?volume=${wrong}`)).status,
      wrong,
    ).toBe(404);

  const folded = await ended((await begin(small, { packer: "folder" })).id);
  const answer = await server.as(
    token,
    `/api/holdall/runs/${String(folded.id)}/archive`,
  );
  expect(answer.status).toBe(404);
  expect(answer.text).toContain("is a folder and not packed");
});

test("a package is read again when somebody asks; what has become wrong is told and remembered", async () => {
  const made = await ended((await begin(small)).id);
  const check = async (): Promise<RunCheck> => {
    await command("checks.start", { run: made.id });
    return until(async () => {
      const found = await command<RunCheck | null>("checks.get", {
        run: made.id,
      });
      return found === null || found.state === "running" ? null : found;
    });
  };
  expect(await check()).toMatchObject({
    state: "done",
    entries: resultOf(made).entries,
    outcome: { errors: 0, items, files: items, manifest: true },
  });
  const run = await command<Run>("runs.get", { run: made.id });
  expect(resultOf(run).check).toMatchObject({ errors: 0 });
  expect(run.state).toBe("done");

  const archive = join(data, "exports", made.uuid, resultOf(made).path);
  const file = await open(archive, "r+");
  await file.write(
    Buffer.from("?"),
    0,
    1,
    Math.floor((await stat(archive)).size / 4),
  );
  await file.close();
  const broken = await check();
  expect(broken.outcome?.errors ?? broken.error).not.toBe(0);
});

test("all that is kept of a run is read page by page, of one severity or of all", async () => {
  const { id } = await ended((await begin(lost)).id);
  const page = (more: object = {}) =>
    command<RunRecordPage>("runs.log", { run: id, limit: 1000, ...more });
  const all = await page();
  expect(all.lines.length).toBeGreaterThan(1);
  expect(all.more).toBe(false);
  expect(all.counts.error).toBe(2);
  const paged = [];
  let after = 0;
  for (;;) {
    const { lines, more } = await page({ after, limit: 1 });
    paged.push(...lines);
    after = lines.at(-1)?.number ?? 0;
    if (!more) break;
  }
  expect(paged).toEqual(all.lines);
  for (const severity of ["error", "warning", "note"] as const) {
    const { lines } = await page({ severity });
    expect(lines).toEqual(
      all.lines.filter((line) => line.severity === severity),
    );
    expect(lines).toHaveLength(all.counts[severity]);
  }
});

test("an archive is sent to one more target as it is", async () => {
  const run = await ended((await begin(small)).id);
  const place = join(folder.path, "drive");
  const { delivery } = await command<{ delivery: number }>("deliveries.send", {
    run: run.id,
    to: { transport: "folder", settings: { path: place, create: true } },
  });
  const delivered = await until(async () => {
    const list = await command<DeliveryRecord[]>("deliveries.list", {
      run: run.id,
    });
    const found = list.find(({ id }) => id === delivery);
    return found?.state === "done" || found?.state === "failed" ? found : null;
  });
  expect(delivered).toMatchObject({ state: "done", transport: "folder" });
  const [file] = delivered.receipt?.files ?? [];
  expect((await stat(file?.location ?? "")).size).toBe(resultOf(run).size);
});

test("an archive is not sent where only another run goes, or what easydb's clients have made", async () => {
  const [first, second] = [
    await ended((await begin(small)).id),
    await ended((await begin(small)).id),
  ];
  const send = (run: Run, to: object | number) =>
    command<{ delivery: number }>("deliveries.send", { run: run.id, to });
  const arrived = (run: Run) =>
    until(async () => {
      const list = await command<DeliveryRecord[]>("deliveries.list", {
        run: run.id,
      });
      return list.every(({ finishedAt }) => finishedAt !== null) && list;
    });
  const place = join(folder.path, "of one run");
  await send(first, {
    transport: "folder",
    settings: { path: place, create: true },
  });
  await arrived(first);
  // It has the highest number there is: the first that the next run may go to would be its own.
  const definition = await easydbExport();
  const targets = await command<{ id: number }[]>("definitions.targets", {
    definition,
  });
  expect(targets).toEqual([expect.objectContaining({ bound: true })]);
  const theirs = targets[0]?.id ?? 0;
  for (let to = 1; to <= theirs; to += 1)
    await expect(send(second, to)).rejects.toThrow("delivery.impossible");
  // What a run was sent to takes it once more.
  await send(first, theirs - 1);
  expect((await arrived(first)).map(({ state }) => state)).toEqual([
    "done",
    "done",
  ]);
});

/** An export of easydb's dialect with a transport. @returns its number as a saved export */
async function easydbExport(): Promise<number> {
  const session = (await server.ask("/api/v1/session")).json() as {
    token: string;
  };
  await server.ask(
    `/api/v1/session/authenticate?${new URLSearchParams({ token: session.token, login: admin, password }).toString()}`,
    { method: "POST" },
  );
  const made = await server.ask("/api/v1/export", {
    method: "PUT",
    headers: { "X-Easydb-Token": session.token },
    body: JSON.stringify({
      _schedules: [{ days_of_month: [31], weekdays: ["sunday"] }],
      _transports: [
        {
          type: "webdav",
          options: { server: "http://127.0.0.1:9", login: "ada", password },
        },
      ],
      export: { name: "Theirs", search: {}, json: true },
    }),
  });
  expect(made.status, made.text).toBe(200);
  return (made.json() as { export: { _id: number } }).export._id;
}

test("what was taken out long ago is gone after the next start", async () => {
  const taken = join(data, "taken");
  const [old, young] = [join(taken, "old"), join(taken, "young")];
  for (const place of [old, young]) {
    await mkdir(place, { recursive: true });
    await writeFile(join(place, "letter.txt"), words);
  }
  const before = new Date(Date.now() - 25 * 3_600_000);
  await utimes(join(old, "letter.txt"), before, before);
  await utimes(old, before, before);
  await server.stop();
  server = await startApiServer(data);
  token = await server.logIn(admin);
  expect(await readdir(taken)).toEqual(["young"]);
});

test("a run waits as long as it is told to, also when the program is started again", async () => {
  const first = await begin(large);
  const second = await begin(small);
  expect(await command<Run>("runs.pause", { run: second.id })).toMatchObject({
    state: "queued",
    paused: true,
  });
  const paused = await command<Run>("runs.pause", { run: first.id });
  expect(paused).toMatchObject({ state: "queued", paused: true });
  // Something else may have the slot meanwhile.
  const third = await ended((await begin(small)).id);
  expect(third.state).toBe("done");
  await server.stop();
  server = await startApiServer(data);
  token = await server.logIn(admin);
  const fourth = await ended((await begin(small)).id);
  expect(fourth.state).toBe("done");
  for (const { id } of [first, second])
    expect(await command<Run>("runs.get", { run: id })).toMatchObject({
      state: "queued",
      paused: true,
    });
  for (const { id } of [first, second]) {
    await command("runs.resume", { run: id });
    const done = await ended(id);
    expect(done.state).toBe("done");
    expect(done.paused).toBeUndefined();
    expect(resultOf(done).verified).toBe(true);
  }
});
