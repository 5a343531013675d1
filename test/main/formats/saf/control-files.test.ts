import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ItemSidecar } from "../../../../main/domain/saf-sidecar.ts";
import {
  bundle,
  openTestCatalog,
  publicRead,
  value,
} from "../../../support/catalog.ts";
import {
  makeHostilePackages,
  type HostilePackages,
} from "../../../support/hostile-packages.ts";
import { temporaryFolder } from "../../../support/package-files.ts";
import { readPackage } from "../../../support/read-package.ts";
import { exportTarget } from "../../../support/runs.ts";

let packages: HostilePackages;
let migrated: Awaited<ReturnType<HostilePackages["pack"]>>;
beforeAll(async () => {
  packages = await makeHostilePackages();
  migrated = await packages.pack({ migrate: true });
});
afterAll(() => packages.remove());

describe("the layout", () => {
  it("is one root folder named after the handle, with nothing beside it", () => {
    const { exact } = packages;
    expect(exact.root).toMatch(/^123456789-\d+$/);
    for (const { path } of exact.files)
      expect(path.startsWith(`${exact.root}/`)).toBe(true);
    // The first file with more than two names in its path makes its first name the root.
    expect(exact.files[0]?.path.split("/")).toHaveLength(3);
  });

  it("has item folders without blanks first, then the files over all of them", () => {
    const folders = [
      ...new Set(
        packages.exact.paths
          .filter((path) => path.includes("/"))
          .map((path) => path.split("/")[0] ?? ""),
      ),
    ];
    expect(folders).toEqual(
      folders.map((_, n) => `item_${String(n + 1).padStart(5, "0")}`),
    );
    const closing = packages.exact.paths.filter((path) => !path.includes("/"));
    expect(packages.exact.paths.slice(-closing.length)).toEqual(closing);
    expect(closing.slice(-3)).toEqual([
      "collection.json",
      "report.json",
      "manifest-sha256.txt",
    ]);
    expect(closing.slice(0, -3).every((path) => path.startsWith("logo-"))).toBe(
      true,
    );
  });

  it("begins each item with its control files in one order, bitstreams after the sidecar", () => {
    expect(packages.item("plain").names).toEqual([
      "dublin_core.xml",
      "metadata_dspace.xml",
      "contents",
      "collections",
      "handle",
      "_holdall-item.json",
      "page 1.txt",
      "noise.bin",
      "photo.jpg",
      "page 1.txt.txt",
      "license.txt",
    ]);
    expect(packages.item("person").names).toEqual([
      "dublin_core.xml",
      "metadata_dspace.xml",
      "contents",
      "collections",
      "handle",
      "relationships",
      "_holdall-item.json",
    ]);
    expect(packages.item("empty").names).toEqual([
      "dublin_core.xml",
      "contents",
      "collections",
      "handle",
      "_holdall-item.json",
    ]);
  });

  it("has a sidecar no importer takes for an item or for a bitstream", () => {
    for (const path of packages.exact.paths) {
      if (path.endsWith("/contents"))
        expect(packages.exact.text(path)).not.toMatch(/^_holdall-item\.json/m);
    }
  });

  it("marks names as UTF-8, and says sizes before the content", () => {
    for (const { path, flags } of packages.exact.files) {
      expect(flags & 0x800, path).toBe(0x800);
      expect(flags & 0x008, path).toBe(0);
    }
  });
});

describe("dublin_core.xml and its like", () => {
  it("say field by field what the item has, values in their order", () => {
    expect(packages.item("plain").xml).toBe(
      `<?xml version="1.0" encoding="utf-8" standalone="no"?>
<dublin_core schema="dc">
  <dcvalue element="contributor" qualifier="author">Sommer, Ada</dcvalue>
  <dcvalue element="date" qualifier="issued">1999-12-31</dcvalue>
  <dcvalue element="title" qualifier="none">plain</dcvalue>
  <dcvalue element="title" qualifier="none" language="de">Ein Titel</dcvalue>
</dublin_core>
`,
    );
    expect(packages.item("plain").text("metadata_dspace.xml")).toContain(
      `<dublin_core schema="dspace">\n  <dcvalue element="iiif" qualifier="enabled">true</dcvalue>\n`,
    );
  });

  it("have file names every system can hold, one for each schema", () => {
    const item = packages.item("schemas");
    const names = item.names.filter((name) => name.endsWith(".xml"));
    expect(names).toEqual([
      "dublin_core.xml",
      "metadata_.._.._evil.xml",
      "metadata_DC.xml",
      "metadata_LOCAL.xml",
      "metadata_Local_2.xml",
      "metadata_dcterms.xml",
      "metadata_local_3.xml",
      "metadata_w_hr_und.xml",
      "metadata_w_hr_und_2.xml",
    ]);
    expect(
      names.map((name) => /schema="([^"]*)"/.exec(item.text(name))?.[1]),
    ).toEqual([
      "dc",
      "../../evil",
      "DC",
      "LOCAL",
      "Local",
      "dcterms",
      "local",
      "w\u00e4hr und",
      "w\u00e4hr/und",
    ]);
  });
});

describe("contents", () => {
  it("names file, bundle, permissions, description and primary flag, parted by tabs", () => {
    expect(packages.item("plain").contents).toBe(
      "page 1.txt\tbundle:ORIGINAL\n" +
        "noise.bin\tbundle:ORIGINAL\n" +
        "photo.jpg\tbundle:ORIGINAL\tdescription:A photograph\tprimary:true\n" +
        "page 1.txt.txt\tbundle:TEXT\tprimary:true\n" +
        "license.txt\tbundle:LICENSE\n",
    );
  });

  it("says the bundle even where the importer would guess another, and names none that has no name", () => {
    expect(packages.item("bundles").contents).toBe(
      "other.txt\tbundle:LICENSE\n" +
        "license.txt\tbundle:ORIGINAL\n" +
        "twin.txt\tbundle:ORIGINAL\n" +
        "bundle without name.txt\n" +
        "tabbed.txt\tbundle:TAB TED\n",
    );
  });

  it("is there when there is nothing to list", () => {
    expect(packages.item("empty").contents).toBe("");
  });
});

describe("collections, handle and relationships", () => {
  it("name the owning collection first, and the item's own handle", () => {
    const [owner, mapped] = packages
      .item("mapped")
      .text("collections")
      .split("\n");
    expect(owner?.replace("/", "-")).toBe(packages.exact.root);
    expect(mapped).toMatch(/^123456789\/\d+$/);
    expect(packages.item("mapped").text("handle")).toBe(
      `${packages.made.items.mapped.handle}\n`,
    );
  });

  it("has no line that an importer would skip an item for", () => {
    for (const path of packages.exact.paths) {
      if (path.endsWith("/collections"))
        expect(packages.exact.text(path)).toMatch(/^(?:[^\s/]+\/\S+\n)+$/);
    }
  });
});

describe("a package for migration", () => {
  it("has no handles and no identifiers of this server's items", () => {
    expect(migrated.paths.filter((path) => path.endsWith("/handle"))).toEqual(
      [],
    );
    for (const path of migrated.paths) {
      if (!path.endsWith("/_holdall-item.json")) continue;
      const sidecar = migrated.json(path) as ItemSidecar;
      expect(sidecar).not.toHaveProperty("uuid");
      expect(sidecar.handle).toBeNull();
      expect(sidecar.relationships).toEqual([]);
      for (const found of sidecar.bundles) {
        expect(found).not.toHaveProperty("uuid");
        for (const bitstream of found.bitstreams)
          expect(bitstream).not.toHaveProperty("uuid");
      }
    }
  });

  it("drops what one server did with an item, in every schema", () => {
    const { xml, names, sidecar } = packages.item("dates", migrated);
    expect(xml).not.toMatch(/accessioned|available|provenance|format|hdl/);
    expect(names).not.toContain("metadata_local.xml");
    expect(Object.keys(sidecar.metadata)).toEqual([
      "dc.date.issued",
      "dc.identifier.uri",
      "dc.title",
    ]);
    expect(packages.item("dates").xml).toMatch(/accessioned/);
  });

  it("keeps links inside the package and says which ones it loses", async () => {
    expect(packages.item("person", migrated).text("relationships")).toBe(
      packages.item("person").text("relationships"),
    );
    const alone = await packages.pack(
      { migrate: true, verify: false },
      packages.made.items.person.id,
    );
    expect(
      alone.problems.map(({ severity, code }) => [severity, code]),
    ).toEqual([
      ["warning", "relationship.left-out"],
      ["warning", "relationship.left-out"],
    ]);
  });

  it("says in the report that it is one", () => {
    expect(migrated.json("report.json")).toMatchObject({ mode: "migrate" });
    expect(packages.exact.json("report.json")).toMatchObject({
      mode: "exact",
      withBitstreams: true,
      items: { planned: packages.exact.result.items },
    });
  });

  it("knows the forms in which a handle of this server is written, and no other server's", async () => {
    await using folder = temporaryFolder();
    const data = join(folder.path, "data");
    const catalog = openTestCatalog(data);
    const collection = catalog.collection("C", [catalog.community("T")]);
    const forms = [
      "http://hdl.handle.net/",
      "https://hdl.handle.net/",
      "hdl:",
      "",
    ];
    const uris = (prefix: string) => forms.map((form) => `${form}${prefix}/1`);
    catalog.item(collection, {
      metadata: [...uris("123456789"), ...uris("1234567899")].map((uri) =>
        value("dc.identifier.uri", uri),
      ),
    });
    catalog.close();
    const out = join(folder.path, "out.zip");
    await exportTarget(data, collection, out, {
      migrate: true,
      verify: false,
    });
    const packed = await readPackage(out);
    expect(
      [
        ...packed
          .text("item_00001/dublin_core.xml")
          .matchAll(/"uri">([^<]*)</g),
      ].map(([, uri]) => uri),
    ).toEqual(uris("1234567899"));
  });
});

it("the sidecar calls an item by its title alone, not by other titles", async () => {
  await using folder = temporaryFolder();
  const data = join(folder.path, "data");
  const catalog = openTestCatalog(data);
  const collection = catalog.collection("C", [catalog.community("T")]);
  catalog.item(collection, {
    metadata: [value("dc.title.alternative", "Another")],
    policies: [publicRead],
    bundles: [bundle("ORIGINAL", [])],
  });
  catalog.close();
  const out = join(folder.path, "out.zip");
  await exportTarget(data, collection, out, { verify: false });
  expect(
    (await readPackage(out)).json("item_00001/_holdall-item.json"),
  ).toMatchObject({ name: null, bundles: [{ name: "ORIGINAL" }] });
});
