import { join } from "node:path";
import { addAccount } from "./api-server.ts";
import { bundle, openTestCatalog, publicRead, value } from "./catalog.ts";
import { temporaryFolder } from "./holdall.ts";

export const text = "Das Leuchtfeuer brennt seit 1847.\n";

export type ApiWorld = Awaited<ReturnType<typeof makeApiWorld>>;

/**
 * A catalog with something of every kind of access: what is public, closed, embargoed, withdrawn, hidden and mapped,
 * and with an administrator, a plain user, and a curator who administers one collection.
 */
export async function makeApiWorld() {
  const folder = await temporaryFolder();
  const data = join(folder.path, "data");
  const catalog = openTestCatalog(data);
  const curator = {
    ...publicRead,
    group: null,
    account: "curator@example.org",
  };
  const top = catalog.community("Harbours");
  const sub = catalog.community("Lighthouses", { parent: top });
  const open = catalog.collection("Open plans", [sub]);
  const closed = catalog.collection("Closed letters", [sub], { policies: [] });
  const curated = catalog.collection("Curated", [top], {
    policies: [publicRead, { ...curator, action: "ADMIN" }],
    license: "Ask the curator.",
  });
  const file = await catalog.bitstream("Übersicht “A”.txt", text, {
    description: "Plan",
    primary: true,
  });
  const page = await catalog.bitstream("page.html", "<script>1</script>");
  const secret = await catalog.bitstream("secret.txt", "Geheim", {
    policies: [],
  });
  const titled = (title: string) => [
    value("dc.title", title),
    value("dc.contributor.author", "Fyr, Eva"),
    value("dc.contributor.author", "Ness, Ole"),
    value("dc.date.issued", "1847-05-01"),
    value("dc.description.provenance", "Made by a machine"),
  ];
  const day = (days: number) =>
    new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const items = {
    plan: catalog.item(open, {
      metadata: titled("Plan of the tower"),
      bundles: [
        bundle("ORIGINAL", [file, page, secret], { policies: [publicRead] }),
        bundle("LICENSE", [await catalog.bitstream("license.txt", "You may.")]),
      ],
      mappedCollections: [curated],
    }),
    closed: catalog.item(open, {
      metadata: titled("For nobody"),
      policies: [],
    }),
    embargoed: catalog.item(open, {
      metadata: titled("Not yet"),
      policies: [{ ...publicRead, startDate: day(2) }],
    }),
    lent: catalog.item(open, {
      metadata: titled("No more"),
      policies: [{ ...publicRead, endDate: day(-2) }],
    }),
    withdrawn: catalog.item(open, {
      metadata: titled("Withdrawn"),
      withdrawn: true,
      inArchive: false,
    }),
    hidden: catalog.item(open, {
      metadata: titled("Hidden"),
      discoverable: false,
    }),
    curated: catalog.item(curated, {
      metadata: titled("Only for the curator"),
      policies: [],
    }),
  };
  const uuidOf = (id: number): string => {
    const kind = catalog.objects.kind(id);
    if (kind !== "community" && kind !== "collection")
      throw new Error("not a container");
    const [record] = catalog.browse.records(kind, [id]);
    if (record === undefined) throw new Error("no such container");
    return record.uuid;
  };
  const [bundleId] = catalog.browse.bundles(
    items.plan.id,
    { skip: 0, limit: 1, descending: false },
    null,
  ).ids;
  const [bundleRecord] = catalog.browse.records("bundle", [bundleId ?? 0]);
  const bitstreams = catalog.browse.records(
    "bitstream",
    catalog.browse.bitstreams(
      bundleId ?? 0,
      { skip: 0, limit: 10, descending: false },
      null,
    ).ids,
  );
  const world = {
    data,
    remove: folder.remove,
    communities: { top: uuidOf(top), sub: uuidOf(sub) },
    collections: {
      open: uuidOf(open),
      closed: uuidOf(closed),
      curated: uuidOf(curated),
    },
    ids: { open, curated, top },
    items,
    bundle: bundleRecord?.uuid ?? "",
    bitstreams: {
      text: bitstreams[0]?.uuid ?? "",
      page: bitstreams[1]?.uuid ?? "",
      secret: bitstreams[2]?.uuid ?? "",
    },
  };
  catalog.close();
  await addAccount(data, "admin@example.org", "--admin");
  await addAccount(data, "user@example.org");
  await addAccount(data, "curator@example.org");
  return world;
}
