import { publicRead, value, type TestCatalog } from "./catalog.ts";
import { noise } from "./noise.ts";

/** Communities within each other, a collection that is in two of them, and one that is empty. */
export async function makeHostileStructure(catalog: TestCatalog) {
  const community = catalog.community("Top", {
    metadata: [
      value("dc.title", "Top"),
      value("dc.description.abstract", "<p>All & everything</p>"),
    ],
    logo: await catalog.bitstream("logo.png", noise(500)),
  });
  const inner = catalog.community("Inner", {
    parent: community,
    policies: [publicRead, { ...publicRead, action: "ADD", group: "Curators" }],
  });
  // Made after the one inside the other: they are packed from the top down.
  const later = catalog.community("Later", { parent: null });
  const secondCollection = catalog.collection("Second", [later]);
  const collection = catalog.collection("Main", [inner, later], {
    metadata: [
      value("dc.title", "Main"),
      value("dc.rights.license", "Keep\r\nall \u0000 rights "),
      value("dc.description.tableofcontents", "\ud800 news"),
    ],
    logo: await catalog.bitstream("../logo.gif", "GIF89a"),
    license: "I grant\r\nthe right \u2028 to keep it.\n",
    template: [
      value("dc.type", "Article", { language: "en" }),
      value("dc.publisher", " House "),
    ],
    policies: [
      publicRead,
      { ...publicRead, action: "DEFAULT_BITSTREAM_READ", group: "Staff" },
      {
        ...publicRead,
        action: "DEFAULT_ITEM_READ",
        startDate: "2030-01-01",
        name: "later",
      },
      { ...publicRead, action: "ADMIN", group: "O'Brien's group" },
      { ...publicRead, action: "ADD", group: null, account: "b@example.org" },
    ],
  });
  const emptyCollection = catalog.collection("Empty", [inner], {
    template: [],
    license: "",
  });
  return { community, collection, secondCollection, emptyCollection };
}
