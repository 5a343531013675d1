import { execFileSync } from "node:child_process";
import { rmSync, truncateSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import SQLite from "better-sqlite3";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { runCommand } from "../../../main/commands/index.ts";
import { localAdministrator } from "../../../main/core/access.ts";
import { expectedTime } from "../../../main/core/expected-time.ts";
import type { ExportOptions, ExportResult } from "../../../main/domain/run.ts";
import { reportName } from "../../../main/domain/saf-sidecar.ts";
import type { Preflight } from "../../../main/domain/preflight.ts";
import { createBitstreamStore } from "../../../main/store/bitstream-store.ts";
import { temporaryFolder } from "../../support/holdall.ts";
import {
  ended,
  exactOptions,
  importPackage,
  withApplication,
  type EndedRun,
} from "../../support/runs.ts";

const items = 24;
const sizeOf = (n: number) => 1000 * n;
/** Items whose one file is for some people only, and those whose file is under an embargo. */
const restricted = [5, 6];
const embargoed = [7];

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let data: string;
let storeFile: (item: number) => string;

beforeAll(async () => {
  folder = await temporaryFolder();
  data = join(folder.path, "data");
  const saf = join(folder.path, "saf");
  for (let n = 1; n <= items; n++) {
    const item = join(saf, `item_${String(n).padStart(2, "0")}`);
    await mkdir(item, { recursive: true });
    await writeFile(
      join(item, "dublin_core.xml"),
      `<dublin_core schema="dc"><dcvalue element="title">Reading ${String(n)}</dcvalue></dublin_core>`,
    );
    const permissions = restricted.includes(n)
      ? "\tpermissions:-r 'Staff'"
      : "";
    await writeFile(join(item, "contents"), `reading.txt${permissions}\n`);
    await writeFile(
      join(item, "reading.txt"),
      `${String(n)};`.repeat(sizeOf(n)).slice(0, sizeOf(n)),
    );
  }
  expect((await importPackage(data, saf)).result.items).toBe(items);
  const catalog = new SQLite(join(data, "catalog.sqlite"));
  const bitstream = catalog.prepare<[number], { id: number; sha256: Buffer }>(
    "SELECT id, sha256 FROM bitstream WHERE size = ?",
  );
  for (const n of embargoed)
    catalog
      .prepare(
        "UPDATE resource_policy SET start_date = '2999-12-31' WHERE object_id = ?",
      )
      .run(bitstream.get(sizeOf(n))?.id);
  const { fileOf } = createBitstreamStore(join(data, "store"));
  const files = new Map(
    Array.from({ length: items }, (_, index) => [
      index + 1,
      fileOf(bitstream.get(sizeOf(index + 1))?.sha256.toString("hex") ?? ""),
    ]),
  );
  storeFile = (item) => files.get(item) ?? "";
  catalog.close();
});
afterAll(() => folder.remove());

const look = (input: object): Promise<Preflight> =>
  withApplication(data, ({ context }) =>
    runCommand(
      context,
      "exports.preflight",
      { options: exactOptions, ...input },
      localAdministrator,
    ),
  );

/** Exports everything as a person does. */
const pack = (options: Partial<ExportOptions>, name: string) =>
  withApplication(
    data,
    async (application): Promise<EndedRun<ExportResult>> => {
      const { id } = await runCommand(
        application.context,
        "exports.create",
        {
          out: join(folder.path, name),
          options: { ...exactOptions, ...options },
        },
        localAdministrator,
      );
      return ended<ExportResult>(application, id);
    },
  );

const closed = [...restricted, ...embargoed];
const openItems = Array.from({ length: items }, (_, n) => n + 1).filter(
  (n) => !closed.includes(n),
);
const bytesOf = (some: readonly number[]) =>
  some.reduce((sum, n) => sum + sizeOf(n), 0);

describe("before an export", () => {
  it.each(["zip", "tar", "folder"])(
    "counts what %s packs, and knows about how large it becomes",
    async (packer) => {
      const found = await look({ options: { ...exactOptions, packer } });
      expect(found).toMatchObject({
        items,
        files: openItems.length,
        bytes: bytesOf(openItems),
        restricted: { choice: "leave-out", files: 3, embargoed: 1 },
        losses: { looked: items },
        store: { looked: items, missing: 0, wrongSize: 0, first: [] },
        hindrance: null,
      });
      const { run, result } = await pack({ packer }, `counted-${packer}`);
      expect(run.state).toBe("done");
      expect(result).toMatchObject({
        items: found.items,
        files: found.files,
        restrictedLeftOut: 3,
      });
      expect(found.archive.least).toBeLessThanOrEqual(result.size);
      expect(found.archive.most).toBeGreaterThanOrEqual(result.size);
    },
  );

  it("knows the number of volumes", async () => {
    const volumeBytes = 65_536;
    const found = await look({ options: { ...exactOptions, volumeBytes } });
    const { result } = await pack({ volumeBytes }, "volumes.zip");
    const volumes = result.volumes?.length ?? 0;
    expect(volumes).toBeGreaterThan(1);
    expect(found.volumes).toEqual({ least: volumes, most: volumes });
  });

  it("names losses by kind, with the first items of each", async () => {
    const { kinds } = (await look({})).losses;
    const policy = kinds.find(({ code }) => code === "policy.in-sidecar");
    // The one that a line of contents holds is no loss; nor is what is left out.
    expect(policy ?? { count: 0 }).toMatchObject({ count: 0 });
    const all = await look({
      options: { ...exactOptions, restricted: "include" },
    });
    expect(
      all.losses.kinds.find(({ code }) => code === "policy.in-sidecar"),
    ).toMatchObject({ severity: "note", count: 1, first: [{}] });
    expect(all).toMatchObject({ files: items, restricted: { files: 3 } });
  });

  it("tells how long it takes once there is an export to tell by", async () => {
    await pack({}, "timed.zip");
    expect((await look({})).time).toMatchObject({
      seconds: expect.any(Number) as number,
    });
    expect(expectedTime({ items: 10, bytes: 0 }, [])).toBeNull();
    expect(
      expectedTime({ items: 100, bytes: 8_000_000 }, [
        { items: 100, bytes: 1_000_000, milliseconds: 1000 },
        { items: 10, bytes: 2_000_000, milliseconds: 1000 },
      ]),
    ).toEqual({ seconds: 4, runs: 2 });
  });

  it("looks for room where the archive goes, and finds places that are not there", async () => {
    const gone = join(folder.path, "not there");
    const { places } = await look({ out: join(gone, "all.zip") });
    expect(places).toEqual([
      expect.objectContaining({
        kind: "out",
        path: gone,
        free: null,
        enough: false,
      }),
    ]);
    await withApplication(data, async ({ context }) => {
      const received = join(folder.path, "received");
      await mkdir(received);
      const { id } = await runCommand(
        context,
        "definitions.create",
        {
          name: "Nightly",
          options: exactOptions,
          schedules: [],
          retention: { keepLast: null, keepDays: null },
          targets: [{ transport: "folder", settings: { path: received } }],
        },
        localAdministrator,
      );
      const found = await runCommand(
        context,
        "exports.preflight",
        { definition: id },
        localAdministrator,
      );
      // Both are on one disk, which needs room for two.
      expect(found.places).toMatchObject([
        { kind: "data", needed: 2 * found.archive.most, enough: true },
        { kind: "target", path: received, enough: true },
      ]);
      expect(found.restricted).toMatchObject({ choice: "leave-out", files: 3 });
    });
  });

  it("says that a search finds nothing", async () => {
    expect((await look({ query: "lighthouse" })).hindrance).toMatchObject({
      code: "selection.empty",
    });
  });

  it("is for administrators", async () => {
    await expect(
      withApplication(data, ({ context }) =>
        runCommand(
          context,
          "exports.preflight",
          { options: exactOptions },
          { ...localAdministrator, local: false, administrator: false },
        ),
      ),
    ).rejects.toMatchObject({ code: "access.unauthenticated" });
  });
});

describe("files that not everybody may read", () => {
  const entries = (name: string) =>
    String(execFileSync("unzip", ["-Z1", join(folder.path, name)]))
      .split("\n")
      .filter((path) => path.endsWith("reading.txt"));

  it("are left out with a note unless somebody asks for them", async () => {
    const { run, problems } = await pack({}, "left-out.zip");
    expect(run.state).toBe("done");
    expect(entries("left-out.zip")).toHaveLength(openItems.length);
    expect(
      problems.filter(({ code }) => code === "bitstream.restricted"),
    ).toMatchObject(
      [5, 6, 7].map((n) => ({
        severity: "note",
        object: `item_${String(n).padStart(5, "0")}/reading.txt`,
      })),
    );
    expect(JSON.stringify(problems)).toContain("embargo until 2999-12-31");
    expect(
      execFileSync(
        "unzip",
        ["-p", join(folder.path, "left-out.zip"), `*/${reportName}`],
        { encoding: "utf8" },
      ),
    ).toContain("bitstream.restricted");
  });

  it.each([
    ["warn", "done-with-problems", "warning"],
    ["include", "done", "note"],
  ] as const)(
    "are packed where the choice is %s",
    async (choice, state, severity) => {
      const { run, problems } = await pack(
        { restricted: choice },
        `${choice}.zip`,
      );
      expect(run.state).toBe(state);
      expect(entries(`${choice}.zip`)).toHaveLength(items);
      expect(
        problems.filter((problem) => problem.code === "bitstream.restricted"),
      ).toMatchObject([{ severity }, { severity }, { severity }]);
    },
  );
});

describe("files that the store does not hold as it should", () => {
  beforeEach(() => {
    rmSync(storeFile(1), { force: true });
    truncateSync(storeFile(2), 10);
  });

  it("are counted and named before an export", async () => {
    expect((await look({})).store).toMatchObject({
      looked: items,
      missing: 1,
      wrongSize: 1,
      first: [
        { name: "reading.txt", fault: "missing" },
        { name: "reading.txt", fault: "wrong-size" },
      ],
    });
  });
});
