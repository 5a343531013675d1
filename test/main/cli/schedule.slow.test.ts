import { existsSync } from "node:fs";
import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import SQLite from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type {
  DefinitionRun,
  ExportDefinition,
} from "../../../main/domain/export-definition.ts";
import type { DeliveryRecord } from "../../../main/domain/delivery-record.ts";
import type { Run } from "../../../main/domain/run.ts";
import {
  addAccount,
  importSample,
  startApiServer,
  until,
  type ApiServer,
} from "../../support/api-server.ts";
import {
  holdall,
  holdallJson,
  temporaryFolder,
} from "../../support/holdall.ts";

const sample = ["Sample", "--name", "Nightly", "--daily", "--at", "02:30"];
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let data: string;

beforeAll(async () => {
  folder = await temporaryFolder();
  data = join(folder.path, "data");
  await importSample(data);
});
afterAll(() => folder.remove());

const json = <Result>(...args: string[]) =>
  holdallJson(data, ...args) as Promise<Result>;

describe("holdall schedule", () => {
  test("saves an export, shows it and its next times, and forgets it", async () => {
    const added = await holdall(
      data,
      "schedule",
      "add",
      ...sample,
      "--time-zone",
      "Europe/Berlin",
      "--keep-last",
      "3",
    );
    expect(added.code, added.stderr).toBe(0);
    expect(added.stdout).toContain('"Nightly" was saved. It runs next on');
    const [definition] = await json<ExportDefinition[]>("schedule", "list");
    expect(definition).toMatchObject({
      name: "Nightly",
      timeZone: "Europe/Berlin",
      retention: { keepLast: 3, keepDays: null },
      version: 1,
      lastRun: null,
    });
    const times = await json<string[]>(
      "schedule",
      "next",
      "Nightly",
      "--count",
      "3",
    );
    expect(times).toHaveLength(3);
    expect(Date.parse(times[0] ?? "")).toBe(definition?.nextDue);
    expect((await holdall(data, "schedule", "remove", "Nightly")).code).toBe(0);
    expect(await json("schedule", "list")).toEqual([]);
  });

  test.each([
    [["add", "Sample", "--daily", "--weekly", "mon"], 2, "Say one of"],
    [["add", "Sample", "--weekly", "someday"], 2, "no weekday"],
    [["add", "Sample", "--daily", "--at", "25:00"], 2, "no time of day"],
    [["add", "Sample", "--keep-last", "0"], 2, "--keep-last is a number"],
    [["add"], 2, "Say what to export"],
    [["add", "Sample", "--cron", "every night"], 2, "is not a schedule"],
    [
      ["add", "Sample", "--daily", "--time-zone", "Mars/Base"],
      2,
      "no time zone",
    ],
    [["add", "Nowhere", "--daily"], 1, "Nowhere"],
    [["next", "Nobody"], 1, "no saved export"],
    [["quiet", "22:00-22:00"], 2, "end when they begin"],
  ])("%s is refused with %i: %s", async (args, code, words) => {
    const finished = await holdall(data, "schedule", ...args);
    expect(finished.stderr).toContain(words);
    expect(finished.code).toBe(code);
    expect(await json("schedule", "list")).toEqual([]);
  });

  test("takes a name once", async () => {
    expect((await holdall(data, "schedule", "add", ...sample)).code).toBe(0);
    const again = await holdall(data, "schedule", "add", ...sample);
    expect(again.code).toBe(1);
    expect(again.stderr).toContain("Give it another name");
    await holdall(data, "schedule", "remove", "Nightly");
  });

  test("sets quiet hours and switches them off", async () => {
    expect(await json("schedule", "quiet", "22:00-6:00")).toMatchObject({
      from: "22:00",
      to: "06:00",
    });
    expect(await json("schedule", "quiet", "off")).toBeNull();
  });
});

describe("a saved export under holdall serve", () => {
  let server: ApiServer;
  let token: string;
  let definition: ExportDefinition;

  beforeAll(async () => {
    await addAccount(data, "admin@example.org", "--admin");
    await addAccount(data, "user@example.org");
    definition = await json<ExportDefinition>(
      "schedule",
      "add",
      ...sample,
      "--keep-last",
      "2",
    );
    // As if Holdall had been off when it was due.
    const catalog = new SQLite(join(data, "catalog.sqlite"));
    catalog
      .prepare("UPDATE definition SET next_due = ?")
      .run(Date.now() - 5 * 86_400_000);
    catalog.close();
    server = await startApiServer(data);
    token = await server.logIn("admin@example.org");
  });
  afterAll(() => server.stop());

  const command = <Result>(name: string, input: unknown = {}) =>
    server.command(token, name, input) as Promise<Result>;
  const runs = () =>
    command<DefinitionRun[]>("definitions.runs", { definition: definition.id });
  const ended = (run: number) =>
    until(async () => {
      const { state } = await command<Run>("runs.get", { run });
      return state === "queued" || state === "processing" ? null : state;
    });
  /** Where the archive of a run is: over HTTP only its name is told. */
  const archive = (run: number): string => {
    const catalog = new SQLite(join(data, "catalog.sqlite"), {
      readonly: true,
    });
    const path = catalog
      .prepare<[number], string>(
        "SELECT result ->> 'path' FROM run WHERE id = ?",
      )
      .pluck()
      .get(run);
    catalog.close();
    return path ?? "";
  };

  test("is caught up once, and due again at its next time", async () => {
    const [caught] = await until(async () => {
      const found = await runs();
      return found.length > 0 && found;
    });
    expect(await ended(caught?.run ?? 0)).toBe("done");
    expect(caught?.dueAt).not.toBeNull();
    const now = await command<ExportDefinition>("definitions.get", {
      definition: definition.id,
    });
    expect(now.lastRun).toBe(caught?.run);
    expect(now.nextDue).toBeGreaterThan(Date.now());
    expect(await runs()).toHaveLength(1);
  });

  test("gives up what its rules name, never what is pinned, and shows it before", async () => {
    const [first] = await runs();
    const pinned = await command<Run>("definitions.start", {
      definition: definition.id,
    });
    await ended(pinned.id);
    await command("runs.pin", { run: pinned.id, pinned: true });
    const third = await command<Run>("definitions.start", {
      definition: definition.id,
    });
    await ended(third.id);
    expect(
      await command("definitions.expiring", { definition: definition.id }),
    ).toEqual([{ run: first?.run, because: "count", at: null }]);
    const oldest = archive(first?.run ?? 0);
    expect(existsSync(oldest)).toBe(true);
    const fourth = await command<Run>("definitions.start", {
      definition: definition.id,
    });
    await ended(fourth.id);
    // A change makes the scheduler look at once.
    await command("definitions.change", {
      definition: definition.id,
      name: "Nightly",
    });
    await until(async () =>
      (await runs()).find(
        ({ run, expiredAt }) => run === first?.run && expiredAt !== null,
      ),
    );
    expect(existsSync(oldest)).toBe(false);
    for (const run of [pinned.id, third.id, fourth.id])
      expect(existsSync(archive(run))).toBe(true);
    const catalog = new SQLite(join(data, "catalog.sqlite"), {
      readonly: true,
    });
    const log = catalog
      .prepare<[number], string>("SELECT message FROM run_log WHERE run_id = ?")
      .pluck()
      .all(first?.run ?? 0);
    catalog.close();
    expect(log.join("\n")).toContain('"Nightly" keeps the last 2');
    expect(log.join("\n")).toContain("caught up");
  });

  test("is changed only from the version it has", async () => {
    const { version } = await command<ExportDefinition>("definitions.get", {
      definition: definition.id,
    });
    const stale = await server.as(
      token,
      "/api/holdall/commands/definitions.change",
      {
        method: "POST",
        body: JSON.stringify({
          definition: definition.id,
          name: "Other",
          version: version - 1,
        }),
      },
    );
    expect(stale.json()).toMatchObject({
      error: { code: "definition.changed" },
    });
    const changed = await command<ExportDefinition>("definitions.change", {
      definition: definition.id,
      schedules: [],
      version,
    });
    expect(changed).toMatchObject({ version: version + 1, nextDue: null });
  });

  test("is for administrators", async () => {
    const user = await server.logIn("user@example.org");
    for (const name of ["definitions.list", "definitions.start"]) {
      const answer = await server.as(user, `/api/holdall/commands/${name}`, {
        method: "POST",
        body: JSON.stringify(
          name === "definitions.list" ? {} : { definition: definition.id },
        ),
      });
      expect(answer.status, name).toBe(403);
    }
  });

  test("is not removed with its archives", async () => {
    const [last] = await runs();
    await command("definitions.remove", { definition: definition.id });
    expect(await command("definitions.list")).toEqual([]);
    expect(existsSync(archive(last?.run ?? 0))).toBe(true);
  });
});

describe("a saved export with a target", () => {
  let target: string;
  const add = (name: string, path: string) =>
    json<ExportDefinition>(
      "schedule",
      "add",
      "Sample",
      "--name",
      name,
      "--to",
      "folder",
      "--set",
      `path=${path}`,
    );
  const query = <Row>(sql: string): Row[] => {
    const catalog = new SQLite(join(data, "catalog.sqlite"));
    try {
      return catalog.prepare<[], Row>(sql).all();
    } finally {
      catalog.close();
    }
  };

  beforeAll(async () => {
    target = join(folder.path, "target");
    await mkdir(target);
  });

  test("arrives there whole, each run under a name of its own", async () => {
    await add("To the folder", target);
    for (let run = 0; run < 2; run += 1) {
      const finished = await holdall(data, "schedule", "run", "To the folder");
      expect(finished.code, finished.stderr).toBe(0);
      expect(finished.stdout).toContain(`Delivered to ${target}`);
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
    const names = await readdir(target);
    expect(names).toHaveLength(2);
    for (const name of names) {
      expect(name).toMatch(/^To_the_folder-20[0-9T-]+\.zip$/);
      const verified = await holdall(data, "verify", join(target, name));
      expect(verified.code).toBe(0);
    }
  });

  test("says why it did not arrive, keeps the archive, and can be tried again", async () => {
    const missing = join(folder.path, "not", "there");
    await add("Nowhere", missing);
    const finished = await holdall(data, "schedule", "run", "Nowhere");
    expect(finished.code).toBe(3);
    expect(finished.stderr).toContain("Not delivered to");
    await mkdir(missing, { recursive: true });
    const server = await startApiServer(data);
    try {
      const token = await server.logIn("admin@example.org");
      const [failed] = query<{ id: number; run: number }>(
        "SELECT id, run_id AS run FROM delivery WHERE state = 'failed'",
      );
      await server.command(token, "deliveries.retry", { delivery: failed?.id });
      const record = await until(async () => {
        const [found] = (await server.command(token, "deliveries.list", {
          run: failed?.run,
        })) as DeliveryRecord[];
        return found?.state === "done" && found;
      });
      expect(record.receipt?.files).toHaveLength(1);
    } finally {
      await server.stop();
    }
    expect(await readdir(missing)).toHaveLength(1);
  });

  test("goes on with what was on its way when the program died", async () => {
    const late = join(folder.path, "late");
    await mkdir(late);
    await add("Late", late);
    await holdall(data, "schedule", "run", "Late");
    for (const name of await readdir(late)) await rm(join(late, name));
    query(
      "UPDATE delivery SET state = 'delivering', resume = NULL WHERE id = (SELECT max(id) FROM delivery) RETURNING id",
    );
    const server = await startApiServer(data);
    try {
      await until(async () => (await readdir(late)).length === 1);
      // Between its arrival and the note of it, the end of the program would leave it to the next.
      await until(() =>
        Promise.resolve(
          query("SELECT id FROM delivery WHERE state = 'delivering'").length ===
            0,
        ),
      );
    } finally {
      await server.stop();
    }
    expect(
      query("SELECT state FROM delivery ORDER BY id DESC LIMIT 1"),
    ).toEqual([{ state: "done" }]);
  });

  test.each([
    [["--to", "pigeon"], "no kind of target"],
    [["--to", "folder"], "path"],
    [["--to", "folder", "--set", "path=relative"], "path"],
  ])("%s is refused", async (args, words) => {
    const before = query("SELECT count(*) AS number FROM definition");
    const finished = await holdall(
      data,
      "schedule",
      "add",
      "Sample",
      "--name",
      "Bad",
      ...args,
    );
    expect(finished.code).toBe(2);
    expect(finished.stderr).toContain(words);
    expect(query("SELECT count(*) AS number FROM definition")).toEqual(before);
  });
});
