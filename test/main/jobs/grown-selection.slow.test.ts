import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { ExportOptions } from "../../../main/domain/run.ts";
import { openTestCatalog, value } from "../../support/catalog.ts";
import { temporaryFolder } from "../../support/package-files.ts";
import { readPackage } from "../../support/read-package.ts";
import { relateItems } from "../../support/related-items.ts";
import { exportTarget, importPackage } from "../../support/runs.ts";

const titles: Record<string, string> = {};
let data = "";
let publication = "";
let current = "";
let older = "";

beforeAll(() => {
  const folder = temporaryFolder();
  data = join(folder.path, "data");
  const catalog = openTestCatalog(data);
  const community = catalog.community("Works");
  const collection = catalog.collection("Volumes", [community]);
  const other = catalog.collection("People", [community]);
  const related = relateItems(catalog, collection);
  publication = String(related.publication.id);
  for (const [name, { uuid }] of Object.entries(related)) titles[uuid] = name;
  // publication – person – organisation – society: each one step further.
  const society = catalog.item(other, {
    metadata: [
      value("dc.title", "society"),
      value("dspace.entity.type", "OrgUnit"),
    ],
  });
  const member = catalog.item(other, {
    withdrawn: true,
    inArchive: false,
    metadata: [
      value("dc.title", "member"),
      value("dspace.entity.type", "Person"),
    ],
  });
  catalog.imports.relate(related.person.id, "isOrgUnitOfPerson", society.id);
  catalog.imports.relate(member.id, "isOrgUnitOfPerson", society.id);
  titles[society.uuid] = "society";
  titles[member.uuid] = "member";
  const version = (number: number, of: number) =>
    catalog.item(other, {
      inArchive: number === of,
      metadata: [value("dc.title", `report ${String(number)}`)],
      version: {
        history: "reports",
        number,
        summary: number === 1 ? null : `${String(number)}. edition`,
        createdAt: Date.UTC(2020 + number, 0, 1),
      },
    });
  // The one that counts was made first: the order of ids says nothing.
  const last = version(3, 3);
  current = String(last.id);
  older = String(version(1, 3).id);
  version(2, 3);
  catalog.close();
  return folder[Symbol.asyncDispose].bind(folder);
});

async function exported(
  target: string | null,
  options: Partial<ExportOptions>,
) {
  const folder = temporaryFolder();
  onTestFinished(() => folder[Symbol.asyncDispose]());
  const out = join(folder.path, "package.zip");
  const { run, result, problems } = await exportTarget(
    data,
    target,
    out,
    options,
  );
  const found = await readPackage(out);
  return {
    out,
    run,
    result,
    problems,
    folder: folder.path,
    found,
    sidecars: found.paths
      .filter((path) => path.endsWith("_holdall-item.json"))
      .map((path) => ({
        folder: path.slice(0, path.indexOf("/")),
        ...(found.json(path) as { uuid: string; name: string }),
      })),
  };
}

describe("links", () => {
  const named = ({ sidecars }: Awaited<ReturnType<typeof exported>>) =>
    sidecars.map(({ uuid, name }) => titles[uuid] ?? name).sort();

  test("are followed as many steps as is asked for, and no further", async () => {
    expect(named(await exported(publication, {}))).toEqual(["publication"]);
    expect(named(await exported(publication, { maxLinkLevel: 1 }))).toEqual([
      "organisation",
      "person",
      "publication",
    ]);
    const two = await exported(publication, { maxLinkLevel: 2 });
    expect(named(two)).toEqual([
      "organisation",
      "person",
      "publication",
      "society",
    ]);
    // What is linked is described with its collection, and links within the package are by folder.
    const structure = two.found.json("collection.json") as {
      collections: { name: string }[];
    };
    expect(structure.collections.map(({ name }) => name).sort()).toEqual([
      "People",
      "Volumes",
    ]);
    expect(two.found.text("item_00001/relationships")).toContain("folderName:");
  });

  test("lead to withdrawn items only when these are wanted", async () => {
    expect(named(await exported(publication, { maxLinkLevel: 100 }))).toEqual([
      "organisation",
      "person",
      "publication",
      "society",
    ]);
    expect(
      named(
        await exported(publication, { maxLinkLevel: 100, withdrawn: true }),
      ),
    ).toEqual(["member", "organisation", "person", "publication", "society"]);
  });
});

describe("older versions", () => {
  test("stay at home, and nobody misses them", async () => {
    const { sidecars, run, problems } = await exported(null, {});
    expect(sidecars.map(({ name }) => name)).toContain("report 3");
    expect(sidecars.map(({ name }) => name)).not.toContain("report 1");
    expect(problems.map(({ code }) => code)).not.toContain("item.unfinished");
    expect(run.state).toBe("done");
  });

  test("come with their suffix, and come back as what they are", async () => {
    const options = { includeRevisionHistory: true };
    const first = await exported(current, options);
    expect(first.sidecars.map(({ folder, name }) => [folder, name])).toEqual([
      ["item_00001", "report 3"],
      ["item_00002-rev1", "report 1"],
      ["item_00003-rev2", "report 2"],
    ]);
    expect(
      first.found.json("item_00003-rev2/_holdall-item.json"),
    ).toMatchObject({
      inArchive: false,
      version: {
        history: "reports",
        number: 2,
        summary: "2. edition",
        date: "2022-01-01T00:00:00.000Z",
        replacedBy: first.sidecars[0]?.uuid,
      },
    });
    const copy = join(first.folder, "copy");
    await importPackage(copy, first.out);
    const again = join(first.folder, "again.zip");
    await exportTarget(copy, first.sidecars[0]?.uuid ?? "", again, options);
    expect(readFileSync(again).equals(readFileSync(first.out))).toBe(true);
  });

  test("can be asked for one by one", async () => {
    const { sidecars } = await exported(older, {
      includeRevisionHistory: true,
    });
    expect(sidecars.map(({ name }) => name)).toEqual(["report 1"]);
  });
});
