import type { ItemDraft } from "../../main/domain/catalog.ts";
import type { CreatedItem } from "../../main/store/item-writer.ts";
import { bundle, publicRead, value, type TestCatalog } from "./catalog.ts";
import {
  lineNames,
  pathNames,
  reservedNames,
  sameNames,
} from "./hostile-names.ts";
import { noise } from "./noise.ts";
import { relateItems } from "./related-items.ts";

/** Items of the hostile catalog, each named after what is awkward about it. */
export type HostileItem =
  | "plain"
  | "empty"
  | "markup"
  | "controls"
  | "surrogates"
  | "blanks"
  | "virtual"
  | "schemas"
  | "policies"
  | "iiif"
  | "details"
  | "lines"
  | "paths"
  | "nameless"
  | "reserved"
  | "same"
  | "long"
  | "bundles"
  | "withdrawn"
  | "mapped"
  | "dates"
  | "publication"
  | "person"
  | "organisation"
  | "volume";

/** Items with everything that makes packages difficult, all in one collection. */
export async function makeHostileItems(
  catalog: TestCatalog,
  collection: number,
  secondCollection: number,
): Promise<Readonly<Record<HostileItem, CreatedItem>>> {
  const made = new Map<HostileItem, CreatedItem>();
  const add = (name: HostileItem, draft: Partial<ItemDraft>) => {
    made.set(
      name,
      catalog.item(collection, {
        ...draft,
        metadata: [value("dc.title", name), ...(draft.metadata ?? [])],
      }),
    );
  };
  const named = (names: readonly (string | null)[], draft = {}) =>
    Promise.all(
      names.map((name, n) =>
        catalog.bitstream(name, `content ${n} of ${name}`, draft),
      ),
    );

  add("plain", {
    metadata: [
      value("dc.title", "Ein Titel", { language: "de" }),
      value("dc.contributor.author", "Sommer, Ada"),
      value("dc.date.issued", "1999-12-31"),
      value("dspace.iiif.enabled", "true"),
    ],
    bundles: [
      bundle("ORIGINAL", [
        await catalog.bitstream("page 1.txt", "one two three ".repeat(500)),
        await catalog.bitstream("noise.bin", noise(60_000)),
        await catalog.bitstream("photo.jpg", noise(20_000), {
          primary: true,
          description: "A photograph",
        }),
      ]),
      bundle("TEXT", [
        await catalog.bitstream("page 1.txt.txt", "one", { primary: true }),
      ]),
      bundle("LICENSE", [await catalog.bitstream("license.txt", "granted")]),
    ],
    lastModified: Date.UTC(2031, 0, 1, 1, 2, 4, 5),
  });
  made.set("empty", catalog.item(collection));
  add("markup", {
    metadata: [
      value("dc.description", `a < b & c > "d" 'e' ]]> <!-- f --> &#65;`, {
        language: `e"n<&'>`,
      }),
      value("dc.description", "cr\r, crlf\r\n, tab\t, lf\n, end", {
        language: "a\tb\nc",
      }),
      value("dc.description", "<![CDATA[lost]]>"),
      value("dc.description.abstract", "many blanks / and slashes ".repeat(40)),
    ],
  });
  add("controls", {
    metadata: [
      value("dc.subject", "form\u000cfeed, tab\u000b, null\u0000, esc\u001b"),
      value("dc.subject", "not a character \ufffe\uffff, next line \u0085"),
      value("dc.subject", "\u0001\u0002"),
      value("dc.subject", ""),
      value("dc.subject", " \u00a0 "),
      value("dc.subject", "   "),
      value("dc.subject", "the end"),
    ],
  });
  add("surrogates", {
    metadata: [
      value(
        "dc.subject",
        "high \ud83d alone, low \ude00 alone, pair \u{1f600}",
      ),
      value("dc.subject", "\udc00"),
    ],
  });
  add("blanks", {
    metadata: [
      value("dc.subject", "  two before, two after  "),
      value("dc.subject", "two before, two after", {
        authority: "vocabulary:17",
        confidence: 600,
      }),
      value("dc.subject", "\n\tlines around\r\n", { language: "" }),
      value("dc.subject", "same", { confidence: 300 }),
      value("dc.subject", "same", { authority: "other", confidence: 400 }),
    ],
  });
  add("virtual", {
    metadata: [
      value("dc.contributor.author", "First, Real"),
      value("dc.contributor.author", "Second, Virtual", {
        authority: "virtual::4711",
        confidence: 600,
      }),
      value("dc.contributor.author", "Third, Real"),
      value("relation.isAuthorOfPublication", "0c5a7d2e", {
        authority: "virtual::4711",
        confidence: 600,
      }),
    ],
  });
  add("schemas", {
    metadata: [
      value("dcterms.abstract", "terms"),
      value("local.note", "small"),
      value("Local.note", "large"),
      value("LOCAL.note", "larger"),
      value("DC.note", "another dc"),
      { ...value("x.note", "outside"), schema: "../../evil" },
      { ...value("x.note", "blank and umlaut"), schema: "w\u00e4hr und" },
      { ...value("x.note", "same file name?"), schema: "w\u00e4hr/und" },
    ],
  });
  add("policies", {
    discoverable: false,
    submitter: "someone@example.org",
    policies: [
      publicRead,
      {
        ...publicRead,
        group: "Staff",
        name: "Embargo",
        description: "until the book is out",
        type: "TYPE_CUSTOM",
        startDate: "2031-01-01",
        endDate: "2032-12-31",
      },
      { ...publicRead, action: "WRITE", group: null, account: "a@example.org" },
    ],
    bundles: [
      bundle(
        "ORIGINAL",
        [
          await catalog.bitstream("staff.txt", "1", {
            policies: [{ ...publicRead, group: "Staff" }],
          }),
          await catalog.bitstream("quoted.txt", "2", {
            policies: [{ ...publicRead, group: "O'Brien's group" }],
          }),
          await catalog.bitstream("embargo.txt", "3", {
            policies: [
              { ...publicRead, group: "Staff", startDate: "2040-01-01" },
            ],
          }),
          await catalog.bitstream("two.txt", "4", {
            policies: [
              { ...publicRead, group: "Staff" },
              { ...publicRead, group: "Curators" },
            ],
          }),
          await catalog.bitstream("person.txt", "5", {
            policies: [
              { ...publicRead, group: null, account: "a@example.org" },
            ],
          }),
          await catalog.bitstream("open.txt", "6"),
          await catalog.bitstream("closed.txt", "7", { policies: [] }),
        ],
        { policies: [{ ...publicRead, group: "Staff" }] },
      ),
    ],
  });
  add("iiif", {
    bundles: [
      bundle("ORIGINAL", [
        await catalog.bitstream("page.jpg", "jpeg", {
          metadata: [
            value("iiif.label", "Page\t1"),
            value("iiif.toc", "Chapter 1|||Part 2"),
            value("iiif.image.width", "1200"),
            value("iiif.image.height", "1600"),
          ],
        }),
        await catalog.bitstream("cover.jpg", "jpeg 2", {
          metadata: [value("iiif.image.width", "wide")],
        }),
      ]),
    ],
  });
  add("details", {
    bundles: [
      bundle(
        "ORIGINAL",
        [
          await catalog.bitstream("scan.xyz", "scan", {
            source: "scanner 12",
            mimeType: "application/x-scan",
            sequence: 17,
            metadata: [
              value("dc.rights", "CC0", { language: "en" }),
              value("dc.identifier.other", "x\u0000y"),
            ],
          }),
          await catalog.bitstream("nothing.txt", ""),
        ],
        { metadata: [value("dc.title", "Scans"), value("dc.type", "set")] },
      ),
    ],
  });
  add("lines", {
    bundles: [
      bundle("ORIGINAL", [
        ...(await named(lineNames)),
        await catalog.bitstream("described.txt", "x", {
          description: "tab\t, line\n, return\r, next\u0085, sep\u2028, end ",
        }),
        await catalog.bitstream("option.txt", "y", {
          description: "\tbundle:LICENSE\tprimary:true",
        }),
        await catalog.bitstream("no description.txt", "z", { description: "" }),
      ]),
    ],
  });
  add("paths", { bundles: [bundle("ORIGINAL", await named(pathNames))] });
  add("nameless", {
    bundles: [
      bundle("ORIGINAL", [
        await catalog.bitstream(null, "%PDF", { mimeType: "application/pdf" }),
        await catalog.bitstream(null, "?", { mimeType: "application/x-odd" }),
        await catalog.bitstream("", "no name either"),
      ]),
    ],
  });
  add("reserved", {
    bundles: [bundle("ORIGINAL", await named(reservedNames))],
  });
  add("same", {
    bundles: [
      bundle("ORIGINAL", await named(sameNames)),
      bundle("TEXT", await named(["a.txt"])),
    ],
  });
  add("long", {
    bundles: [
      bundle(
        "ORIGINAL",
        await named([
          `${"n".repeat(296)}.pdf`,
          `${"n".repeat(297)}.pdf`,
          `${"\u00fc".repeat(150)}.pdf`,
          "\u{1f4d6}".repeat(75),
          `a.${"long extension ".repeat(20)}`,
        ]),
      ),
    ],
  });
  add("bundles", {
    bundles: [
      bundle("LICENSE", [await catalog.bitstream("other.txt", "1")]),
      bundle("ORIGINAL", [await catalog.bitstream("license.txt", "2")]),
      bundle("ORIGINAL", [await catalog.bitstream("twin.txt", "3")]),
      bundle("", [await catalog.bitstream("bundle without name.txt", "4")]),
      bundle("TAB\tTED", [await catalog.bitstream("tabbed.txt", "5")]),
      bundle("EMPTY", [], { metadata: [value("dc.title", "Nothing")] }),
    ],
  });
  add("withdrawn", {
    withdrawn: true,
    inArchive: false,
    policies: [{ ...publicRead, action: "WITHDRAWN_READ" }],
    bundles: [bundle("ORIGINAL", await named(["withdrawn.txt"]))],
  });
  add("mapped", { mappedCollections: [secondCollection] });
  add("dates", {
    metadata: [
      value("dc.date.accessioned", "2020-05-05T10:00:00Z"),
      value("dc.date.available", "2020-05-05T10:00:00Z"),
      value("dc.date.issued", "2020-05-05T10:00:00Z"),
      value("dc.date.issued", "1875", { language: "en" }),
      value("dc.date.issued", "1876"),
      value("dc.description.provenance", "Made available by someone"),
      value("dc.format.extent", "100 bytes"),
      value("dc.format.mimetype", "text/plain"),
      value("dc.identifier.uri", "http://hdl.handle.net/123456789/99"),
      value("dc.identifier.uri", "http://example.org/123456789/99"),
      value("local.date.available", "in another schema"),
    ],
  });
  for (const [name, item] of Object.entries(relateItems(catalog, collection)))
    made.set(name as HostileItem, item);
  return Object.fromEntries(made) as Record<HostileItem, CreatedItem>;
}
