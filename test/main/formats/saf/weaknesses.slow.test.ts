import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import SQLite from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withPlaces } from "../../../../main/domain/metadata.ts";
import type {
  ItemSidecar,
  StructureDocument,
} from "../../../../main/domain/saf-sidecar.ts";
import { saf } from "../../../../main/formats/saf/index.ts";
import { openSnapshot } from "../../../../main/store/catalog.ts";
import { openTestCatalog, value } from "../../../support/catalog.ts";
import { formatContext } from "../../../support/format-context.ts";
import {
  lineNames,
  pathNames,
  reservedNames,
  sameNames,
} from "../../../support/hostile-names.ts";
import {
  makeHostilePackages,
  type HostilePackages,
} from "../../../support/hostile-packages.ts";
import {
  temporaryFolder,
  writeFolder,
} from "../../../support/package-files.ts";
import { readPackage } from "../../../support/read-package.ts";
import { exportTarget, withApplication } from "../../../support/runs.ts";

/** What XML 1.0 cannot hold, lone surrogates included. */
const forbidden = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
const controlNames = [
  "dublin_core.xml",
  "contents",
  "collections",
  "handle",
  "relationships",
  "_holdall-item.json",
];

let packages: HostilePackages;
let whole: Awaited<ReturnType<HostilePackages["pack"]>>;
beforeAll(async () => {
  packages = await makeHostilePackages();
  whole = await packages.pack({}, null);
});
afterAll(() => packages.remove());

const bitstreamsOf = (sidecar: ItemSidecar) =>
  sidecar.bundles.flatMap((bundle) => bundle.bitstreams);
const sha256 = (bytes: Uint8Array) =>
  createHash("sha256").update(bytes).digest("hex");

describe("of what DSpace's exporter does wrong with metadata", () => {
  it("row 1: attributes are escaped", () => {
    const { xml } = packages.item("markup");
    expect(xml).toContain(`language="e&quot;n&lt;&amp;'&gt;"`);
    expect(xml).toContain(`language="a&#9;b&#10;c"`);
    expect(xml).toContain(
      `>a &lt; b &amp; c &gt; "d" 'e' ]]&gt; &lt;!-- f --&gt; &amp;#65;</dcvalue>`,
    );
  });

  it("row 2: control characters are dropped, reported, and kept in the sidecar", () => {
    for (const path of packages.exact.paths) {
      if (path.endsWith(".xml"))
        expect(packages.exact.text(path), path).not.toMatch(forbidden);
    }
    const { xml, sidecar, problems, folder } = packages.item("controls");
    expect(xml).toContain(">form feed, tab , null, esc</dcvalue>");
    expect(xml).toContain(">not a character , next line \u0085</dcvalue>");
    expect(sidecar.metadata["dc.subject"]?.map((found) => found.value)).toEqual(
      [
        "form\u000cfeed, tab\u000b, null\u0000, esc\u001b",
        "not a character \ufffe\uffff, next line \u0085",
        "\u0001\u0002",
        "",
        " \u00a0 ",
        "   ",
        "the end",
      ],
    );
    expect(problems).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          severity: "warning",
          code: "value.characters",
          object: `${folder}/dc.subject`,
        }),
      ]),
    );
    const report = packages.exact.json("report.json") as {
      problems: unknown[];
    };
    expect(report.problems).toEqual(packages.exact.problems);
  });

  it("row 3: a value that is nothing is not written, least of all as null", () => {
    const { xml } = packages.item("controls");
    expect(xml.match(/<dcvalue /g)).toHaveLength(5);
    expect(xml).not.toContain("null<");
    expect(xml).toContain(">\u00a0</dcvalue>");
    expect(packages.item("empty").xml).toBe(
      `<?xml version="1.0" encoding="utf-8" standalone="no"?>\n<dublin_core schema="dc">\n</dublin_core>\n`,
    );
  });

  it("row 4: only what must be escaped is, and never by CDATA", () => {
    const { xml } = packages.item("markup");
    expect(xml).toContain(
      `>${"many blanks / and slashes ".repeat(40).trim()}<`,
    );
    for (const path of packages.exact.paths) {
      if (path.endsWith(".xml"))
        expect(packages.exact.text(path), path).not.toMatch(/<!|&#x(?:20|2F);/);
    }
    expect(xml).toContain(">&lt;![CDATA[lost]]&gt;</dcvalue>");
    expect(xml).toContain(">cr&#13;, crlf&#13;\n, tab\t, lf\n, end</dcvalue>");
  });

  it("row 5: a lone surrogate is U+FFFD, never a question mark, and is reported where there is one", () => {
    const { xml } = packages.item("surrogates");
    expect(xml).toContain(
      ">high \ufffd alone, low \ufffd alone, pair \u{1f600}</dcvalue>",
    );
    expect(xml).not.toContain("?</");
    // The catalog holds no lone surrogates: SQLite's text is UTF-8. The format does not rely on that.
    const [item] = loadItems([packages.made.items.plain.id]);
    if (item === undefined) throw new Error("the item is gone");
    const context = formatContext({ options: { ...packageOptions } });
    const broken = {
      ...item,
      metadata: withPlaces([value("dc.title", "a\ud800b")]),
    };
    const { entries, problems } = saf.itemEntries(
      broken,
      saf.planItem(broken, 1, context),
      new Map(),
      context,
    );
    const [dublinCore] = entries;
    expect(
      dublinCore?.source.kind === "bytes" &&
        Buffer.from(dublinCore.source.bytes).toString("utf8"),
    ).toContain(">a\ufffdb</dcvalue>");
    expect(problems.map(({ code }) => code)).toEqual(["value.characters"]);
  });

  it("row 6: authority, confidence, order and outer blanks are in the sidecar", () => {
    const { xml, sidecar } = packages.item("blanks");
    expect(sidecar.metadata["dc.subject"]).toEqual([
      {
        value: "  two before, two after  ",
        language: null,
        authority: null,
        confidence: -1,
        place: 0,
      },
      {
        value: "two before, two after",
        language: null,
        authority: "vocabulary:17",
        confidence: 600,
        place: 1,
      },
      {
        value: "\n\tlines around\r\n",
        language: "",
        authority: null,
        confidence: -1,
        place: 2,
      },
      {
        value: "same",
        language: null,
        authority: null,
        confidence: 300,
        place: 3,
      },
      {
        value: "same",
        language: null,
        authority: "other",
        confidence: 400,
        place: 4,
      },
    ]);
    expect(
      [...xml.matchAll(/subject" [^>]*>([^<]*)</g)].map((m) => m[1]),
    ).toEqual([
      "two before, two after",
      "two before, two after",
      "lines around",
      "same",
      "same",
    ]);
  });

  it("row 7: values that DSpace makes from relationships are left out", () => {
    const { xml, names, sidecar } = packages.item("virtual");
    expect(
      [...xml.matchAll(/author"[^>]*>([^<]*)</g)].map((m) => m[1]),
    ).toEqual(["First, Real", "Third, Real"]);
    expect(sidecar.metadata["dc.contributor.author"]).toMatchObject([
      { value: "First, Real", place: 0 },
      { value: "Third, Real", place: 1 },
    ]);
    expect(Object.keys(sidecar.metadata)).toEqual([
      "dc.contributor.author",
      "dc.title",
    ]);
    expect(names.filter((name) => name.startsWith("metadata_"))).toEqual([]);
  });

  it("row 8: each relationship is named once, by folder, and never as metadata", async () => {
    const { folderOf, item, exact, made } = packages;
    const person = folderOf("person");
    const organisation = folderOf("organisation");
    expect(item("publication").text("relationships")).toBe(
      `relation.isAuthorOfPublication folderName:${person}\n` +
        `relation.isAuthorOfPublication folderName:${organisation}\n`,
    );
    expect(item("person").text("relationships")).toBe(
      `relation.isOrgUnitOfPerson folderName:${organisation}\n`,
    );
    for (const name of ["organisation", "volume", "plain"] as const)
      expect(item(name).names).not.toContain("relationships");
    expect(exact.paths.join("\n")).not.toContain("metadata_relation");
    expect(item("publication").text("metadata_dspace.xml")).toContain(
      `element="entity" qualifier="type">Publication<`,
    );

    const alone = await packages.pack(
      { verify: false },
      made.items.publication.id,
    );
    expect(alone.has("item_00001/relationships")).toBe(false);
    expect(alone.problems).toMatchObject([
      { code: "relationship.in-sidecar", object: "item_00001" },
      { code: "relationship.in-sidecar", object: "item_00001" },
    ]);
    expect(alone.json("item_00001/_holdall-item.json")).toMatchObject({
      relationships: [
        { type: "isAuthorOfPublication", side: "left", folder: null },
        {
          uuid: made.items.organisation.uuid,
          handle: made.items.organisation.handle,
          leftPlace: 0,
          rightPlace: 0,
        },
      ],
    });
  });
});

describe("of what DSpace's exporter does wrong with files", () => {
  it("row 9: one READ group becomes permissions, everything else about access is in the sidecar", () => {
    const { lines, sidecar, problems } = packages.item("policies");
    expect(lines).toEqual([
      ["staff.txt", "bundle:ORIGINAL", "permissions:-r 'Staff'"],
      ["quoted.txt", "bundle:ORIGINAL"],
      ["embargo.txt", "bundle:ORIGINAL"],
      ["two.txt", "bundle:ORIGINAL"],
      ["person.txt", "bundle:ORIGINAL"],
      ["open.txt", "bundle:ORIGINAL"],
      ["closed.txt", "bundle:ORIGINAL"],
    ]);
    expect(sidecar).toMatchObject({
      discoverable: false,
      withdrawn: false,
      inArchive: true,
      submitter: "someone@example.org",
      lastModified: "2024-02-29T12:30:40.000Z",
    });
    expect(sidecar.policies).toHaveLength(3);
    expect(sidecar.policies).toMatchObject([
      { action: "READ", group: "Anonymous" },
      {
        action: "READ",
        group: "Staff",
        name: "Embargo",
        description: "until the book is out",
        type: "TYPE_CUSTOM",
        startDate: "2031-01-01",
        endDate: "2032-12-31",
      },
      { action: "WRITE", group: null, account: "a@example.org" },
    ]);
    expect(sidecar.bundles[0]?.policies).toMatchObject([{ group: "Staff" }]);
    expect(
      bitstreamsOf(sidecar).map(({ policies }) =>
        policies.map(
          (policy) =>
            `${policy.group ?? policy.account}${policy.startDate ?? ""}`,
        ),
      ),
    ).toEqual([
      ["Staff"],
      ["O'Brien's group"],
      ["Staff2040-01-01"],
      ["Staff", "Curators"],
      ["a@example.org"],
      ["Anonymous"],
      [],
    ]);
    expect(problems.map(({ code }) => code)).toContain("state.in-sidecar");
    expect(
      problems
        .filter(({ code }) => code === "policy.in-sidecar")
        .map(({ object }) => object.split("/")[1] ?? "the item"),
    ).toEqual([
      "quoted.txt",
      "embargo.txt",
      "two.txt",
      "person.txt",
      "closed.txt",
      "the item",
    ]);
  });

  it("row 10: the iiif options are written", () => {
    const { lines, sidecar } = packages.item("iiif");
    expect(lines).toEqual([
      [
        "page.jpg",
        "bundle:ORIGINAL",
        "iiif-label:Page 1",
        "iiif-height:1600",
        "iiif-width:1200",
        "iiif-toc:Chapter 1|||Part 2",
      ],
      // An importer takes a width for a number.
      ["cover.jpg", "bundle:ORIGINAL"],
    ]);
    expect(bitstreamsOf(sidecar)[1]?.metadata).toMatchObject({
      "iiif.image.width": [{ value: "wide" }],
    });
  });

  it("row 11: format, checksums, source and further metadata of files and bundles are in the sidecar", () => {
    const { sidecar } = packages.item("details");
    const [bundle] = sidecar.bundles;
    expect(bundle?.metadata).toMatchObject({
      "dc.title": [{ value: "Scans" }],
      "dc.type": [{ value: "set" }],
    });
    expect(bundle?.bitstreams[0]).toMatchObject({
      source: "scanner 12",
      mimeType: "application/x-scan",
      format: "Unknown",
      sizeBytes: 4,
      sequence: 17,
      checksums: {
        sha256: sha256(Buffer.from("scan")),
        md5: createHash("md5").update("scan").digest("hex"),
        crc32: crc32("scan").toString(16).padStart(8, "0"),
      },
      metadata: {
        "dc.identifier.other": [{ value: "x\u0000y" }],
        "dc.rights": [{ value: "CC0", language: "en" }],
      },
    });
    expect(bundle?.bitstreams[1]).toMatchObject({
      sizeBytes: 0,
      format: "Text",
      mimeType: "text/plain",
    });
  });

  it("row 12: tabs and breaks in names and descriptions cannot break contents", () => {
    const { lines, names, sidecar, problems } = packages.item("lines");
    expect(lines).toHaveLength(lineNames.length + 3);
    for (const [file = "", ...options] of lines) {
      expect(names).toContain(file);
      expect(options[0]).toBe("bundle:ORIGINAL");
      expect(file).not.toMatch(/[\p{Cc}\u2028\u2029]|^\s|\s$/u);
    }
    expect(lines.slice(lineNames.length).map((line) => line.slice(2))).toEqual([
      ["description:tab , line , return , next , sep , end"],
      ["description:bundle:LICENSE primary:true"],
      [],
    ]);
    const files = bitstreamsOf(sidecar);
    expect(files.map(({ name }) => name)).toEqual([
      ...lineNames,
      "described.txt",
      "option.txt",
      "no description.txt",
    ]);
    expect(files[lineNames.length]?.description).toBe(
      "tab\t, line\n, return\r, next\u0085, sep\u2028, end ",
    );
    expect(problems.map(({ code }) => code)).toEqual([
      ...lineNames.map(() => "name.changed"),
      "description.changed",
      "description.changed",
    ]);
  });

  it("row 13: a name never leaves its folder and never makes another", () => {
    const { lines, names, sidecar } = packages.item("paths");
    expect(lines.map(([file]) => file)).toEqual([
      "_.._.._evil.txt",
      "sub_dir_file.txt",
      "_etc_passwd",
      "C__temp_x.doc",
      "__server_share",
      "_",
      "__2",
      "__3",
      "a_",
    ]);
    expect(bitstreamsOf(sidecar).map(({ name }) => name)).toEqual(pathNames);
    expect(names.filter((name) => !controlNames.includes(name))).toEqual(
      lines.map(([file]) => file),
    );
    for (const { path } of packages.exact.files) {
      const chunks = path.split("/");
      expect(chunks.length, path).toBeLessThanOrEqual(3);
      for (const chunk of chunks) expect(chunk).not.toMatch(/^\.*$/);
    }
  });

  it("row 14: a file without a name gets one", () => {
    const { lines, sidecar } = packages.item("nameless");
    const [pdf, odd, blank] = bitstreamsOf(sidecar);
    expect(lines.map(([file]) => file)).toEqual([
      `${pdf?.uuid}.pdf`,
      `${odd?.uuid}.bin`,
      `${blank?.uuid}.bin`,
    ]);
    expect([pdf?.name, odd?.name, blank?.name]).toEqual([null, null, ""]);
  });

  it("row 15: no file has the name of a control file, in any case", () => {
    const { lines, names, sidecar } = packages.item("reserved");
    const files = lines.map(([file]) => file ?? "");
    expect(files).toHaveLength(reservedNames.length);
    const written = names.filter((name) => !files.includes(name));
    expect(written).toEqual([
      "dublin_core.xml",
      "contents",
      "collections",
      "handle",
      "_holdall-item.json",
    ]);
    for (const file of files) {
      expect(controlNames).not.toContain(file.toLowerCase());
      expect(file.toLowerCase()).not.toMatch(
        // The pattern by which DSpace's importer knows metadata files.
        /^metadata_.*.xml$/,
      );
      // What Windows and file managers would not keep, or importers take for an option.
      expect(file).not.toMatch(
        /^(?:[.-]|(?:con|aux|thumbs\.db|desktop\.ini|__macosx)(?:\.|$))|[. ]$/i,
      );
    }
    expect(bitstreamsOf(sidecar).map(({ name }) => name)).toEqual(
      reservedNames,
    );
    expect(bitstreamsOf(sidecar).map(({ file }) => file)).toEqual(files);
  });

  it("row 16: names stay different where case and composition are not told apart, and come back", () => {
    const { lines, sidecar } = packages.item("same");
    const files = lines.map(([file]) => file ?? "");
    expect(files).toEqual([
      "a.txt",
      "a_2.txt",
      "A_3.TXT",
      "a_2_2.txt",
      "caf\u00e9.txt",
      "cafe\u0301_2.txt",
      "CAF\u00c9_3.TXT",
      "1_a.txt",
      "a_4.txt",
    ]);
    const folded = files.map((file) => file.normalize("NFC").toLowerCase());
    expect(new Set(folded).size).toBe(files.length);
    expect(bitstreamsOf(sidecar).map(({ name }) => name)).toEqual([
      ...sameNames,
      "a.txt",
    ]);
    for (const [file = ""] of packages.item("long").lines)
      expect(Buffer.byteLength(file)).toBeLessThanOrEqual(210);
  });

  it("row 17: without bitstreams contents is there and empty", async () => {
    const bare = await packages.pack({ bitstreams: false });
    const { result } = bare;
    expect(result).toMatchObject({ files: 0, filesPlanned: 0, verified: true });
    const { contents, names, sidecar } = packages.item("plain", bare);
    expect(contents).toBe("");
    expect(names).toEqual([
      "dublin_core.xml",
      "metadata_dspace.xml",
      "contents",
      "collections",
      "handle",
      "_holdall-item.json",
    ]);
    expect(bitstreamsOf(sidecar).map(({ file }) => file)).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
    for (const path of bare.paths)
      expect(path).toMatch(
        /^item_\d+\/(?:dublin_core\.xml|metadata_[A-Za-z0-9._-]+\.xml|contents|collections|handle|relationships|_holdall-item\.json)$|^[^/]+$/,
      );
  });

  it("row 18: registered files are ordinary lines with their bytes", async () => {
    await using folder = temporaryFolder();
    const store = writeFolder(join(folder.path, "assets"), {
      "12/34/file.pdf": "registered",
    });
    const source = writeFolder(join(folder.path, "source"), {
      "item/dublin_core.xml": "<dublin_core/>",
      "item/contents":
        "-r -s 1 -f 12/34/file.pdf\tbundle:ORIGINAL\tdescription:far away\n",
    });
    const data = join(folder.path, "data");
    await withApplication(data, async (application) => {
      const { imports } = application.context;
      const id = await imports.create({
        path: source,
        into: "Registered",
        strict: true,
        newIdentifiers: false,
        assetstore: store,
      });
      expect((await application.runner.ended(id)).state).toBe("done");
    });
    const out = join(folder.path, "out.zip");
    await exportTarget(data, "Registered", out);
    const packed = await readPackage(out);
    expect(packed.text("item_00001/contents")).toBe(
      "file.pdf\tbundle:ORIGINAL\tdescription:far away\n",
    );
    expect(packed.text("item_00001/file.pdf")).toBe("registered");
  });

  it("row 19: collections is UTF-8 and names a collection without handle by its uuid", async () => {
    await using folder = temporaryFolder();
    const data = join(folder.path, "data");
    const catalog = openTestCatalog(data);
    const community = catalog.community("C");
    const owner = catalog.collection("Owner", [community], {
      handle: "20.500.12345/\u00fc-\u4e2d",
    });
    const mapped = catalog.collection("Mapped", [community], {
      uuid: "11111111-2222-4333-8444-555555555555",
    });
    const uuid = "11111111-2222-4333-8444-555555555555";
    catalog.item(owner, { mappedCollections: [mapped] });
    catalog.close();
    const database = new SQLite(join(data, "catalog.sqlite"));
    database.prepare("DELETE FROM handle WHERE object_id = ?").run(mapped);
    database.close();
    const out = join(folder.path, "out.zip");
    await exportTarget(data, owner, out);
    expect((await readPackage(out)).text("item_00001/collections")).toBe(
      `20.500.12345/\u00fc-\u4e2d\n${uuid}\n`,
    );
  });
});

describe("of what DSpace's exporter does wrong with the package", () => {
  it("row 22: what does not shrink is stored, and threads do not change the bytes", async () => {
    const at = packages.folderOf("plain");
    expect(packages.exact.find(`${at}/noise.bin`).method).toBe(0);
    expect(packages.exact.find(`${at}/photo.jpg`).method).toBe(0);
    expect(packages.exact.find(`${at}/page 1.txt`).method).toBe(8);
    const four = await packages.pack({ verify: false }, undefined, 4);
    expect(four.result.sha256).toBe(packages.exact.result.sha256);
  });

  it("row 23: two exports are the same bytes, in a fixed order, with the times of the items", async () => {
    const again = await packages.pack({ verify: false });
    expect(again.result.sha256).toBe(packages.exact.result.sha256);
    const folders = packages.exact.paths
      .filter((path) => path.endsWith("/dublin_core.xml"))
      .map((path) => path.split("/")[0]);
    expect(folders).toEqual([...folders].sort());
    // 29 February 2024, 12:30:40, as MS-DOS writes it.
    const leapDay = `${((2024 - 1980) << 9) | (2 << 5) | 29}:${(12 << 11) | (30 << 5) | 20}`;
    const newYear = `${((2031 - 1980) << 9) | (1 << 5) | 1}:${(1 << 11) | (2 << 5) | 2}`;
    for (const { path, stamp } of packages.exact.files) {
      const latest =
        path.split("/")[1] === packages.folderOf("plain") ||
        path.split("/").length === 2;
      expect(stamp, path).toBe(latest ? newYear : leapDay);
    }
  });

  it("row 24: a manifest over every file is in the root folder, and sha256sum agrees", () => {
    const { exact, folder } = packages;
    const manifest = exact.text("manifest-sha256.txt");
    expect(manifest).toBe(
      exact.files
        .filter(({ path }) => !path.endsWith("/manifest-sha256.txt"))
        .map(
          ({ path, bytes }) =>
            `${sha256(bytes)}  ${path.slice(exact.root.length + 1)}\n`,
        )
        .join(""),
    );
    const unpacked = join(folder, "unpacked");
    mkdirSync(unpacked);
    execFileSync("unzip", ["-qq", exact.out, "-d", unpacked], {
      env: { ...process.env, LC_ALL: "C.UTF-8" },
    });
    const said = execFileSync(
      "sha256sum",
      ["--check", "--strict", "manifest-sha256.txt"],
      { cwd: join(unpacked, exact.root), encoding: "utf8" },
    );
    expect(said.match(/: OK\n/g)).toHaveLength(exact.files.length - 1);
    expect(exact.result.verified).toBe(true);
    for (const name of ["plain", "details", "nameless"] as const) {
      const item = packages.item(name);
      for (const { file, checksums } of bitstreamsOf(item.sidecar))
        expect(sha256(exact.find(`${item.folder}/${file}`).bytes)).toBe(
          checksums.sha256,
        );
    }
  });

  it("row 28: items keep their numbers from one run to the next, and any of them can be asked for", async () => {
    await using folder = temporaryFolder();
    const data = join(folder.path, "data");
    const catalog = openTestCatalog(data);
    const collection = catalog.collection("C", [catalog.community("T")]);
    const titles = (zip: Awaited<ReturnType<typeof readPackage>>) =>
      zip.paths
        .filter((path) => path.endsWith("/dublin_core.xml"))
        .map(
          (path) =>
            `${path.split("/")[0]} ${/>([^<]+)<\/dcvalue/.exec(zip.text(path))?.[1]}`,
        );
    // In the order of their uuids, DSpace's, each new one could come between the others.
    for (const [n, first] of ["f", "8", "c", "0"].entries())
      catalog.item(collection, {
        uuid: `${first}0000000-0000-4000-8000-00000000000${n}`,
        metadata: [value("dc.title", `made ${n}`)],
      });
    const out = join(folder.path, "out.zip");
    await exportTarget(data, collection, out, { verify: false });
    const before = titles(await readPackage(out));
    expect(before).toEqual([
      "item_00001 made 0",
      "item_00002 made 1",
      "item_00003 made 2",
      "item_00004 made 3",
    ]);
    catalog.item(collection, {
      uuid: "00000000-0000-4000-8000-000000000000",
      metadata: [value("dc.title", "made later")],
    });
    catalog.close();
    await exportTarget(data, collection, out, { verify: false });
    expect(titles(await readPackage(out))).toEqual([
      ...before,
      "item_00005 made later",
    ]);

    const some = ["c", "f"].map(
      (first, n) =>
        `${first}0000000-0000-4000-8000-00000000000${n === 0 ? 2 : 0}`,
    );
    await withApplication(data, async (application) => {
      const id = await application.context.exports.create({
        items: some,
        out,
        options: packageOptions,
      });
      await application.runner.ended(id);
    });
    expect(titles(await readPackage(out))).toEqual([
      "item_00001 made 0",
      "item_00002 made 2",
    ]);
  });

  it("row 29: withdrawn items come along when asked for, and are counted when not", async () => {
    expect(packages.item("withdrawn").sidecar).toMatchObject({
      withdrawn: true,
      inArchive: false,
    });
    expect(packages.item("withdrawn").problems).toMatchObject([
      {
        code: "state.in-sidecar",
        message: expect.stringContaining("withdrawn") as string,
      },
      { code: "policy.in-sidecar" },
    ]);
    const without = await packages.pack({
      withdrawn: false,
      verify: false,
    });
    expect(without.result.items).toBe(packages.exact.result.items - 1);
    expect(without.json("report.json")).toMatchObject({
      withdrawnItemsLeftOut: 1,
    });
    expect(packages.exact.json("report.json")).toMatchObject({
      withdrawnItemsLeftOut: 0,
    });
    expect(without.files.map(({ path }) => path).join()).not.toContain(
      "withdrawn.txt",
    );
  });

  it("row 30: a community is one root folder, and collections routes its items", async () => {
    const { made } = packages;
    expect(new Set(whole.files.map(({ path }) => path.split("/")[0]))).toEqual(
      new Set(["site"]),
    );
    const handles = handlesOf([made.collection, made.secondCollection]);
    expect(whole.text(`${packages.folderOf("mapped")}/collections`)).toBe(
      `${handles[0]}\n${handles[1]}\n`,
    );
    const community = await packages.pack({ verify: false }, made.community);
    expect(
      community.paths.filter((path) => path.endsWith("/contents")),
    ).toEqual(
      packages.exact.paths.filter((path) => path.endsWith("/contents")),
    );
    expect(community.root).toBe(
      handlesOf([made.community])[0]?.replace("/", "-"),
    );
    for (const path of community.paths)
      if (path.endsWith("/collections"))
        expect(community.text(path)).toMatch(
          new RegExp(`^${handles[0]}\n(?:${handles[1]}\n)?$`),
        );
  });

  it("row 31: collection.json has logos, licence, template, groups, policies and all metadata of collections", () => {
    const structure = whole.json("collection.json") as StructureDocument;
    const main = structure.collections.find(({ name }) => name === "Main");
    expect(main).toMatchObject({
      handle: handlesOf([packages.made.collection])[0],
      license: "I grant\r\nthe right \u2028 to keep it.\n",
      template: {
        "dc.publisher": [{ value: " House ", language: null }],
        "dc.type": [{ value: "Article", language: "en" }],
      },
      metadata: {
        "dc.rights.license": [{ value: "Keep\r\nall \u0000 rights " }],
        "dc.title": [{ value: "Main" }],
      },
      logo: { name: "../logo.gif", mimeType: "image/gif", sizeBytes: 6 },
      policies: [
        { action: "READ", group: "Anonymous" },
        { action: "DEFAULT_BITSTREAM_READ", group: "Staff" },
        {
          action: "DEFAULT_ITEM_READ",
          startDate: "2030-01-01",
          name: "later",
        },
        { action: "ADMIN", group: "O'Brien's group" },
        { action: "ADD", group: null, account: "b@example.org" },
      ],
    });
    expect(whole.text(main?.logo?.file ?? "")).toBe("GIF89a");
    expect(structure.groups).toEqual([
      "Anonymous",
      "Curators",
      "O'Brien's group",
      "Staff",
    ]);
    expect(structure.communities.map(({ name }) => name)).toEqual([
      "Top",
      "Later",
      "Inner",
    ]);
    const uuidOf = (name: string) =>
      structure.communities.find((community) => community.name === name)?.uuid;
    expect(structure.communities[2]?.parent).toBe(uuidOf("Top"));
    expect(main?.parents).toEqual([uuidOf("Later"), uuidOf("Inner")]);
    expect(
      whole.find(structure.communities[0]?.logo?.file ?? "").bytes,
    ).toHaveLength(500);
    expect(
      structure.collections.find(({ name }) => name === "Empty"),
    ).toMatchObject({ license: "", template: {}, logo: null });
  });

  it("row 32: an empty collection is a package with its description and a note", async () => {
    const empty = await packages.pack({}, packages.made.emptyCollection);
    expect(empty.run.state).toBe("done");
    expect(empty.paths).toEqual([
      expect.stringMatching(/^logo-.*\.png$/) as string,
      "collection.json",
      "report.json",
      "manifest-sha256.txt",
    ]);
    expect(empty.json("collection.json")).toMatchObject({
      collections: [{ name: "Empty" }],
    });
    expect(empty.json("report.json")).toMatchObject({
      items: { planned: 0, packed: 0 },
      note: expect.stringContaining("no item") as string,
    });
    expect(empty.result).toMatchObject({ items: 0, files: 0, verified: true });
  });

  it("row 34: migrating keeps every date.issued that is not just when the server took the item in", async () => {
    const migrated = await packages.pack({ migrate: true });
    expect(packages.item("dates", migrated).xml).toBe(
      `<?xml version="1.0" encoding="utf-8" standalone="no"?>\n<dublin_core schema="dc">\n` +
        `  <dcvalue element="date" qualifier="issued" language="en">1875</dcvalue>\n` +
        `  <dcvalue element="date" qualifier="issued">1876</dcvalue>\n` +
        `  <dcvalue element="identifier" qualifier="uri">http://example.org/123456789/99</dcvalue>\n` +
        `  <dcvalue element="title" qualifier="none">dates</dcvalue>\n` +
        `</dublin_core>\n`,
    );
    // No date.accessioned at all.
    expect(packages.item("plain", migrated).xml).toContain(
      `qualifier="issued">1999-12-31<`,
    );
  });

  it("row 36: names between folders are parted by slashes only", () => {
    for (const { path } of packages.exact.files)
      expect(path).not.toContain("\\");
  });
});

it("what is written is well-formed for xmllint", async () => {
  await using folder = temporaryFolder();
  const documents = packages.exact.files.filter(({ path }) =>
    /\/(?:dublin_core|metadata_[^/]*)\.xml$/.test(path),
  );
  expect(documents.length).toBeGreaterThan(30);
  writeFolder(
    folder.path,
    Object.fromEntries(documents.map(({ bytes }, n) => [`${n}.xml`, bytes])),
  );
  execFileSync(
    "xmllint",
    ["--noout", "--nonet", ...documents.map((_, n) => `${n}.xml`)],
    { cwd: folder.path },
  );
});

const packageOptions = {
  format: "saf",
  packer: "zip",
  migrate: false,
  bitstreams: true,
  withdrawn: false,
  verify: false,
};

function loadItems(ids: readonly number[]) {
  const snapshot = openSnapshot(join(packages.data, "catalog.sqlite"));
  try {
    return snapshot.items.load(ids, true);
  } finally {
    snapshot.close();
  }
}

function handlesOf(ids: readonly number[]): string[] {
  const snapshot = openSnapshot(join(packages.data, "catalog.sqlite"));
  try {
    return ids.map(
      (id) =>
        (snapshot.structure.collection(id) ?? snapshot.structure.community(id))
          ?.handle ?? "",
    );
  } finally {
    snapshot.close();
  }
}
