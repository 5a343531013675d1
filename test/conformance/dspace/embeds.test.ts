import { afterAll, beforeAll, expect, it } from "vitest";
import { startRoleWorld, type RoleWorld } from "../../support/role-world.ts";

let world: RoleWorld;
/** Paths of one resource of every kind. */
const paths: Record<string, string> = {};

interface Hal {
  readonly [name: string]: unknown;
  readonly uuid: string;
  readonly id: string | number;
  readonly _links: Record<string, { href: string } | { href: string }[]>;
  readonly _embedded?: Record<string, unknown>;
}

beforeAll(async () => {
  world = await startRoleWorld();
  const made = async (
    path: string,
    body: unknown,
    headers?: Record<string, string>,
  ): Promise<Hal> => {
    const answer = await world.ask("R", "POST", path, body, headers);
    expect(answer.status, `${path} ${answer.text}`).toBeLessThan(300);
    return answer.json() as Hal;
  };
  const collection = `/core/collections/${world.collection}`;
  const item = `/core/items/${world.item}`;
  for (const group of [
    "adminGroup",
    "submittersGroup",
    "itemReadGroup",
    "bitstreamReadGroup",
  ])
    await made(`${collection}/${group}`, {});
  await made(`/core/communities/${world.community}/adminGroup`, {});
  const template = await made(`${collection}/itemtemplate`, {});
  const bundle = await made(`${item}/bundles`, { name: "ORIGINAL" });
  const boundary = "----holdall";
  const form = {
    body: `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\nx\r\n--${boundary}--\r\n`,
    headers: { "Content-Type": `multipart/form-data; boundary=${boundary}` },
  };
  for (const container of [collection, `/core/communities/${world.community}`])
    await made(`${container}/logo`, form.body, form.headers);
  const bitstream = await made(
    `/core/bundles/${bundle.uuid}/bitstreams`,
    form.body,
    form.headers,
  );
  const group = await made("/eperson/groups", { name: "Readers" });
  const policy = await made(
    `/authz/resourcepolicies?resource=${world.item}&group=${group.uuid}`,
    { action: "READ" },
  );
  await world.ask(
    "R",
    "POST",
    `/core/bundles/${bundle.uuid}/primaryBitstream`,
    `https://x/api/core/bitstreams/${bitstream.uuid}`,
    { "Content-Type": "text/uri-list" },
  );
  await world.ask(
    "R",
    "POST",
    `${item}/mappedCollections`,
    `https://x/api/core/collections/${world.other}`,
    { "Content-Type": "text/uri-list" },
  );
  const owned = (
    await world.ask("R", "GET", `${collection}/adminGroup`)
  ).json() as Hal;
  const person = (
    await world.ask(
      "R",
      "GET",
      "/eperson/epersons/search/byEmail?email=k@example.org",
    )
  ).json() as Hal;
  Object.assign(paths, {
    community: `/core/communities/${world.community}`,
    collection,
    "collection with a mapped item": `/core/collections/${world.other}`,
    item,
    template: `/core/itemtemplates/${template.uuid}`,
    bundle: `/core/bundles/${bundle.uuid}`,
    bitstream: `/core/bitstreams/${bitstream.uuid}`,
    group: `/eperson/groups/${group.uuid}`,
    "group of a collection": `/eperson/groups/${owned.uuid}`,
    eperson: `/eperson/epersons/${person.uuid}`,
    policy: `/authz/resourcepolicies/${String(policy.id)}`,
    field: "/core/metadatafields/1",
    schema: "/core/metadataschemas/1",
    format: "/core/bitstreamformats/1",
  });
});
afterAll(() => world.stop());

/** What is said of a thing itself. */
const plain = (document: unknown): unknown => {
  if (document === null) return null;
  const { _embedded, page, ...fields } = document as Hal;
  return page === undefined || _embedded === undefined
    ? fields
    : { _embedded, page };
};

it("embeds for every link of every kind of thing what the link leads to", async () => {
  const wrong: string[] = [];
  let compared = 0;
  for (const [kind, path] of Object.entries(paths)) {
    const thing = (await world.ask("R", "GET", path)).json() as Hal;
    for (const [relation, link] of Object.entries(thing._links)) {
      if (["self", "content"].includes(relation) || Array.isArray(link))
        continue;
      const linked = await world.ask(
        "R",
        "GET",
        link.href.replace(`${world.server.url}/api`, ""),
      );
      const embedding = await world.ask(
        "R",
        "GET",
        `${path}?embed=${relation}`,
      );
      const found =
        embedding.status === 200
          ? ((embedding.json() as Hal)._embedded?.[relation] ?? null)
          : embedding.status;
      const expected = linked.status === 200 ? linked.json() : null;
      compared++;
      try {
        expect(plain(found)).toEqual(plain(expected));
      } catch {
        wrong.push(`${kind}: ${relation} (${String(linked.status)})`);
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(compared).toBeGreaterThan(40);
});

it("embeds the groups of a workflow, of which there are several links", async () => {
  const path = `/core/collections/${world.collection}`;
  const embedded = async () =>
    (
      (await world.ask("R", "GET", `${path}?embed=workflowGroups`)).json() as {
        _embedded: {
          workflowGroups: { _embedded: { workflowGroups: Hal[] } };
        };
      }
    )._embedded.workflowGroups._embedded.workflowGroups;
  expect(await embedded()).toEqual([]);
  const made = await world.ask(
    "R",
    "POST",
    `${path}/workflowGroups/editor`,
    {},
  );
  expect(made.status, made.text).toBe(201);
  expect((await embedded()).map(({ uuid }) => uuid)).toEqual([
    (made.json() as Hal).uuid,
  ]);
});
