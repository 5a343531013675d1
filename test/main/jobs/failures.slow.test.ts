import {
  chmod,
  mkdir,
  readdir,
  readFile,
  rm,
  stat,
  writeFile,
  lstat,
  symlink,
} from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  holdall,
  holdallJson,
  run,
  startHoldall,
  temporaryFolder,
} from "../../support/holdall.ts";
import { makeSaf } from "../../support/make-saf.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let data: string;

beforeAll(async () => {
  folder = await temporaryFolder();
  data = join(folder.path, "data");
  await makeSaf(join(folder.path, "saf"), { items: 20, fileSize: 300_000 });
  expect(
    await holdall(data, "import", join(folder.path, "saf"), "--into", "Gauges"),
  ).toMatchObject({ code: 0 });
});
afterAll(() => folder.remove());

async function storedFiles(): Promise<string[]> {
  const found = await readdir(join(data, "store"), {
    recursive: true,
    withFileTypes: true,
  });
  return found
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

describe("an export", () => {
  it("packs the rest when bitstreams are damaged or missing, names them, and says so in the package", async () => {
    const [damaged = "", missing = ""] = await storedFiles();
    const original = {
      damaged: await readFile(damaged),
      missing: await readFile(missing),
    };
    const bytes = Buffer.from(original.damaged);
    bytes[1000] = (bytes[1000] ?? 0) ^ 1;
    await chmod(damaged, 0o600);
    await writeFile(damaged, bytes);
    await rm(missing);
    const out = join(folder.path, "problems.zip");
    try {
      const { code, stdout } = await holdall(
        data,
        "export",
        "Gauges",
        "--out",
        out,
        "--json",
      );
      expect(code).toBe(3);
      expect(JSON.parse(stdout)).toMatchObject({
        state: "done-with-problems",
        result: {
          items: 20,
          itemsPlanned: 20,
          files: 18,
          filesPlanned: 20,
          verified: true,
        },
        problemList: expect.arrayContaining([
          expect.objectContaining({
            code: "bitstream.damaged",
            severity: "error",
          }),
          expect.objectContaining({
            code: "bitstream.missing",
            severity: "error",
          }),
        ]) as unknown,
      });
      expect(
        await holdall(data, "export", "Gauges", "--out", out, "--strict"),
      ).toMatchObject({ code: 1 });
      const report = await run("unzip", ["-p", out, "*/report.json"]);
      expect(JSON.parse(report.stdout)).toMatchObject({
        files: { planned: 20, packed: 18 },
      });
      expect(report.stdout).not.toContain(data);
      expect(await holdall(data, "verify", out)).toMatchObject({ code: 0 });

      const doctor = await holdall(data, "doctor", "--json");
      expect(doctor.code).toBe(1);
      const { findings } = JSON.parse(doctor.stdout) as {
        findings: { severity: string; object?: string }[];
      };
      expect(
        findings
          .filter((finding) => finding.severity === "error")
          .map((finding) => finding.object)
          .sort(),
      ).toEqual([damaged, missing].sort());
    } finally {
      await writeFile(damaged, original.damaged);
      await writeFile(missing, original.missing);
    }
  });

  it("fails before it begins when the target folder does not exist", async () => {
    const out = join(folder.path, "nowhere", "x.zip");
    const { code, stderr } = await holdall(
      data,
      "export",
      "Gauges",
      "--out",
      out,
    );
    expect(code).toBe(1);
    expect(stderr).toContain(join(folder.path, "nowhere"));
    await expect(stat(join(folder.path, "nowhere"))).rejects.toThrow("ENOENT");
    expect(await readdir(join(data, "exports"))).toEqual([]);
  });

  it("never replaces what is not a plain file, nor anything of the data folder", async () => {
    const folderTarget = join(folder.path, "a-folder");
    await mkdir(folderTarget);
    const pipe = join(folder.path, "pipe");
    expect(await run("mkfifo", [pipe])).toMatchObject({ code: 0 });
    const link = join(folder.path, "link.zip");
    await symlink(join(folder.path, "elsewhere.zip"), link);
    for (const out of [
      folderTarget,
      link,
      pipe,
      join(data, "catalog.sqlite"),
    ]) {
      const { code, stderr } = await holdall(
        data,
        "export",
        "Gauges",
        "--out",
        out,
      );
      expect(stderr).toContain(out);
      expect(code).toBe(1);
    }
    expect((await lstat(pipe)).isFIFO()).toBe(true);
    expect((await lstat(link)).isSymbolicLink()).toBe(true);
    expect(await holdall(data, "list")).toMatchObject({ code: 0 });
    expect(await readdir(join(data, "exports"))).toEqual([]);
  });

  it("writes a name as long as the file system takes, and refuses a longer one", async () => {
    const long = join(folder.path, `${"n".repeat(251)}.zip`);
    expect(
      await holdall(data, "export", "Gauges", "--out", long),
    ).toMatchObject({ code: 0 });
    await rm(long);
    const { code, stderr } = await holdall(
      data,
      "export",
      "Gauges",
      "--out",
      join(folder.path, `${"n".repeat(252)}.zip`),
    );
    expect(code).toBe(1);
    expect(stderr).toContain("nnn");
    expect(
      (await readdir(folder.path)).filter((name) => name.endsWith(".part")),
    ).toEqual([]);
  });

  it("replaces an archive of the same name only when the new one is whole", async () => {
    const out = join(folder.path, "kept.zip");
    expect(await holdall(data, "export", "Gauges", "--out", out)).toMatchObject(
      { code: 0 },
    );
    const before = await readFile(out);
    const { process: child, finished } = startHoldall(data, [
      "export",
      "--all",
      "--out",
      out,
    ]);
    setTimeout(() => child.kill("SIGTERM"), 250);
    await finished;
    const after = await readFile(out);
    expect(after.length).toBeGreaterThanOrEqual(before.length);
    expect(await holdall(data, "verify", out)).toMatchObject({ code: 0 });
  });

  // A full disk needs a file system of its own, which only root can make.
  it.runIf(process.getuid?.() === 0)(
    "fails with the name of the file when the disk is full, and leaves nothing",
    async () => {
      const disk = join(folder.path, "disk");
      await mkdir(disk);
      expect(
        await run("mount", ["-t", "tmpfs", "-o", "size=2m", "tmpfs", disk]),
      ).toMatchObject({ code: 0 });
      try {
        const { code, stdout, stderr } = await holdall(
          data,
          "export",
          "Gauges",
          "--out",
          join(disk, "x.zip"),
          "--json",
        );
        expect(code).toBe(1);
        expect(JSON.parse(stdout)).toMatchObject({
          state: "failed",
          error: { code: "disk.full" },
        });
        expect(stderr).not.toContain("    at ");
        expect(await readdir(disk)).toEqual([]);
      } finally {
        await run("umount", [disk]);
      }
    },
  );

  it.runIf(process.getuid?.() === 0)(
    "and an import into a full store fails, keeping what is whole",
    async () => {
      const disk = join(folder.path, "full-store");
      await mkdir(disk);
      expect(
        await run("mount", ["-t", "tmpfs", "-o", "size=5m", "tmpfs", disk]),
      ).toMatchObject({ code: 0 });
      try {
        const { code, stderr } = await holdall(
          join(disk, "data"),
          "import",
          join(folder.path, "saf"),
          "--into",
          "Gauges",
        );
        expect(code).toBe(1);
        expect(stderr).toMatch(/disk is full/i);
        const doctor = await holdall(join(disk, "data"), "doctor", "--json");
        const { findings } = JSON.parse(doctor.stdout) as {
          findings: { area: string; severity: string }[];
        };
        expect(
          findings.filter((finding) => finding.severity === "error"),
        ).toEqual([]);
      } finally {
        await run("umount", [disk]);
      }
    },
  );

  it("exports nothing but the description of an empty collection", async () => {
    const empty = join(folder.path, "empty");
    await mkdir(empty);
    await writeFile(
      join(empty, "sheet.csv"),
      "filename,dc.title\nno-such-file.pdf,A title\n",
    );
    const refused = await holdall(
      data,
      "import",
      join(empty, "sheet.csv"),
      "--into",
      "Nothing yet",
    );
    expect(refused.code).toBe(3);
    expect(refused.stderr).toContain("no-such-file.pdf");
    await writeFile(join(empty, "sheet.csv"), "filename,dc.title\n,A title\n");
    expect(
      await holdall(
        data,
        "import",
        join(empty, "sheet.csv"),
        "--into",
        "Nothing yet",
      ),
    ).toMatchObject({ code: 0 });
  });

  it("takes nothing of a strict import that has a problem", async () => {
    const sheet = join(folder.path, "strict.csv");
    await writeFile(sheet, "filename,dc.title\n,Good\nmissing.pdf,Bad\n");
    const before = await holdallJson(data, "list", "items");
    const { code, stderr } = await holdall(
      data,
      "import",
      sheet,
      "--into",
      "Strict",
      "--strict",
    );
    expect(code).toBe(1);
    expect(stderr).toContain("missing.pdf");
    expect(await holdallJson(data, "list", "items")).toEqual(before);
  });
});
