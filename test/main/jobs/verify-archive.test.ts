import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verifyArchive } from "../../../main/jobs/verify-archive.ts";
import { makeSaf } from "../../support/make-saf.ts";
import { temporaryFolder } from "../../support/package-files.ts";
import { rawZip, type RawEntry } from "../../support/raw-zip.ts";
import { seeArchive } from "../../support/read-archive.ts";
import { exportTarget, importPackage } from "../../support/runs.ts";

const folder = temporaryFolder();
/** The entries of a package of ours, manifest at the end. */
let sound: RawEntry[];
let root: string;

beforeAll(async () => {
  await makeSaf(join(folder.path, "saf"), { items: 3, fileSize: 2000 });
  const data = join(folder.path, "data");
  await importPackage(data, join(folder.path, "saf"));
  const out = join(folder.path, "sound.zip");
  await exportTarget(data, null, out);
  const { contents } = await seeArchive(out);
  sound = [...contents].map(([name, content]) => ({ name, content }));
  root = String(sound[0]?.name).split("/")[0] ?? "";
});
afterAll(() => folder[Symbol.asyncDispose]());

async function verify(zip: Buffer) {
  const path = join(folder.path, "judged.zip");
  writeFileSync(path, zip);
  const result = await verifyArchive(path, {
    threads: 1,
    signal: new AbortController().signal,
  });
  return {
    ...result,
    said: result.faults.map(
      ({ severity, object, message }) => `${severity} ${object}: ${message}`,
    ),
  };
}

const isManifest = ({ name }: RawEntry) =>
  String(name).endsWith("/manifest-sha256.txt");

/** The package with its manifest changed. */
function withManifest(change: (text: string) => string): RawEntry[] {
  return sound.map((entry) =>
    isManifest(entry)
      ? { ...entry, content: change(String(entry.content)) }
      : entry,
  );
}

describe("verify", () => {
  it("finds nothing wrong with what was exported", async () => {
    const { said, manifest } = await verify(rawZip(sound));
    expect(said).toEqual([]);
    expect(manifest).toBe(true);
  });

  it("names a path that the manifest has twice, whether the lines agree or not", async () => {
    const again = await verify(
      rawZip(withManifest((text) => `${text}${text.split("\n")[0] ?? ""}\n`)),
    );
    const path = String(sound[0]?.name);
    expect(again.said).toEqual([
      `error ${path}: The manifest names this entry twice.`,
    ]);
    for (const change of [
      (text: string, wrong: string) => `${text}${wrong}`,
      (text: string, wrong: string) => `${wrong}${text}`,
    ]) {
      const conflicting = await verify(
        rawZip(
          withManifest((text) =>
            change(text, `${"0".repeat(64)}  ${path.slice(root.length + 1)}\n`),
          ),
        ),
      );
      expect(conflicting.said).toContain(
        `error ${path}: The manifest names this entry twice, with different checksums.`,
      );
    }
  });

  it("misses the manifest of a package that we wrote, with or without its structure document", async () => {
    const message =
      "error manifest-sha256.txt: The package was written by Holdall, but its manifest is missing, so nothing tells whether the rest is complete.";
    const bare = sound.filter((entry) => !isManifest(entry));
    expect((await verify(rawZip(bare))).said).toEqual([message]);
    const named = (part: string) => (entry: RawEntry) =>
      String(entry.name).endsWith(part);
    const lost = bare.filter((entry) => !named("/collection.json")(entry));
    expect((await verify(rawZip(lost))).said).toEqual([message]);
    const described = bare.filter(named("/collection.json"));
    expect((await verify(rawZip(described))).said).toContain(message);
    const foreign = lost.filter((entry) => !named("-item.json")(entry));
    const { said, manifest } = await verify(rawZip(foreign));
    expect(said).toEqual([]);
    expect(manifest).toBe(false);
  });

  it("does not end at a manifest that cannot be read, or has endless lines", async () => {
    const damaged = await verify(
      rawZip(
        sound.map((entry) =>
          isManifest(entry) ? { ...entry, crc32: 5 } : entry,
        ),
      ),
    );
    expect(damaged.said).toHaveLength(1);
    expect(damaged.said[0]).toContain("CRC-32");
    const endless = await verify(
      rawZip(withManifest((text) => `${text}${"a".repeat(300_000)}\n`)),
    );
    expect(endless.said).toEqual([
      expect.stringMatching(/Line \d+ is not a checksum and a path/),
    ]);
  });

  it("refuses an empty folder among the items of a package of ours", async () => {
    const { said } = await verify(
      rawZip([...sound, { name: `${root}/item_9/` }]),
    );
    expect(said).toEqual([
      `error ${root}/item_9: The folder is empty. DSpace takes it for an item, and its import ends there.`,
    ]);
  });
});
