import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { crc32 } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type {
  Bitstream,
  Bundle,
  Item,
  Policy,
} from "../../../../main/domain/catalog.ts";
import {
  fieldName,
  withPlaces,
  type MetadataDraft,
} from "../../../../main/domain/metadata.ts";
import type { Entry } from "../../../../main/domain/package-entry.ts";
import type { PackageFacts } from "../../../../main/formats/format.ts";
import { saf } from "../../../../main/formats/saf/index.ts";
import { safSource } from "../../../../main/sources/saf/index.ts";
import type { SourceItem } from "../../../../main/sources/source.ts";
import {
  formatContext,
  nothingPackaged,
} from "../../../support/format-context.ts";
import { temporaryFolder } from "../../../support/package-files.ts";
import {
  at,
  filesOf,
  problemLines,
  readSource,
} from "../../../support/read-source.ts";

const uuidOf = (number: number) =>
  `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;

const policy: Policy = {
  action: "READ",
  group: "Staff",
  account: null,
  name: "embargo",
  description: null,
  type: "TYPE_CUSTOM",
  startDate: "2031-01-01",
  endDate: null,
};

interface File {
  readonly name: string | null;
  readonly description: string | null;
  readonly text: string;
  readonly primary: boolean;
}

function itemOf(
  metadata: readonly MetadataDraft[],
  bundles: readonly { name: string; files: readonly File[] }[],
  more: Partial<Item> = {},
): Item {
  let id = 10;
  const next = () => ({ id: ++id, uuid: uuidOf(id) });
  return {
    id: 1,
    uuid: uuidOf(1),
    handle: "123456789/1",
    owningCollection: {
      id: 2,
      uuid: uuidOf(2),
      handle: "123456789/2",
      name: "C",
    },
    mappedCollections: [{ id: 3, uuid: uuidOf(3), handle: null, name: "D" }],
    inArchive: true,
    withdrawn: true,
    discoverable: false,
    lastModified: Date.UTC(2021, 5, 7, 8, 9, 10, 11),
    submitter: "someone@example.org",
    metadata: withPlaces(metadata),
    bundles: bundles.map(({ name, files }): Bundle => ({
      ...next(),
      name,
      metadata: withPlaces([
        {
          schema: "dc",
          element: "title",
          qualifier: null,
          language: null,
          value: name,
        },
      ]),
      policies: [policy],
      bitstreams: files.map((file, sequence): Bitstream => {
        const bytes = Buffer.from(file.text);
        return {
          ...next(),
          name: file.name,
          description: file.description,
          source: "/from/there",
          mimeType: "application/x-thing",
          formatName: "Thing",
          size: bytes.length,
          sha256: createHash("sha256").update(bytes).digest("hex"),
          md5: createHash("md5").update(bytes).digest("hex"),
          crc32: crc32(bytes),
          sequence,
          primary: file.primary,
          metadata: withPlaces([
            {
              schema: "iiif",
              element: "label",
              qualifier: null,
              language: "en",
              value: "p. 1",
            },
          ]),
          policies: [policy],
        };
      }),
    })),
    policies: [policy],
    relationships: [],
    ...more,
  };
}

const options = {
  format: "saf",
  packer: "zip",
  migrate: false,
  bitstreams: true,
  withdrawn: true,
  verify: true,
};

/** Writes an item with our own exporter. */
function write(folder: string, item: Item, position = 1): void {
  const context = formatContext({
    root: "pack",
    options,
    folderOf: (id: number) => (id < 10 ? `item_0000${id}` : null),
  });
  const planned = saf.planItem(item, position, context);
  for (const entry of saf.itemEntries(item, planned, new Map(), context)
    .entries)
    writeEntry(folder, entry, item);
}

function writeEntry(folder: string, entry: Entry, item: Item): void {
  const path = join(folder, entry.path);
  mkdirSync(dirname(path), { recursive: true });
  const { source } = entry;
  if (source.kind === "bytes") writeFileSync(path, source.bytes);
  else if (source.kind === "file")
    writeFileSync(path, readFileSync(source.file));
  else writeFileSync(path, textOf(item, source.sha256));
}

/** The texts of the files are their own catalog: `text <number>`. */
function textOf(item: Item, sha256: string): string {
  for (let number = 0; ; number++) {
    const text = number === 0 ? "" : `text ${number}`;
    if (createHash("sha256").update(text).digest("hex") === sha256) return text;
    if (number > 1000) throw new Error(`No text of ${item.uuid} is ${sha256}.`);
  }
}

const byField = (values: readonly MetadataDraft[]) => {
  const fields: Record<string, unknown[]> = {};
  for (const draft of values)
    (fields[fieldName(draft)] ??= []).push([
      draft.value,
      draft.language,
      draft.authority ?? null,
      draft.confidence ?? -1,
    ]);
  return fields;
};

function expectRestored(read: SourceItem, item: Item): void {
  expect(read).toMatchObject({
    uuid: item.uuid,
    handle: item.handle,
    collections: ["123456789/2", uuidOf(3)],
    inArchive: item.inArchive,
    withdrawn: item.withdrawn,
    discoverable: item.discoverable,
    lastModified: item.lastModified,
    submitter: item.submitter,
    policies: item.policies,
  });
  expect(byField(read.metadata)).toEqual(byField(item.metadata));
  expect(
    read.bundles.map((bundle) => ({
      ...bundle,
      metadata: byField(bundle.metadata),
      bitstreams: bundle.bitstreams.map(({ content, ...bitstream }) => ({
        ...bitstream,
        content: content.kind,
        metadata: byField(bitstream.metadata),
      })),
    })),
  ).toEqual(
    item.bundles.map(({ uuid, name, metadata, policies, bitstreams }) => ({
      uuid,
      name,
      metadata: byField(metadata),
      policies,
      bitstreams: bitstreams.map((bitstream) => ({
        uuid: bitstream.uuid,
        name: bitstream.name,
        description: bitstream.description,
        source: bitstream.source,
        mimeType: bitstream.mimeType,
        sequence: bitstream.sequence,
        primary: bitstream.primary,
        policies: bitstream.policies,
        metadata: byField(bitstream.metadata),
        content: "file",
        expected: {
          size: bitstream.size,
          sha256: bitstream.sha256,
          md5: bitstream.md5,
          crc32: bitstream.crc32,
        },
      })),
    })),
  );
}

function replace(file: string, from: string, to: string): void {
  const text = readFileSync(file, "utf8");
  expect(text).toContain(from);
  writeFileSync(file, text.replace(from, to));
}

const nasty = fc.oneof(
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.string({
    unit: fc.constantFrom(
      " ",
      "\t",
      "\n",
      "\r",
      "\u0000",
      "\u0001",
      "\f",
      "\ud800",
      "\udc00",
      "\ufffe",
      "<",
      "&",
      "]]>",
      "a",
    ),
    maxLength: 6,
  }),
  fc.constantFrom(
    "",
    " ",
    "../x",
    "a/b",
    "contents",
    "Handle",
    "con",
    "é",
    "e\u0301",
    "A.pdf",
    "a.PDF",
    "same",
  ),
);
const nullable = fc.option(nasty);
const metadata = fc.array(
  fc.record({
    schema: fc.constantFrom("dc", "local"),
    element: fc.constantFrom("title", "subject"),
    qualifier: fc.constantFrom(null, "other"),
    language: fc.oneof(fc.constantFrom(null, "", "en", "pt_BR"), nullable),
    value: nasty,
    authority: nullable,
    confidence: fc.constantFrom(-1, 500, 600),
  }),
  { maxLength: 12 },
);
const bundles = fc
  .array(
    fc.record({
      name: fc.oneof(
        fc.constantFrom("ORIGINAL", "TEXT", "LICENSE"),
        nasty.filter((name) => name.trim() !== ""),
      ),
      files: fc.array(
        fc.record({
          name: nullable,
          description: nullable,
          text: fc
            .nat(9)
            .map((number) => (number === 0 ? "" : `text ${number}`)),
        }),
        { maxLength: 4 },
      ),
    }),
    { maxLength: 4 },
  )
  .map((list) =>
    list.map(({ name, files }, index) => ({
      name,
      files: files.map((file, position) => ({
        ...file,
        primary: index % 2 === 0 && position === 1,
      })),
    })),
  );

describe("our own packages", () => {
  it("give back every item as it was", async () => {
    await using temporary = temporaryFolder();
    let number = 0;
    await fc.assert(
      fc.asyncProperty(metadata, bundles, async (values, files) => {
        const folder = join(temporary.path, String(number++));
        const item = itemOf(values, files);
        write(folder, item);
        const read = await readSource(safSource, folder);
        expect(read.problems).toEqual([]);
        expect(read.items).toHaveLength(1);
        expectRestored(at(read.items, 0), item);
        rmSync(folder, { recursive: true });
      }),
      { numRuns: 200 },
    );
  });

  const plain = itemOf(
    [
      {
        schema: "dc",
        element: "title",
        qualifier: null,
        language: "en",
        value: " A\u0001 title ",
        authority: "auth",
        confidence: 600,
      },
      {
        schema: "dc",
        element: "subject",
        qualifier: null,
        language: null,
        value: "s",
        authority: "x",
        confidence: 500,
      },
      {
        schema: "dc",
        element: "subject",
        qualifier: null,
        language: null,
        value: "s",
        authority: "y",
        confidence: 400,
      },
    ],
    [
      {
        name: "ORIGINAL",
        files: [
          {
            name: "a/b.txt",
            description: "one\ttwo",
            text: "text 1",
            primary: false,
          },
        ],
      },
    ],
  );

  async function edited(edit: (folder: string) => void) {
    await using temporary = temporaryFolder();
    write(temporary.path, plain);
    edit(join(temporary.path, "pack/item_00001"));
    const read = await readSource(safSource, temporary.path);
    for (const item of read.items) filesOf(item);
    return read;
  }
  it("tell values apart that are the same in XML", async () => {
    const { items } = await edited(() => undefined);
    expect(byField(at(items, 0).metadata)).toEqual(byField(plain.metadata));
  });

  it("give a file that someone lists again an identity of its own", async () => {
    const { items, problems } = await edited((folder) => {
      const file = join(folder, "contents");
      const text = readFileSync(file, "utf8");
      writeFileSync(file, text + text.replace("ORIGINAL", "TEXT"));
    });
    expect(problems).toEqual([]);
    expect(
      at(items, 0).bundles.map(({ name, bitstreams }) => [
        name,
        bitstreams.map(({ uuid }) => uuid),
      ]),
    ).toEqual([
      ["ORIGINAL", [uuidOf(12)]],
      ["TEXT", [undefined]],
    ]);
  });

  it("follow the XML where someone has edited it", async () => {
    const { items, problems } = await edited((folder) => {
      replace(join(folder, "dublin_core.xml"), "A title", "B title");
      replace(
        join(folder, "dublin_core.xml"),
        '<dcvalue element="subject" qualifier="none">s</dcvalue>',
        "",
      );
      replace(join(folder, "contents"), "one two", "three");
    });
    expect(problems).toEqual([]);
    expect(byField(at(items, 0).metadata)).toEqual({
      "dc.title": [["B title", "en", null, -1]],
      "dc.subject": [["s", null, "x", 500]],
    });
    expect(items[0]?.bundles[0]?.bitstreams[0]).toMatchObject({
      name: "a/b.txt",
      description: "three",
    });
  });

  it.each([
    ["sidecar.damaged", (text: string) => text.slice(0, -20)],
    ["sidecar.damaged", () => "[]"],
    [
      "sidecar.damaged",
      (text: string) => text.replace(uuidOf(1), "not a uuid"),
    ],
    [
      "sidecar.damaged",
      (text: string) => text.replace('"withdrawn":true', '"withdrawn":1'),
    ],
    [
      "sidecar.unknown-version",
      (text: string) => text.replace('"holdall":1', '"holdall":2'),
    ],
  ])(
    "are read without a sidecar that cannot be used (%s)",
    async (code, damage) => {
      const { items, problems } = await edited((folder) => {
        const file = join(folder, "_holdall-item.json");
        writeFileSync(file, damage(readFileSync(file, "utf8")));
      });
      expect(problemLines(problems)).toEqual([
        `warning ${code} item_00001 pack/item_00001/_holdall-item.json`,
      ]);
      expect(items[0]).not.toHaveProperty("uuid");
      expect(items[0]?.bundles[0]?.bitstreams[0]?.description).toBe("one two");
    },
  );

  it("keep links to items inside and outside of the package", async () => {
    await using temporary = temporaryFolder();
    const link = (id: number, side: "left" | "right") => ({
      type: "isAuthorOfPublication",
      side,
      other: { id, uuid: uuidOf(id), handle: null },
      leftPlace: 0,
      rightPlace: 0,
    });
    const entity: MetadataDraft = {
      schema: "dspace",
      element: "entity",
      qualifier: "type",
      language: null,
      value: "Publication",
    };
    const relationships = [link(2, "left"), link(3, "right"), link(44, "left")];
    write(temporary.path, itemOf([entity], [], { relationships }));
    write(
      temporary.path,
      itemOf([], [], { uuid: uuidOf(4), handle: null, relationships }),
      2,
    );
    const { items, problems } = await readSource(safSource, temporary.path);
    expect(problems).toEqual([]);
    const links = [
      { type: "isAuthorOfPublication", target: "folderName:item_00002" },
      { type: "isAuthorOfPublication", target: uuidOf(44) },
    ].map((known) => ({ ...known, places: { left: 0, right: 0 } }));
    expect(items.map((item) => item.relationships)).toEqual([links, links]);
  });

  it("say when bytes were left out", async () => {
    await using temporary = temporaryFolder();
    const context = formatContext({
      root: "pack",
      options: { ...options, bitstreams: false },
    });
    const planned = saf.planItem(plain, 1, context);
    for (const entry of saf.itemEntries(plain, planned, new Map(), context)
      .entries)
      writeEntry(temporary.path, entry, plain);
    const { items, problems } = await readSource(safSource, temporary.path);
    expect(items[0]?.bundles).toEqual([]);
    expect(problems.map(({ code }) => code)).toEqual([
      "bitstream.not-in-package",
    ]);
  });
});

describe("collection.json", () => {
  const logo = at(
    itemOf(
      [],
      [
        {
          name: "x",
          files: [
            {
              name: "l/ogo.png",
              description: null,
              text: "text 3",
              primary: false,
            },
          ],
        },
      ],
    ).bundles.flatMap(({ bitstreams }) => bitstreams),
    0,
  );
  const title = withPlaces([
    {
      schema: "dc",
      element: "title",
      qualifier: null,
      language: "en",
      value: "T ",
    },
  ]);
  const community = {
    id: 5,
    uuid: uuidOf(5),
    handle: "1/5",
    name: "Com",
    parent: null,
    metadata: title,
    logo: null,
    policies: [policy],
  };
  const facts: PackageFacts = {
    root: "pack",
    options,
    title: "All",
    asked: null,
    volume: null,
    changes: null,
    items: 0,
    itemsPlanned: 0,
    files: 0,
    filesPlanned: 0,
    bytes: 0,
    withdrawnLeftOut: 0,
    unfinishedLeftOut: 0,
    lastModified: 0,
    communities: [
      community,
      {
        ...community,
        id: 6,
        uuid: uuidOf(6),
        handle: null,
        parent: { id: 5, uuid: uuidOf(5) },
      },
    ],
    collections: [
      {
        id: 7,
        uuid: uuidOf(7),
        handle: "1/7",
        name: "Col",
        parents: [{ id: 6, uuid: uuidOf(6) }],
        metadata: title,
        logo,
        license: "be nice",
        template: title,
        policies: [],
      },
    ],
    workFolder: "",
    manifestFile: "",
    problemsFile: "",
    ...nothingPackaged,
  };

  async function writePackage(folder: string, item?: Item): Promise<void> {
    const work = join(folder, "work");
    mkdirSync(work);
    const manifestFile = join(work, "manifest");
    const problemsFile = join(work, "problems");
    writeFileSync(manifestFile, "");
    writeFileSync(problemsFile, "");
    const holder = itemOf([], [{ name: "x", files: [] }]);
    for await (const entry of saf.closingEntries({
      ...facts,
      workFolder: work,
      manifestFile,
      problemsFile,
    }))
      writeEntry(join(folder, "in"), entry, holder);
    if (item !== undefined) write(join(folder, "in"), item);
  }

  it("gives back communities and collections, with items and without", async () => {
    for (const item of [undefined, itemOf([], [])]) {
      await using temporary = temporaryFolder();
      await writePackage(temporary.path, item);
      const path = join(temporary.path, "in");
      expect(await safSource.recognises(path)).toBe(true);
      const read = await readSource(safSource, path);
      expect(read.problems).toEqual([]);
      expect(read.total).toBe(item === undefined ? 0 : 1);
      expect(read.structure).toMatchObject({
        communities: [
          { uuid: uuidOf(5), handle: "1/5", parent: null, policies: [policy] },
          { uuid: uuidOf(6), handle: null, parent: uuidOf(5) },
        ],
        collections: [
          {
            uuid: uuidOf(7),
            parents: [uuidOf(6)],
            license: "be nice",
            template: [{ value: "T ", language: "en" }],
            metadata: [{ schema: "dc", element: "title", value: "T " }],
            logo: {
              uuid: logo.uuid,
              name: "l/ogo.png",
              mimeType: "application/x-thing",
              expected: { sha256: logo.sha256 },
            },
          },
        ],
        groups: ["Staff"],
      });
    }
  });

  it("is ignored, with a warning, when it is damaged; another program's is none of ours", async () => {
    await using temporary = temporaryFolder();
    await writePackage(temporary.path, itemOf([], []));
    const file = join(temporary.path, "in/pack/collection.json");
    const text = readFileSync(file, "utf8");
    for (const damaged of [
      text.slice(0, 99),
      text.replace('"holdall": 1', '"holdall": 9'),
      text.replace(uuidOf(7), "x"),
    ]) {
      writeFileSync(file, damaged);
      const read = await readSource(safSource, join(temporary.path, "in"));
      expect(read.structure).toBeNull();
      expect(problemLines(read.problems)).toEqual([
        "warning structure.damaged pack/collection.json pack/collection.json",
      ]);
    }
    writeFileSync(file, '{"type":"FeatureCollection"}');
    const read = await readSource(safSource, join(temporary.path, "in"));
    expect([read.structure, read.problems]).toEqual([null, []]);
  });

  it("takes a logo from the folder beside it only", async () => {
    for (const evil of [
      "../../outside.png",
      "/etc/passwd",
      "..",
      "item_00001/contents",
      "none.png",
    ]) {
      await using temporary = temporaryFolder();
      await writePackage(temporary.path, itemOf([], []));
      const file = join(temporary.path, "in/pack/collection.json");
      replace(
        file,
        `"file": "logo-`,
        `"file": ${JSON.stringify(evil)}, "x": "`,
      );
      const read = await readSource(safSource, join(temporary.path, "in"));
      expect(read.structure?.collections[0]).not.toHaveProperty("logo");
      expect(read.problems.map(({ code }) => code)).toEqual(["logo.missing"]);
    }
  });
});
