import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import SQLite from "better-sqlite3";
import { formats } from "../../../main/formats/index.ts";
import { packers } from "../../../main/packers/index.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  holdall,
  holdallJson,
  startHoldall,
  temporaryFolder,
} from "../../support/holdall.ts";
import { makeSaf } from "../../support/make-saf.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let data: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  data = join(folder.path, "data");
});
afterEach(() => folder.remove());

describe("the command line", () => {
  it("takes the one table of a folder that tells of what lies beside it, and none of several", async () => {
    const place = join(folder.path, "readings");
    await mkdir(place);
    await writeFile(join(place, "1.txt"), "4.27");
    await writeFile(
      join(place, "readings.csv"),
      "filename,dc.title\r\n1.txt,Reading\r\n",
    );
    // Content, and no description of any.
    await writeFile(join(place, "gauge.csv"), "height,hour\r\n4.27,3\r\n");
    expect(await holdallJson(data, "import", place)).toMatchObject({
      state: "done",
      result: { items: 1, files: 1 },
    });
    await writeFile(join(place, "more.csv"), "filename,dc.title\r\n,Other\r\n");
    const refused = await holdall(data, "import", place);
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toContain("several tables");
  });

  it("explains itself", async () => {
    const help = await holdall(data, "--help");
    expect(help.code).toBe(0);
    for (const command of [
      "import",
      "export",
      "verify",
      "list",
      "doctor",
      "user",
      "apikey",
    ]) {
      expect(help.stdout).toContain(command);
      expect(await holdall(data, command, "--help")).toMatchObject({ code: 0 });
    }
  });

  it("lists every format and packer where one is chosen", async () => {
    const listed = (help: string, what: string) =>
      new RegExp(`${what}: ([\\w.,\\s]+?)\\s+\\(default`)
        .exec(help)?.[1]
        ?.split(/,?\s+/)
        .filter((word) => word !== "or" && word !== "");
    for (const command of [["export"], ["schedule", "add"]]) {
      const { stdout } = await holdall(data, ...command, "--help");
      expect(listed(stdout, "format of\\s+the\\s+package")).toEqual(
        formats.map(({ id }) => id),
      );
      expect(listed(stdout, "how\\s+it\\s+is\\s+packed")).toEqual(
        packers.map(({ id }) => id),
      );
    }
  });

  it.each([
    [["fly"], "unknown command"],
    [["list", "everything"], "Allowed choices"],
    [["import"], "missing required argument"],
    [["export"], "Say what to export"],
    [["export", "1", "--query", "x"], "Say what to export"],
    [
      ["export", "--all", "--volumes", "1KB"],
      "a volume has 64 KiB at the least",
    ],
    [["export", "--all", "--volumes", "big"], "is not a size"],
    [["verify", "a.zip", "--wings"], "unknown option"],
  ])("calls %j bad usage", async (args, message) => {
    const { code, stderr } = await holdall(data, ...args);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });

  it.each([
    [["--json", "fly"], "usage.invalid", "unknown command 'fly'"],
    [["fly", "--json"], "usage.invalid", "unknown command 'fly'"],
    [["--json"], "usage.invalid", "No command was given"],
    [["list", "everything", "--json"], "usage.invalid", "Allowed choices"],
    [["verify", "a.zip", "--wings", "--json"], "usage.invalid", "unknown opt"],
    [["export", "--json"], "usage.invalid", "Say what to export"],
    [["export", "--all", "--format", "odt", "--json"], "format.unknown", ""],
    [["export", "--all", "--packer", "rar", "--json"], "packer.unknown", ""],
    [["export", "--query", "", "--json"], "usage.invalid", "no word"],
    [["export", "--query", " ?! ", "--json"], "input.invalid", "no word"],
    [["import", "a.csv", "--delimiter", "ab", "--json"], "usage.invalid", "ab"],
    [["import", "a.csv", "--delimiter", '"', "--json"], "usage.invalid", ""],
    [["serve", "--port", "many", "--json"], "input.invalid", "port number"],
  ])(
    "says as JSON what is wrong with the usage %j",
    async (args, errorCode, message) => {
      const { code, stdout, stderr } = await holdall(data, ...args);
      const { error } = JSON.parse(stdout) as {
        error: { code: string; message: string };
      };
      expect(error.code).toBe(errorCode);
      expect(error.message).toContain(message);
      expect(stderr).not.toContain("    at ");
      expect(code).toBe(2);
    },
  );

  it("takes an encoding nobody knows for bad usage", async () => {
    const sheet = join(folder.path, "a.csv");
    await writeFile(sheet, "dc.title\nOne\n");
    const { code, stdout } = await holdall(
      data,
      ...["import", sheet, "--into", "C", "--encoding", "klingon", "--json"],
    );
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: "input.invalid", message: expect.any(String) as string },
    });
    expect(code).toBe(2);
  });

  it("fails when a search finds nothing, and leaves no archive", async () => {
    await makeSaf(join(folder.path, "saf"), { items: 1, fileSize: 100 });
    await holdall(data, "import", join(folder.path, "saf"), "--into", "Gauges");
    const out = join(folder.path, "out.zip");
    const args = ["export", "--query", "zebra", "--out", out];
    const { code, stdout } = await holdall(data, ...args, "--json");
    expect(JSON.parse(stdout)).toMatchObject({
      state: "failed",
      error: {
        code: "selection.empty",
        message: "The search “zebra” finds no item to export.",
      },
    });
    expect(code).toBe(1);
    const told = await holdall(data, ...args);
    expect(told).toMatchObject({ code: 1, stdout: "" });
    expect(told.stderr).toContain("finds no item to export");
    expect((await readdir(folder.path)).sort()).toEqual(["data", "saf"]);
  });

  it("says how many young files the doctor's cleaning keeps", async () => {
    await holdall(data, "list");
    await mkdir(join(data, "store", "incoming"), { recursive: true });
    await writeFile(join(data, "store", "incoming", "half"), "half a fi");
    const { stdout } = await holdall(data, "doctor", "--clean");
    expect(stdout).toContain(
      "Kept 1 file that nothing refers to, because they are younger than an hour",
    );
    const json = await holdall(data, "doctor", "--clean", "--json");
    expect(JSON.parse(json.stdout)).toMatchObject({
      cleaned: { files: 0, keptYoung: 1 },
    });
  });

  it.each([
    [["export", "No such thing"], "object.not-found"],
    [["import", "/no/such/file.csv"], "file.not-found"],
    [["verify", "/no/such/file.zip"], "file.not-found"],
    [
      ["user", "passwd", "nobody@example.org", "--password-stdin"],
      "account.not-found",
    ],
    [["apikey", "create", "nobody@example.org"], "account.not-found"],
    [["apikey", "revoke", "hk_nothing"], "api-key.not-found"],
  ])(
    "fails %j with its code and nothing but the error on stdout",
    async (args, errorCode) => {
      const { code, stdout, stderr } = await holdall(data, ...args, "--json");
      expect(JSON.parse(stdout)).toMatchObject({ error: { code: errorCode } });
      expect(stderr).not.toContain("    at ");
      expect(code).toBe(1);
    },
  );

  it("keeps accounts, never their passwords", async () => {
    const add = await startHoldall(
      data,
      ["user", "add", "ana@example.org", "--admin", "--password-stdin"],
      { stdin: "correct horse\n" },
    ).finished;
    expect(add).toMatchObject({ code: 0 });
    expect(await holdallJson(data, "user", "list")).toMatchObject([
      { email: "ana@example.org", admin: true, canLogIn: true },
    ]);
    const twice = await startHoldall(
      data,
      ["user", "add", "ANA@example.org", "--password-stdin"],
      { stdin: "correct horse\n" },
    ).finished;
    expect(twice).toMatchObject({ code: 1 });
    const catalog = new SQLite(join(data, "catalog.sqlite"), {
      readonly: true,
    });
    expect(
      catalog.prepare("SELECT password_hash FROM account").pluck().get(),
    ).toMatch(/^scrypt\$\d+\$8\$\d+\$/);
    catalog.close();
    const change = await startHoldall(
      data,
      ["user", "passwd", "ana@example.org", "--password-stdin"],
      { stdin: "short" },
    ).finished;
    expect(change).toMatchObject({ code: 1 });
  });

  it("shows an API key once and can end it", async () => {
    await startHoldall(
      data,
      ["user", "add", "ana@example.org", "--password-stdin"],
      { stdin: "correct horse\n" },
    ).finished;
    const made = (await holdallJson(
      data,
      "apikey",
      "create",
      "ana@example.org",
      "--name",
      "nightly",
    )) as { key: string; prefix: string };
    expect(made.key).toMatch(/^hk_[\w-]{43}$/);
    const listed = await holdall(data, "apikey", "list", "--json");
    expect(listed.stdout).not.toContain(made.key);
    expect(JSON.parse(listed.stdout)).toMatchObject([
      { email: "ana@example.org", name: "nightly", prefix: made.prefix },
    ]);
    expect(await holdall(data, "apikey", "revoke", made.prefix)).toMatchObject({
      code: 0,
    });
    expect(await holdallJson(data, "apikey", "list")).toEqual([]);
  });

  it("lists what was imported and exports one item, a search and everything", async () => {
    await makeSaf(join(folder.path, "saf"), { items: 3, fileSize: 100 });
    expect(
      await holdall(
        data,
        "import",
        join(folder.path, "saf"),
        "--into",
        "Gauges",
      ),
    ).toMatchObject({ code: 0 });
    const items = (await holdallJson(data, "list", "items")) as {
      id: number;
      handle: string;
      uuid: string;
      title: string;
    }[];
    expect(items.map((item) => item.title)).toEqual([
      "Gauge reading 1",
      "Gauge reading 2",
      "Gauge reading 3",
    ]);
    const [first] = items;
    for (const [args, count] of [
      [[String(first?.id)], 1],
      [[first?.handle ?? ""], 1],
      [[first?.uuid ?? ""], 1],
      [items.slice(0, 2).map((item) => String(item.id)), 2],
      [["--query", "gauge read"], 3],
      [["--query", "READING 2"], 1],
      [["--all"], 3],
      [["Imported collections"], 3],
    ] as const) {
      const out = join(folder.path, "out.zip");
      const run = (await holdallJson(
        data,
        "export",
        ...args,
        "--out",
        out,
      )) as { result: { items: number; verified: boolean } };
      expect(run.result).toMatchObject({ items: count, verified: true });
    }
    const exports = (await holdallJson(data, "list", "exports")) as unknown[];
    expect(exports).toHaveLength(8);
  });

  it("keeps an archive in the data folder when no path is given", async () => {
    await makeSaf(join(folder.path, "saf"), { items: 1, fileSize: 100 });
    await holdall(data, "import", join(folder.path, "saf"), "--into", "Gauges");
    const run = (await holdallJson(data, "export", "Gauges")) as {
      uuid: string;
      result: { path: string };
    };
    expect(run.result.path.startsWith(join(data, "exports", run.uuid))).toBe(
      true,
    );
    expect(await readdir(join(data, "exports", run.uuid))).toEqual([
      run.result.path.split("/").at(-1),
    ]);
    expect(await holdall(data, "verify", run.result.path)).toMatchObject({
      code: 0,
    });
  });

  it("refuses the data folder of a newer version, and one it may not use, in one line", async () => {
    await holdall(data, "list");
    const catalog = new SQLite(join(data, "catalog.sqlite"));
    catalog.pragma("user_version = 999");
    catalog.close();
    const newer = await holdall(data, "list");
    expect(newer).toMatchObject({ code: 1 });
    expect(newer.stderr).toContain("newer version");
    await writeFile(join(folder.path, "file"), "");
    const file = await holdall(join(folder.path, "file"), "list");
    expect(file).toMatchObject({ code: 1 });
    expect(file.stderr).toContain("cannot be used");
    await mkdir(join(folder.path, "broken"));
    await writeFile(
      join(folder.path, "broken", "catalog.sqlite"),
      "this is no database, but long enough to look at it".repeat(100),
    );
    const broken = await holdall(join(folder.path, "broken"), "list");
    expect(broken).toMatchObject({ code: 1 });
    expect(broken.stderr).toContain("damaged");
  });
});
