import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { entryContent } from "../../../main/archives/entry-content.ts";
import type { ReadBackEntry } from "../../../main/archives/read-back.ts";
import { readPackageBack } from "../../../main/archives/read-package-back.ts";

let folder: string;
let tree: string;

const sha256 = (bytes: Uint8Array | string) =>
  createHash("sha256").update(bytes).digest("hex");
const large = Buffer.alloc(5_000_000, "0123456789");

/** Files of the package in the order of its list, which is not that of their names. */
const listed = { "b/ü": "second", "a/x": "first", large, empty: "" };

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "read-package-"));
  tree = join(folder, "pack");
  for (const inner of ["a", "b"])
    mkdirSync(join(tree, inner), { recursive: true });
  for (const [path, content] of Object.entries(listed))
    writeFileSync(join(tree, path), content);
  writeFileSync(
    join(tree, "list"),
    Object.entries(listed)
      .map(([path, content]) => `${sha256(content)}  ${path}\n`)
      .join(""),
  );
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Packs the tree, or what is in another folder, with GNU tar. */
function tar(name: string, ...args: string[]): string {
  const archive = join(folder, name);
  execFileSync("tar", ["-caf", archive, "-C", folder, ...args], {
    env: { ...process.env, LC_ALL: "C.UTF-8" },
  });
  return archive;
}

async function read(
  path: string,
  signal?: AbortSignal,
): Promise<ReadBackEntry[]> {
  const { batches } = await readPackageBack(path, {
    threads: 1,
    spawn: () => {
      throw new Error("Only a ZIP is read by threads.");
    },
    signal,
    root: "pack",
    orderFile: "list",
    inspect: (_path, bytes) => ({
      faults: bytes.includes("wrong") ? ["It is wrong."] : [],
      facts: [`${String(bytes.length)} bytes`],
    }),
  });
  const entries: ReadBackEntry[] = [];
  for await (const batch of batches) entries.push(...batch);
  return entries;
}

const forms = ["pack", "p.tar", "p.tar.gz", "p.tar.bz2"];

describe.each(forms)("a package in %s", (form) => {
  const archive = () => (form === "pack" ? tree : tar(form, "pack"));

  it("is read with the size and SHA-256 of every file", async () => {
    const entries = await read(archive());
    const files = entries.filter(({ path }) => !path.endsWith("/"));
    expect(
      Object.fromEntries(files.map(({ path, ...rest }) => [path, rest])),
    ).toMatchObject({
      "pack/a/x": { size: 5, sha256: sha256("first"), facts: ["5 bytes"] },
      "pack/b/ü": { size: 6, sha256: sha256("second"), faults: [] },
      "pack/large": { size: 5_000_000, sha256: sha256(large), facts: [] },
      "pack/empty": { size: 0, sha256: sha256("") },
      "pack/list": { sha256: sha256(readFileSync(join(tree, "list"))) },
    });
    expect(files.length).toBe(5);
  });

  it("gives the content of one file", async () => {
    const path = archive();
    const pieces: Buffer[] = [];
    for await (const piece of entryContent(path, "pack/large"))
      pieces.push(Buffer.from(piece));
    expect(Buffer.concat(pieces).equals(large)).toBe(true);
  });

  it("is left when the run is cancelled", async () => {
    await expect(read(archive(), AbortSignal.abort())).rejects.toMatchObject({
      code: "run.cancelled",
    });
  });

  it("names links", async () => {
    const other = join(folder, `links-${form}`, "pack");
    mkdirSync(other, { recursive: true });
    symlinkSync("/etc/passwd", join(other, "link"));
    const path =
      form === "pack"
        ? other
        : tar(
            `links-${form}`.replace("links-p", "l"),
            "-C",
            join(other, ".."),
            "pack",
          );
    const entries = await read(path);
    expect(entries.find((entry) => entry.path === "pack/link")).toMatchObject({
      sha256: "",
      faults: [expect.stringMatching(/link/) as string],
    });
  });
});

describe("a folder", () => {
  it("is read in the order of its list, then the rest", async () => {
    const other = join(folder, "ordered");
    cpSync(tree, other, { recursive: true });
    writeFileSync(join(other, "b", "more"), "wrong");
    appendFileSync(
      join(other, "list"),
      `${"0".repeat(64)}  ../p.tar\n${"0".repeat(64)}  missing\nnonsense\n`,
    );
    const entries = await read(other);
    expect(entries.slice(0, 4).map(({ path }) => path)).toEqual(
      Object.keys(listed).map((path) => `pack/${path}`),
    );
    expect(
      entries
        .slice(4)
        .map(({ path }) => path)
        .sort(),
    ).toEqual(["pack/b/more", "pack/list"]);
    expect(entries.find(({ path }) => path === "pack/b/more")?.faults).toEqual([
      "It is wrong.",
    ]);
  });
});

describe("a tar archive that is not as it should be", () => {
  it.each(["t.tar", "t.tar.gz", "t.tar.bz2"])(
    "is cut off: %s",
    async (name) => {
      const archive = tar(name, "pack");
      truncateSync(archive, Math.floor(readFileSync(archive).length / 2));
      await expect(read(archive)).rejects.toMatchObject({
        code: "archive.damaged",
      });
    },
  );

  it.each(["d.tar.gz", "d.tar.bz2"])("is damaged: %s", async (name) => {
    const archive = tar(name, "pack");
    const bytes = readFileSync(archive);
    const middle = Math.floor(bytes.length / 2);
    bytes[middle] = (bytes[middle] ?? 0) ^ 0x10;
    writeFileSync(archive, bytes);
    await expect(read(archive)).rejects.toMatchObject({
      code: "archive.damaged",
    });
  });

  it("has names twice, or that lead outside", async () => {
    const archive = join(folder, "names.tar");
    execFileSync("python3", [
      "-c",
      `
import io, sys, tarfile
with tarfile.open(sys.argv[1], "w") as archive:
    for name in ["pack/a", "pack/A", "../out", "/abs", "pack/ok"]:
        member = tarfile.TarInfo(name)
        member.size = 1
        archive.addfile(member, io.BytesIO(b"x"))
`,
      archive,
    ]);
    const entries = await read(archive);
    expect(entries.map(({ path, faults }) => [path, faults.length])).toEqual([
      ["pack/a", 0],
      ["pack/A", 1],
      ["../out", 1],
      ["/abs", 1],
      ["pack/ok", 0],
    ]);
  });
});
