import { execFileSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
} from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createBitstreamStore } from "../../../../main/store/bitstream-store.ts";
import { verifyArchive } from "../../../../main/jobs/verify-archive.ts";
import { xmlSource } from "../../../../main/sources/xml/index.ts";
import { catalogContent } from "../../../support/catalog-content.ts";
import {
  makeHostilePackages,
  type HostilePackages,
} from "../../../support/hostile-packages.ts";
import { temporaryFolder } from "../../../support/package-files.ts";
import { readPackage } from "../../../support/read-package.ts";
import { readSource } from "../../../support/read-source.ts";
import { exportTarget, importPackage } from "../../../support/runs.ts";

let hostile: HostilePackages;
let packed: Awaited<ReturnType<HostilePackages["pack"]>>;
let unpacked: string;

beforeAll(async () => {
  hostile = await makeHostilePackages();
  packed = await hostile.pack({ format: "xml" }, null);
  const folder = join(hostile.folder, "unpacked");
  mkdirSync(folder);
  execFileSync("unzip", ["-q", packed.out, "-d", folder]);
  unpacked = join(folder, packed.root);
});
afterAll(() => rm(hostile.folder, { recursive: true, force: true }));

const options = {
  threads: 1,
  signal: new AbortController().signal,
};

describe("an XML package of everything that is awkward", () => {
  it("is what it was planned to be, and says what it is", () => {
    expect(packed.run.state).toBe("done-with-problems");
    expect(packed.result).toMatchObject({ verified: true });
    expect(packed.result.items).toBe(packed.result.itemsPlanned);
    const manifest = packed.text("manifest.txt").trimEnd().split("\n");
    expect(manifest).toEqual([...manifest].sort());
    expect(manifest).toContain("format:xml");
    expect(manifest).toContain(`items:${String(packed.result.items)}`);
    expect(manifest.join("\n")).toMatch(
      /^archiveId:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/m,
    );
    const sums = packed.text("manifest-sha256.txt").trimEnd().split("\n");
    expect(sums).toHaveLength(packed.files.length - 1);
  });

  it("is valid by its own schemas, every document of it", () => {
    const items = readdirSync(unpacked)
      .filter((name) => name.startsWith("item_"))
      .map((name) => join(unpacked, name, "item.xml"));
    expect(items).toHaveLength(packed.result.items);
    const validate = (schema: string, files: readonly string[]) =>
      execFileSync(
        "xmllint",
        [
          "--nonet",
          "--noout",
          "--schema",
          join(unpacked, "schemas", schema),
        ].concat(files),
        { stdio: "pipe" },
      );
    validate("item.xsd", items);
    validate("archive.xsd", [
      join(unpacked, "hierarchy.xml"),
      join(unpacked, "links.xml"),
    ]);
  });

  it("is refused by its schema when something is missing in it", async () => {
    const [name] = readdirSync(unpacked).filter((one) =>
      one.startsWith("item_plain-"),
    );
    const text = readFileSync(join(unpacked, String(name), "item.xml"), "utf8");
    const broken = join(hostile.folder, "broken.xml");
    await writeFile(broken, text.replace(/<state [^>]*>/, ""));
    expect(() =>
      execFileSync(
        "xmllint",
        ["--noout", "--schema", join(unpacked, "schemas/item.xsd"), broken],
        { stdio: "pipe" },
      ),
    ).toThrow(/not expected/);
  });

  it("has short safe names, and tells what XML could not hold", () => {
    for (const path of packed.paths) {
      expect(path).not.toMatch(/[\p{Cc}\\:*?"<>|]/u);
      for (const name of path.split("/")) {
        expect(name).not.toMatch(/[. ]$/);
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(250);
      }
    }
    const removed = /^charactersRemoved:(\d+)$/m.exec(
      packed.text("manifest.txt"),
    )?.[1];
    expect(Number(removed)).toBeGreaterThan(4);
    const report = packed.json("report.json") as {
      problems: { code: string; object: string }[];
    };
    const object = `item_controls-${String(hostile.made.items.controls.id)}`;
    expect(report.problems).toContainEqual(
      expect.objectContaining({ code: "value.characters", object }),
    );
  });

  it("is the same twice, with any number of threads", async () => {
    const again = await hostile.pack({ format: "xml" }, null, 2);
    expect(again.result.sha256).toBe(packed.result.sha256);
  });

  it("is sound, and is not when a file is changed, missing or was never listed", async () => {
    expect(await verifyArchive(packed.out, options)).toMatchObject({
      errors: 0,
      items: packed.result.items,
      files: packed.result.files,
      manifest: true,
    });
    const copy = join(hostile.folder, "copy");
    cpSync(unpacked, copy, { recursive: true });
    const file =
      packed.paths.find((path) => path.endsWith("/1_noise.bin")) ??
      packed.paths.find((path) => path.includes("noise.bin"));
    await writeFile(join(copy, String(file)), "changed");
    await rm(join(copy, "links.xml"));
    await writeFile(join(copy, "more.txt"), "more");
    const { faults } = await verifyArchive(copy, {
      ...options,
      root: packed.root,
    });
    const objects = faults
      .filter(({ severity }) => severity === "error")
      .map(({ object }) => object.slice(packed.root.length + 1));
    expect(objects.sort()).toEqual(["links.xml", "more.txt", file].sort());
  });
});

describe("an XML package imported again", () => {
  it("gives back the catalog, and the same bytes when it is exported once more", async () => {
    await using temporary = temporaryFolder();
    const [one, two] = [join(temporary.path, "1"), join(temporary.path, "2")];
    const { result, problems } = await importPackage(one, packed.out);
    expect(
      problems.filter(
        ({ code }) =>
          !["field.registered", "relationship.left-out"].includes(code),
      ),
    ).toEqual([]);
    expect(result).toMatchObject({
      items: packed.result.items,
      itemsRefused: 0,
      files: packed.result.files,
    });
    const original = catalogContent(hostile.data);
    const restored = catalogContent(one);
    const clean = (value: unknown): unknown =>
      JSON.parse(
        JSON.stringify(value).replace(
          /\\u(?:000[0-8bef]|001[0-9a-f])|\\[bf]|\ufffe|\uffff/g,
          "",
        ),
      );
    expect(restored.communities).toEqual(clean(original.communities));
    expect(restored.collections).toEqual(clean(original.collections));
    expect(restored.items).toEqual(clean(original.items));

    const first = await exportAll(one, join(temporary.path, "1.zip"));
    await importPackage(two, first);
    const second = await exportAll(two, join(temporary.path, "2.zip"));
    expect(readFileSync(second).equals(readFileSync(first))).toBe(true);

    // Numbers of objects are a catalog's own; everything else is as it was.
    const [before, after] = await Promise.all([
      numberless(packed.out),
      numberless(first),
    ]);
    expect([...after.keys()]).toEqual([...before.keys()]);
    for (const [path, text] of before) expect(after.get(path)).toBe(text);
  });

  it("is read from a folder as from a ZIP", async () => {
    expect(await xmlSource.recognises(unpacked)).toBe(true);
    expect(await xmlSource.recognises(packed.out)).toBe(true);
    expect(await xmlSource.recognises(hostile.exact.out)).toBe(false);
    const folder = await readSource(xmlSource, unpacked);
    const zip = await readSource(xmlSource, packed.out);
    const without = (value: unknown) =>
      JSON.stringify(value, (key, found: unknown) =>
        key === "content" ? undefined : found,
      );
    expect(without(folder.all)).toBe(without(zip.all));
    expect(folder.refused).toEqual([]);
  });

  it("refuses an item whose document is damaged, and takes the others", async () => {
    const copy = join(hostile.folder, "damaged");
    cpSync(unpacked, copy, { recursive: true });
    const folder = (name: "plain" | "markup" | "paths") =>
      readdirSync(copy).find((one) =>
        one.endsWith(`-${String(hostile.made.items[name].id)}`),
      ) ?? "";
    const change = async (item: string, from: RegExp, to: string) => {
      const file = join(copy, item, "item.xml");
      await writeFile(file, readFileSync(file, "utf8").replace(from, to));
    };
    await change(folder("plain"), /<\/item>/, "");
    await change(folder("markup"), /^/, `<!DOCTYPE item [<!ENTITY x "y">]>`);
    await change(
      folder("paths"),
      / path="[^"]*"/,
      ` path="../../hierarchy.xml"`,
    );
    const { refused, items } = await readSource(xmlSource, copy);
    expect([...refused].sort()).toEqual(
      [folder("plain"), folder("markup"), folder("paths")].sort(),
    );
    expect(items).toHaveLength(packed.result.items - 3);
  });
});

describe("an XML package of less", () => {
  it("names files that cannot be read, and why", async () => {
    const sha256 = /name="noise\.bin"[^>]*sha256="([0-9a-f]{64})"/.exec(
      packed.text(`item_plain-${String(hostile.made.items.plain.id)}/item.xml`),
    )?.[1];
    const file = createBitstreamStore(join(hostile.data, "store")).fileOf(
      String(sha256),
    );
    const bytes = readFileSync(file);
    await writeFile(file, "damaged");
    try {
      const lost = await hostile.pack(
        { format: "xml" },
        hostile.made.items.plain.id,
      );
      const [item] = lost.paths.filter((path) => path.endsWith("/item.xml"));
      expect(lost.text(String(item))).toMatch(
        /name="noise.bin" missing="[^"]+"/,
      );
      expect(lost.paths.filter((path) => path.endsWith("noise.bin"))).toEqual(
        [],
      );
      expect(lost.problems).toContainEqual(
        expect.objectContaining({ code: "bitstream.damaged" }),
      );
    } finally {
      await writeFile(file, bytes);
    }
  });

  it("is valid in every way it can be asked for", async () => {
    for (const [n, options] of [
      { bitstreams: false },
      { migrate: true },
      { volumeBytes: 200_000 },
    ].entries()) {
      const out = join(hostile.folder, `less-${String(n)}.zip`);
      const { result } = await exportTarget(hostile.data, null, out, {
        format: "xml",
        withdrawn: true,
        ...options,
      });
      for (const { path } of result.volumes ?? [{ path: out }]) {
        const folder = `${path}.unpacked`;
        mkdirSync(folder);
        execFileSync("unzip", ["-q", path, "-d", folder]);
        const root = join(folder, readdirSync(folder)[0] ?? "");
        if (options.volumeBytes !== undefined)
          expect(statSync(path).size).toBeLessThanOrEqual(200_000);
        const items = readdirSync(root)
          .filter((name) => name.startsWith("item_"))
          .map((name) => join(root, name, "item.xml"));
        execFileSync(
          "xmllint",
          ["--noout", "--schema", join(root, "schemas/item.xsd"), ...items],
          { stdio: "pipe" },
        );
      }
    }
  });
});

async function exportAll(data: string, out: string): Promise<string> {
  const { run } = await exportTarget(data, null, out, {
    format: "xml",
    withdrawn: true,
  });
  expect(run.error).toBeNull();
  return out;
}

/** Texts of a package by path, without the numbers of objects, and sorted. */
async function numberless(zip: string): Promise<Map<string, string>> {
  const { files, root } = await readPackage(zip);
  const texts = new Map<string, string>();
  const plain = (text: string) =>
    text
      .replaceAll(root, "ROOT")
      .replace(/((?:id|parentId|left|right|referredBy)=")\d+"/g, '$1N"')
      .replace(/(item_[^/"\s]*?-?)\d+((?:-rev\d+)?[/"])/g, "$1N$2")
      .replace(/(logos\/)\d+_/g, "$1N_");
  for (const { path, bytes } of files) {
    if (
      /(?:manifest-sha256\.txt|manifest\.txt|report\.json|links\.xml)$/.test(
        path,
      )
    )
      continue;
    texts.set(plain(path), plain(bytes.toString("latin1")));
  }
  return new Map([...texts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
