import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import {
  openTestCatalog,
  value,
  type TestCatalog,
} from "../../../support/catalog.ts";
import { catalogContent } from "../../../support/catalog-content.ts";
import { temporaryFolder } from "../../../support/package-files.ts";
import { exportTarget, importPackage } from "../../../support/runs.ts";

async function trip(fill: (catalog: TestCatalog) => Promise<void> | void) {
  await using folder = temporaryFolder();
  const data = join(folder.path, "data");
  const other = join(folder.path, "other");
  const catalog = openTestCatalog(data);
  await fill(catalog);
  catalog.close();
  const a = await exportTarget(data, null, join(folder.path, "a.zip"), {
    withdrawn: true,
  });
  await importPackage(other, a.result.path);
  const b = await exportTarget(other, null, join(folder.path, "b.zip"), {
    withdrawn: true,
  });
  expect.soft(catalogContent(other)).toEqual(catalogContent(data));
  expect.soft(b.result.sha256).toBe(a.result.sha256);
}
const inCollection =
  (fill: (c: TestCatalog, collection: number) => void) => () =>
    trip((c) => {
      fill(c, c.collection("C", [c.community("T")]));
    });

it(
  "places of relationships survive",
  inCollection((c, col) => {
    const entity = (title: string, type: string) =>
      c.item(col, {
        metadata: [value("dc.title", title), value("dspace.entity.type", type)],
      }).id;
    const [one, two, author] = [
      entity("1", "Publication"),
      entity("2", "Publication"),
      entity("a", "Person"),
    ];
    c.imports.relate(two, "isAuthorOfPublication", author);
    c.imports.relate(one, "isAuthorOfPublication", author);
  }),
);
it("names of containers survive", () =>
  trip((c) => {
    c.collection("Also named", [c.community("Named", { metadata: [] })], {
      metadata: [value("dc.title", "another")],
    });
  }));
it("description, source, metadata and policies of a logo survive", () =>
  trip(async (c) => {
    c.community("T", {
      logo: await c.bitstream("l.png", "x", {
        description: "d",
        source: "s",
        metadata: [value("dc.rights", "CC")],
      }),
    });
  }));
it("a logo whose file is missing is reported", async () => {
  await using folder = temporaryFolder();
  const data = join(folder.path, "data");
  const c = openTestCatalog(data);
  const col = c.collection("C", [c.community("T")], {
    logo: await c.bitstream("l.png", "x"),
  });
  c.close();
  rmSync(join(data, "store"), { recursive: true });
  const { problems } = await exportTarget(
    data,
    col,
    join(folder.path, "a.zip"),
  );
  expect(problems.map(({ code }) => code)).toEqual(["bitstream.missing"]);
});
it(
  "values of the schema relation survive",
  inCollection((c, col) => {
    c.item(col, { metadata: [value("relation.isPartOf", "text")] });
  }),
);
