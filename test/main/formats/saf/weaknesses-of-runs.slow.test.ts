import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Application } from "../../../../main/compose.ts";
import type { ExportResult } from "../../../../main/domain/run.ts";
import {
  bundle,
  openTestCatalog,
  publicRead,
  value,
} from "../../../support/catalog.ts";
import { noise } from "../../../support/noise.ts";
import { temporaryFolder } from "../../../support/package-files.ts";
import { readPackage } from "../../../support/read-package.ts";
import {
  ended,
  exactOptions,
  exportTarget,
  withApplication,
} from "../../../support/runs.ts";

const isRoot = process.getuid?.() === 0;

let folder: ReturnType<typeof temporaryFolder>;
let data: string;
let collection: number;
/** SHA-256 of a file that only one item has, of one that another has, and of the collection's logo. */
const stored = { first: "", second: "", logo: "" };

/** Twelve items, four megabytes that do not shrink. */
beforeAll(async () => {
  folder = temporaryFolder();
  data = join(folder.path, "data");
  const catalog = openTestCatalog(data);
  const logo = await catalog.bitstream("logo.png", noise(300));
  stored.logo = logo.content.sha256;
  collection = catalog.collection("Gauges", [catalog.community("Top")], {
    logo,
  });
  const bytes = noise(12 * 350_000);
  for (let n = 0; n < 12; n++) {
    const file = await catalog.bitstream(
      "readings.bin",
      bytes.subarray(n * 350_000, (n + 1) * 350_000),
    );
    if (n === 4) stored.first = file.content.sha256;
    if (n === 7) stored.second = file.content.sha256;
    catalog.item(collection, {
      metadata: [value("dc.title", `Gauge ${n}`)],
      bundles: [
        bundle("ORIGINAL", [
          file,
          await catalog.bitstream("note.txt", `Note ${n}\n`),
        ]),
      ],
    });
  }
  catalog.close();
});
afterAll(() => folder[Symbol.asyncDispose]());

const create = (application: Application, out?: string) =>
  application.context.exports.create({
    target: String(collection),
    ...(out === undefined ? {} : { out }),
    options: exactOptions,
  });

/** Files and folders below a folder, with the sizes of the files. */
function everything(path: string): Map<string, number> {
  const found = new Map<string, number>();
  for (const entry of readdirSync(path, {
    recursive: true,
    withFileTypes: true,
  })) {
    const full = join(entry.parentPath, entry.name);
    try {
      found.set(full, entry.isFile() ? statSync(full).size : 0);
    } catch {
      // It went away meanwhile.
    }
  }
  return found;
}

describe("of what DSpace's exporter does wrong while it runs", () => {
  // A full disk needs a file system of its own, which only root can make.
  it.runIf(isRoot)(
    "row 20: a full disk ends the run and leaves nothing, and every line ends with a line feed",
    async () => {
      const disk = join(folder.path, "disk");
      mkdirSync(disk);
      const mount = spawnSync("mount", [
        ...["-t", "tmpfs", "-o", "size=2m", "tmpfs", disk],
      ]);
      expect(mount.status).toBe(0);
      try {
        const { run } = await exportTarget(
          data,
          collection,
          join(disk, "x.zip"),
        );
        expect(run).toMatchObject({
          state: "failed",
          result: null,
          error: { code: "disk.full" },
        });
        expect(run.error?.message).toContain(disk);
        expect(readdirSync(disk)).toEqual([]);
        expect(readdirSync(join(data, "exports"))).toEqual([]);
      } finally {
        spawnSync("umount", [disk]);
      }
      const { result } = await exportTarget(
        data,
        collection,
        join(folder.path, "whole.zip"),
      );
      const packed = await readPackage(result.path);
      for (const path of packed.paths) {
        if (/(?:\.xml|contents|collections|handle|\.json)$/.test(path))
          expect(packed.text(path), path).toMatch(/^[^\r]*\n$/);
      }
    },
  );

  it("row 21: no second copy of the package is ever on the disk", async () => {
    const out = join(folder.path, "out", "streamed.zip");
    mkdirSync(dirname(out));
    let most = 0;
    let looks = 0;
    const { result } = await withApplication(data, async (application) => {
      const timer = setInterval(() => {
        const work = [
          ...everything(join(data, "exports")),
          ...everything(dirname(out)),
        ];
        looks++;
        most = Math.max(
          most,
          work.reduce((sum, [, size]) => sum + size, 0),
        );
        for (const [path] of work)
          expect(path).not.toMatch(/item_0|readings|contents/);
      }, 2);
      try {
        return await ended<ExportResult>(
          application,
          await create(application, out),
        );
      } finally {
        clearInterval(timer);
      }
    });
    expect(looks).toBeGreaterThan(10);
    expect(result.size).toBeGreaterThan(4_200_000);
    // The plan and the list of entries are small beside the archive.
    expect(most).toBeLessThan(result.size + 500_000);
    expect(most).toBeGreaterThan(result.size - 1);
  });

  it("row 25: two exports at once, and what an earlier one left, do not meet", async () => {
    const place = join(folder.path, "busy");
    mkdirSync(place);
    const outs = [join(place, "one.zip"), join(place, "two.zip")] as const;
    writeFileSync(outs[0], "an older archive");
    writeFileSync(`${outs[0]}.deadbeef.part`, "left by somebody");
    mkdirSync(join(data, "exports", "left-by-a-crash", "work"), {
      recursive: true,
    });
    const both = await withApplication(
      data,
      async (application) => {
        const ids = await Promise.all(
          outs.map((out) => create(application, out)),
        );
        const running = ids.map((id) => application.runner.get(id)?.state);
        expect(running).toEqual(["processing", "processing"]);
        return await Promise.all(
          ids.map((id) => ended<ExportResult>(application, id)),
        );
      },
      { runSlots: 2 },
    );
    const [one, two] = both.map(({ run, result }) => {
      expect(run.state).toBe("done");
      return result.sha256;
    });
    expect(one).toBe(two);
    expect(readFileSync(outs[0]).equals(readFileSync(outs[1]))).toBe(true);
    expect(readdirSync(place).sort()).toEqual([
      "one.zip",
      "one.zip.deadbeef.part",
      "two.zip",
    ]);
    rmSync(join(data, "exports", "left-by-a-crash"), { recursive: true });
  });

  it("row 26: a folder that cannot be made and a rename that fails end the run", async () => {
    const nowhere = join(folder.path, "no", "such", "folder", "x.zip");
    const missing = await exportTarget(data, collection, nowhere);
    expect(missing.run.state).toBe("failed");
    expect(missing.run.error?.message).toContain(dirname(nowhere));

    const taken = join(folder.path, "taken.zip");
    mkdirSync(join(taken, "inside"), { recursive: true });
    const { run } = await exportTarget(data, collection, taken);
    expect(run.state).toBe("failed");
    expect(run.error?.message).toContain(taken);
    expect(readdirSync(taken)).toEqual(["inside"]);
    expect(
      readdirSync(folder.path).filter((name) => name.endsWith(".part")),
    ).toEqual([]);
    expect(readdirSync(join(data, "exports"))).toEqual([]);
  });

  it("row 27: damaged and missing files are named, and everything else is packed", async () => {
    const fileOf = (sha256: string) => {
      const found = [...everything(join(data, "store")).keys()].find((path) =>
        path.endsWith(sha256),
      );
      if (found === undefined) throw new Error(`${sha256} is not in the store`);
      return found;
    };
    const damaged = [fileOf(stored.first), fileOf(stored.logo)];
    const missing = fileOf(stored.second);
    const before = [...damaged, missing].map(
      (path) => [path, readFileSync(path)] as const,
    );
    for (const path of damaged) {
      const bytes = readFileSync(path);
      bytes[200] = (bytes[200] ?? 0) ^ 0x10;
      chmodSync(path, 0o600);
      writeFileSync(path, bytes);
    }
    rmSync(missing);
    try {
      const out = join(folder.path, "mended.zip");
      const { run, result, problems } = await exportTarget(
        data,
        collection,
        out,
      );
      expect(run.state).toBe("done-with-problems");
      expect(result).toMatchObject({
        items: 12,
        itemsPlanned: 12,
        files: 22,
        filesPlanned: 24,
        verified: true,
      });
      expect(
        problems.map(({ severity, code, object }) => [severity, code, object]),
      ).toEqual([
        ["error", "bitstream.damaged", "item_00005/readings.bin"],
        ["error", "bitstream.missing", "item_00008/readings.bin"],
        ["error", "bitstream.damaged", expect.stringMatching(/logo-.*\.png$/)],
      ]);
      const packed = await readPackage(out);
      for (const at of ["item_00005", "item_00008"]) {
        expect(packed.text(`${at}/contents`)).toBe(
          "note.txt\tbundle:ORIGINAL\n",
        );
        expect(packed.has(`${at}/readings.bin`)).toBe(false);
        expect(packed.json(`${at}/_holdall-item.json`)).toMatchObject({
          bundles: [{ bitstreams: [{ name: "readings.bin", file: null }, {}] }],
        });
      }
      expect(packed.json("report.json")).toMatchObject({
        items: { planned: 12, packed: 12 },
        files: { planned: 24, packed: 22 },
        problems,
      });
    } finally {
      for (const [path, bytes] of before) writeFileSync(path, bytes);
    }
  });

  it("row 33: nothing is too large, and no two archives share a name, whatever the day and the language", async () => {
    await using place = temporaryFolder();
    const catalog = openTestCatalog(place.path);
    const zeros = await catalog.bitstream("zeros.bin", Buffer.alloc(7 << 20));
    const only = catalog.collection("Large", [catalog.community("T")]);
    const large = catalog.item(only, {
      // More than the 200 MB at which DSpace's page refuses.
      bundles: [
        bundle(
          "ORIGINAL",
          Array.from({ length: 30 }, (_, n) => ({
            ...zeros,
            name: `zeros ${n}.bin`,
          })),
        ),
      ],
    });
    catalog.close();
    const paths = await withApplication(place.path, async (application) => {
      const runs = [];
      for (let n = 0; n < 2; n++) {
        const id = await application.context.exports.create({
          target: String(large.id),
          options: { ...exactOptions, verify: false },
        });
        runs.push(await ended<ExportResult>(application, id));
      }
      return runs.map(({ run, result }) => {
        expect(run.state).toBe("done");
        expect(run.progress.bytes).toBe(30 * (7 << 20));
        expect(result.path).toBe(
          join(
            place.path,
            "exports",
            run.uuid,
            `${large.handle.replace("/", "-")}.zip`,
          ),
        );
        return result.path;
      });
    });
    expect(new Set(paths).size).toBe(2);
    for (const path of paths) expect(existsSync(path)).toBe(true);
  });

  it("row 35: so far everyone who can open the data folder is its administrator: restricted items and provenance are packed", async () => {
    await using place = temporaryFolder();
    const closed = join(place.path, "data");
    await withApplication(closed, () => Promise.resolve());
    const catalog = openTestCatalog(closed);
    const only = catalog.collection("Closed", [catalog.community("T")]);
    catalog.item(only, {
      discoverable: false,
      policies: [{ ...publicRead, group: "Administrator" }],
      metadata: [
        value("dc.title", "Confidential"),
        value("dc.description.provenance", "Submitted by someone"),
      ],
      bundles: [
        bundle("ORIGINAL", [
          await catalog.bitstream("secret.txt", "secret", { policies: [] }),
        ]),
      ],
    });
    catalog.close();
    const out = join(place.path, "out.zip");
    const { result } = await exportTarget(closed, only, out);
    expect(result).toMatchObject({ items: 1, files: 1 });
    const packed = await readPackage(out);
    expect(packed.text("item_00001/dublin_core.xml")).toContain(
      ">Submitted by someone<",
    );
    expect(packed.text("item_00001/secret.txt")).toBe("secret");
    // Nobody else of this machine can open it.
    expect(statSync(closed).mode & 0o077).toBe(0);
  });

  it.runIf(existsSync("/proc/self/fd"))(
    "row 37: no file stays open, however a run ends",
    async () => {
      const openFiles = () =>
        readdirSync("/proc/self/fd")
          .flatMap((fd) => {
            try {
              return [readlinkSync(`/proc/self/fd/${fd}`)];
            } catch {
              // The one by which the folder itself was read.
              return [];
            }
          })
          .filter((target) => target.startsWith(folder.path))
          .sort();
      const out = join(folder.path, "closed.zip");
      const store = join(data, "store");
      await withApplication(data, async (application) => {
        const finish = async (id: number) =>
          (await application.runner.ended(id)).state;
        expect(await finish(await create(application, out))).toBe("done");
        const before = openFiles();
        expect(await finish(await create(application, out))).toBe("done");
        expect(openFiles()).toEqual(before);

        expect(
          await finish(
            await create(application, join(folder.path, "no", "x.zip")),
          ),
        ).toBe("failed");
        expect(openFiles()).toEqual(before);

        const files = [...everything(store)].filter(([, size]) => size > 0);
        const kept = files.map(([path]) => [path, readFileSync(path)] as const);
        for (const [path] of files) rmSync(path);
        expect(await finish(await create(application, out))).toBe(
          "done-with-problems",
        );
        expect(openFiles()).toEqual(before);
        for (const [path, bytes] of kept) writeFileSync(path, bytes);

        const id = await create(application, out);
        await application.runner.cancel(id);
        expect(await finish(id)).toBe("cancelled");
        expect(openFiles()).toEqual(before);
      });
      expect(openFiles()).toEqual([]);
    },
  );
});

it("items that are neither archived nor withdrawn are left out aloud", async () => {
  await using own = temporaryFolder();
  const at = (name: string) => join(own.path, name);
  const catalog = openTestCatalog(at("data"));
  const community = catalog.community("Top");
  const mixed = catalog.collection("Mixed", [community]);
  const clean = catalog.collection("Clean", [community]);
  catalog.item(mixed, { metadata: [value("dc.title", "Archived")] });
  catalog.item(clean, { metadata: [value("dc.title", "Archived")] });
  const drafts = ["One", "Two"].map((title) =>
    catalog.item(mixed, {
      inArchive: false,
      metadata: [value("dc.title", title)],
    }),
  );
  const gone = { inArchive: false, withdrawn: true };
  catalog.item(mixed, { ...gone, metadata: [value("dc.title", "Gone")] });
  catalog.close();
  const some = await exportTarget(at("data"), mixed, at("mixed.zip"));
  expect(some.run.state).toBe("done-with-problems");
  expect(some.problems).toMatchObject([
    {
      severity: "warning",
      code: "item.unfinished",
      object: drafts[0]?.uuid,
      message: "The item and 1 more are neither archived nor withdrawn.",
    },
  ]);
  expect(some.result).toMatchObject({ items: 1, unfinishedLeftOut: 2 });
  const report = spawnSync("unzip", ["-p", at("mixed.zip"), "*/report.json"], {
    encoding: "utf8",
  });
  expect(JSON.parse(report.stdout)).toMatchObject({
    withdrawnItemsLeftOut: 1,
    unfinishedItemsLeftOut: 2,
  });
  const all = await exportTarget(at("data"), clean, at("clean.zip"));
  expect(all.run.state).toBe("done");
  expect(all.problems).toEqual([]);
  expect(all.result).toMatchObject({ items: 1, unfinishedLeftOut: 0 });
});
