import { createHash, randomBytes } from "node:crypto";
import { connect } from "node:net";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until } from "../../support/api-server.ts";
import { fileForm, type FormPart } from "../../support/file-form.ts";
import { everybody, only, testRoles } from "../../support/role-table.ts";
import {
  startRoleWorld,
  type Role,
  type RoleWorld,
} from "../../support/role-world.ts";

interface Hal {
  readonly [name: string]: unknown;
  readonly uuid: string;
  readonly name: string;
  readonly metadata: Record<
    string,
    { value: string; language: string | null }[]
  >;
  readonly _links: Record<string, { href: string }>;
  readonly _embedded: Record<string, Hal[]>;
  readonly page: Record<string, number>;
}

let world: RoleWorld;
let bundle = "";
let text = "";
const nowhere = "00000000-0000-4000-8000-000000000000";
const content = "Das Leuchtfeuer brennt seit 1847.\n";
const md5 = (bytes: string | Uint8Array, encoding: "hex" | "base64" = "hex") =>
  createHash("md5").update(bytes).digest(encoding);
const bundles = "/core/bundles";
const bitstreams = "/core/bitstreams";
const uriList = { "Content-Type": "text/uri-list" };
const uriOf = (uuid: string) =>
  `http://elsewhere.example/server/api/core/bitstreams/${uuid}`;
let count = 0;

async function ask(
  role: Role,
  method: string,
  path: string,
  status: number,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Hal> {
  const answer = await world.ask(role, method, path, body, headers);
  expect(answer.status, `${method} ${path}: ${answer.text}`).toBe(status);
  return (answer.text === "" ? {} : answer.json()) as Hal;
}
const file = (more: Partial<FormPart> = {}): FormPart => ({
  name: "file",
  fileName: "feuer.txt",
  type: "text/plain",
  content,
  ...more,
});
const properties = (value: unknown): FormPart => ({
  name: "properties",
  // As a client in wide use sends it.
  content: `${JSON.stringify(value)};application/json`,
});
async function send(
  role: Role,
  path: string,
  parts: readonly FormPart[],
  headers: Record<string, string> = {},
) {
  const form = fileForm(...parts);
  return world.ask(role, "POST", path, form.body, {
    ...form.headers,
    ...headers,
  });
}
async function upload(
  parts: readonly FormPart[],
  status = 201,
  headers: Record<string, string> = {},
  into = bundle,
): Promise<Hal> {
  const answer = await send(
    "R",
    `${bundles}/${into}/bitstreams`,
    parts,
    headers,
  );
  expect(answer.status, answer.text).toBe(status);
  return answer.json() as Hal;
}
const makeBundle = async (item = world.item, name?: string) =>
  (
    await ask("R", "POST", `/core/items/${item}/bundles`, 201, {
      name: name ?? `BUNDLE ${String(++count)}`,
    })
  ).uuid;
const makeItem = async () =>
  (
    await ask(
      "R",
      "POST",
      `/core/items?owningCollection=${world.collection}`,
      201,
      { inArchive: true, metadata: { "dc.title": [{ value: "Of files" }] } },
    )
  ).uuid;
/** Nobody but administrators reads it any more. */
const close = async (uuid: string) => {
  const found = await ask(
    "R",
    "GET",
    `/authz/resourcepolicies/search/resource?uuid=${uuid}`,
    200,
  );
  for (const { id } of found._embedded["resourcepolicies"] ?? [])
    await ask("R", "DELETE", `/authz/resourcepolicies/${String(id)}`, 204);
};
const namesIn = async (uuid: string) =>
  (await ask("R", "GET", `${bundles}/${uuid}/bitstreams`, 200))._embedded[
    "bitstreams"
  ]?.map(({ name }) => name);
const bytesOf = async (uuid: string, role: Role = "R") =>
  world.ask(role, "GET", `${bitstreams}/${uuid}/content`);

beforeAll(async () => {
  world = await startRoleWorld();
  bundle = await makeBundle(world.item, "ORIGINAL");
  text = (await upload([file()])).uuid;
});
afterAll(() => world.stop());

describe("§7, §12: who may do what", () => {
  testRoles([
    [
      "GET a bundle",
      (role) => world.ask(role, "GET", `${bundles}/${bundle}`),
      everybody(200),
    ],
    [
      "POST bundles of an item",
      (role) =>
        world.ask(role, "POST", `/core/items/${world.item}/bundles`, {
          name: `OF ${role}`,
        }),
      only(201, "R", "M", "K"),
    ],
    [
      "PATCH a bundle",
      (role) =>
        world.ask(role, "PATCH", `${bundles}/${bundle}`, [
          { op: "add", path: "/metadata/dc.description", value: ["Files"] },
        ]),
      only(200, "R", "M", "K"),
    ],
    [
      "DELETE a bundle",
      async (role) =>
        world.ask(role, "DELETE", `${bundles}/${await makeBundle()}`),
      only(204, "R", "M", "K"),
    ],
    [
      "DELETE a bundle that does not exist",
      (role) => world.ask(role, "DELETE", `${bundles}/${nowhere}`),
      everybody(404, { A: 401 }),
    ],
    [
      "GET, POST, PUT, DELETE the list of bundles",
      (role) => world.ask(role, "GET", bundles),
      everybody(405),
    ],
    [
      "GET primaryBitstream",
      (role) => world.ask(role, "GET", `${bundles}/${bundle}/primaryBitstream`),
      everybody(204),
    ],
    [
      "POST primaryBitstream",
      async (role) => {
        const into = await makeBundle();
        const { uuid } = await upload([file()], 201, {}, into);
        return world.ask(
          role,
          "POST",
          `${bundles}/${into}/primaryBitstream`,
          uriOf(uuid),
          uriList,
        );
      },
      only(201, "R", "M", "K"),
    ],
    [
      "POST bitstreams",
      (role) => send(role, `${bundles}/${bundle}/bitstreams`, [file()]),
      only(201, "R", "M", "K"),
    ],
    [
      "POST bitstreams of a bundle that does not exist",
      (role) => send(role, `${bundles}/${nowhere}/bitstreams`, [file()]),
      everybody(404, { A: 401 }),
    ],
    [
      "GET a bitstream",
      (role) => world.ask(role, "GET", `${bitstreams}/${text}`),
      everybody(200),
    ],
    [
      "GET format",
      (role) => world.ask(role, "GET", `${bitstreams}/${text}/format`),
      everybody(200),
    ],
    [
      "PATCH a bitstream",
      (role) =>
        world.ask(role, "PATCH", `${bitstreams}/${text}`, [
          { op: "add", path: "/metadata/dc.description", value: ["A text"] },
        ]),
      only(200, "R", "M", "K"),
    ],
    [
      "PATCH a bitstream that does not exist",
      (role) => world.ask(role, "PATCH", `${bitstreams}/${nowhere}`, []),
      everybody(404, { A: 401 }),
    ],
    [
      "DELETE a bitstream",
      async (role) =>
        world.ask(
          role,
          "DELETE",
          `${bitstreams}/${(await upload([file()])).uuid}`,
        ),
      only(204, "R", "M", "K"),
    ],
    [
      "PATCH to remove several",
      async (role) =>
        world.ask(role, "PATCH", bitstreams, [
          {
            op: "remove",
            path: `/bitstreams/${(await upload([file()])).uuid}`,
          },
        ]),
      only(204, "R", "M", "K"),
    ],
    [
      "DELETE a logo",
      async (role) => {
        await ask(
          "R",
          "GET",
          `/core/collections/${world.collection}/logo`,
          204,
        );
        const answer = await send(
          "R",
          `/core/collections/${world.collection}/logo`,
          [file({ fileName: "logo.png", type: "image/png" })],
        );
        const { uuid } = answer.json() as Hal;
        const told = await world.ask(role, "DELETE", `${bitstreams}/${uuid}`);
        if (told.status !== 204)
          await ask("R", "DELETE", `${bitstreams}/${uuid}`, 204);
        return told;
      },
      only(204, "R", "M", "K"),
    ],
    [
      "GET the list of bitstreams",
      (role) => world.ask(role, "GET", bitstreams),
      everybody(405),
    ],
    [
      "PUT a bitstream",
      (role) => world.ask(role, "PUT", `${bitstreams}/${text}`, {}),
      everybody(405),
    ],
  ]);
});

describe("§12: bundles", () => {
  it("refuses a second bundle of the same name: 400, and one without a name: 422", async () => {
    const path = `/core/items/${world.item}/bundles`;
    await ask("K", "POST", path, 400, { name: "ORIGINAL" });
    await ask("K", "POST", path, 422, {});
    await ask("K", "POST", path, 422, { name: "" });
    await ask("K", "POST", path, 422, {
      name: "ODD",
      metadata: { "dc.nonsense": [{ value: "x" }] },
    });
    await ask("K", "POST", path, 400, "{");
    await ask("K", "POST", `/core/items/${nowhere}/bundles`, 404, {
      name: "X",
    });
    const list = await ask("K", "GET", `${path}?size=100`, 200);
    const names = list._embedded["bundles"]?.map(({ name }) => name);
    expect(names?.filter((name) => name === "ORIGINAL")).toHaveLength(1);
    expect(names).not.toContain("ODD");
  });

  it("keeps the metadata of a bundle, its name among them", async () => {
    const uuid = await makeBundle();
    const path = `${bundles}/${uuid}`;
    const named = await ask("R", "PATCH", path, 200, [
      { op: "replace", path: "/metadata/dc.title/0/value", value: "RENAMED" },
      { op: "add", path: "/metadata/dc.description/-", value: "Why" },
    ]);
    expect(named.name).toBe("RENAMED");
    expect(named.metadata["dc.title"]).toHaveLength(1);
    expect(named.metadata["dc.description"]?.[0]?.value).toBe("Why");
    expect(Object.keys(named._links)).toEqual([
      "self",
      "bitstreams",
      "item",
      "primaryBitstream",
    ]);
    await ask("R", "PATCH", path, 422, [
      { op: "remove", path: "/metadata/dc.title" },
    ]);
    await ask("R", "PATCH", path, 422, [
      { op: "replace", path: "/withdrawn", value: true },
    ]);
    expect((await ask("R", "GET", path, 200)).name).toBe("RENAMED");
  });

  it("moves bitstreams to other places", async () => {
    const into = await makeBundle();
    for (const fileName of ["a", "b", "c"])
      await upload([file({ fileName })], 201, {}, into);
    const move = (from: string, to: string, status: number) =>
      ask("R", "PATCH", `${bundles}/${into}`, status, [
        {
          op: "move",
          from: `/_links/bitstreams/${from}/href`,
          path: `/_links/bitstreams/${to}/href`,
        },
      ]);
    await move("2", "0", 200);
    expect(await namesIn(into)).toEqual(["c", "a", "b"]);
    await move("0", "1", 200);
    expect(await namesIn(into)).toEqual(["a", "c", "b"]);
    await move("3", "0", 422);
    await move("0", "3", 422);
    await move("x", "0", 422);
    expect(await namesIn(into)).toEqual(["a", "c", "b"]);
  });

  it("counts only what the caller may read", async () => {
    const item = await makeItem();
    const into = await makeBundle(item);
    const shut = await makeBundle(item);
    await upload([file({ fileName: "open" })], 201, {}, into);
    const closed = await upload([file({ fileName: "shut" })], 201, {}, into);
    await close(closed.uuid);
    for (const [role, total] of [
      ["A", 1],
      ["O", 1],
      ["K", 2],
    ] as const) {
      const path = `${bundles}/${into}/bitstreams?size=1`;
      const page = await ask(role, "GET", path, 200);
      expect(page.page["totalElements"]).toBe(total);
      expect("next" in page._links).toBe(total > 1);
      expect(page._embedded["bitstreams"]).toHaveLength(1);
    }
    await close(shut);
    const admins = await ask("R", "GET", "/eperson/groups?size=100", 200);
    const group = admins._embedded["groups"]?.find(
      ({ name }) => name === "Administrator",
    );
    await ask(
      "R",
      "POST",
      `/authz/resourcepolicies?resource=${shut}&group=${group?.uuid ?? ""}`,
      201,
      { action: "READ" },
    );
    for (const [role, total] of [
      ["A", 1],
      ["K", 2],
    ] as const)
      expect(
        (await ask(role, "GET", `/core/items/${item}/bundles`, 200)).page[
          "totalElements"
        ],
      ).toBe(total);
  });

  it("of a withdrawn item are for its administrators alone", async () => {
    const item = await makeItem();
    const into = await makeBundle(item);
    const { uuid } = await upload([file()], 201, {}, into);
    const { handle } = await ask("R", "GET", `/core/items/${item}`, 200);
    const withdraw = (value: boolean) =>
      ask("R", "PATCH", `/core/items/${item}`, 200, [
        { op: "replace", path: "/withdrawn", value },
      ]);
    const paths = [
      `${bundles}/${into}`,
      `${bundles}/${into}/bitstreams`,
      `${bitstreams}/${uuid}`,
      `${bitstreams}/${uuid}/content`,
      `${bitstreams}/search/byItemHandle?handle=${String(handle)}&filename=feuer.txt`,
    ];
    const statuses = (role: Role) =>
      Promise.all(
        paths.map(async (path) => (await world.ask(role, "GET", path)).status),
      );
    await withdraw(true);
    expect(await statuses("A")).toEqual(paths.map(() => 401));
    expect(await statuses("O")).toEqual(paths.map(() => 403));
    expect(await statuses("K")).toEqual(paths.map(() => 200));
    await withdraw(false);
    expect(await statuses("A")).toEqual(paths.map(() => 200));
  });

  it("has one primary bitstream, of its own", async () => {
    const into = await makeBundle();
    const path = `${bundles}/${into}/primaryBitstream`;
    const first = await upload([file()], 201, {}, into);
    const second = await upload([file({ fileName: "2" })], 201, {}, into);
    await ask("R", "PUT", path, 400, uriOf(first.uuid), uriList);
    await ask("R", "DELETE", path, 400);
    await ask("R", "POST", path, 422, uriOf(text), uriList);
    await ask("R", "POST", path, 422, uriOf(nowhere), uriList);
    await ask("R", "POST", path, 422, "", uriList);
    const told = await ask("R", "POST", path, 201, uriOf(first.uuid), uriList);
    expect(told.uuid).toBe(into);
    await ask("R", "POST", path, 400, uriOf(first.uuid), uriList);
    expect((await ask("A", "GET", path, 200)).uuid).toBe(first.uuid);
    await ask("R", "PUT", path, 422, uriOf(text), uriList);
    await ask("R", "PUT", path, 200, uriOf(second.uuid), uriList);
    expect((await ask("A", "GET", path, 200)).uuid).toBe(second.uuid);
    await ask("R", "DELETE", path, 204);
    await ask("A", "GET", path, 204);
    await ask("R", "POST", path, 201, uriOf(first.uuid), uriList);
    await ask("R", "DELETE", `${bitstreams}/${first.uuid}`, 204);
    await ask("A", "GET", path, 204);
  });

  it("takes its bitstreams along when it is removed", async () => {
    const into = await makeBundle();
    const { uuid } = await upload([file()], 201, {}, into);
    await ask("R", "DELETE", `${bundles}/${into}`, 204);
    await ask("R", "GET", `${bundles}/${into}`, 404);
    await ask("R", "DELETE", `${bundles}/${into}`, 404);
    await ask("R", "GET", `${bitstreams}/${uuid}`, 404);
    expect((await bytesOf(uuid)).status).toBe(404);
  });
});

describe("§12: files", () => {
  it("takes a file with what is said of it", async () => {
    const made = await upload([
      properties({
        name: "Übersicht “A”.txt",
        metadata: {
          "dc.description": [{ value: "Plan" }],
          "dc.source": [{ value: "attic/a.txt" }],
          "dc.subject": [{ value: "Light", language: "en" }],
        },
        bundleName: "ORIGINAL",
        sizeBytes: Buffer.byteLength(content),
        checkSum: { checkSumAlgorithm: "MD5", value: md5(content) },
      }),
      file(),
    ]);
    expect(made).toMatchObject({
      id: made.uuid,
      name: "Übersicht “A”.txt",
      handle: null,
      bundleName: "ORIGINAL",
      sizeBytes: Buffer.byteLength(content),
      checkSum: { checkSumAlgorithm: "MD5", value: md5(content) },
      type: "bitstream",
    });
    expect(made["sequenceId"]).toBeGreaterThan(1);
    expect(
      Object.fromEntries(
        Object.entries(made.metadata).map(([field, values]) => [
          field,
          values.map(({ value }) => value),
        ]),
      ),
    ).toEqual({
      "dc.title": ["Übersicht “A”.txt"],
      "dc.description": ["Plan"],
      "dc.source": ["attic/a.txt"],
      "dc.subject": ["Light"],
    });
    expect(Object.keys(made._links)).toEqual([
      "self",
      "content",
      "format",
      "bundle",
      "thumbnail",
      "accessStatus",
    ]);
    const bytes = await bytesOf(made.uuid, "A");
    expect(bytes.text).toBe(content);
    expect(bytes.headers["etag"]).toBe(`"${md5(content)}"`);
    expect(bytes.headers["content-type"]).toContain("text/plain");
    expect(
      await ask("A", "GET", `${bitstreams}/${made.uuid}/format`, 200),
    ).toMatchObject({ mimetype: "text/plain", type: "bitstreamformat" });
    expect(
      await ask("A", "GET", `${bitstreams}/${made.uuid}/accessStatus`, 200),
    ).toMatchObject({ status: "open.access", embargoDate: null });
  });

  it("takes the parts in any order, and the first of several files", async () => {
    const made = await upload([
      file({ fileName: "Überblick.txt" }),
      file({ fileName: "second.txt", content: "no" }),
      { ...properties({}), content: "{}" },
    ]);
    expect(made.name).toBe("Überblick.txt");
    expect((await bytesOf(made.uuid)).text).toBe(content);
    const again = await upload([
      file(),
      {
        name: "properties",
        fileName: "properties.json",
        type: "application/json",
        content: '{"name": "so } \\" named"}',
      },
    ]);
    expect(again.name).toBe('so } " named');
  });

  it("takes empty files and large ones", async () => {
    const empty = await upload([file({ content: "" })]);
    expect(empty["sizeBytes"]).toBe(0);
    const bytes = Buffer.alloc(9 * 1024 * 1024, "Holdall ");
    const large = await upload([
      file({ content: bytes, fileName: "large.bin" }),
    ]);
    expect(large["checkSum"]).toMatchObject({ value: md5(bytes) });
    expect((await bytesOf(large.uuid)).body.equals(bytes)).toBe(true);
  });

  it("believes no Content-Encoding but the bytes (§1)", async () => {
    const lying = await upload([file()], 201, { "Content-Encoding": "gzip" });
    expect((await bytesOf(lying.uuid)).text).toBe(content);
    const form = fileForm(file());
    const packed = await world.ask(
      "R",
      "POST",
      `${bundles}/${bundle}/bitstreams`,
      gzipSync(form.body),
      { ...form.headers, "Content-Encoding": "gzip" },
    );
    expect(packed.status, packed.text).toBe(201);
    expect((await bytesOf((packed.json() as Hal).uuid)).text).toBe(content);
  });

  it("refuses what begins like something packed and is not, or is cut off", async () => {
    const before = await namesIn(bundle);
    const form = fileForm(file({ content: randomBytes(300_000) }));
    const packed = gzipSync(form.body);
    const flipped = Buffer.from(packed);
    flipped.fill(0xff, packed.length / 2);
    for (const body of [
      Buffer.from("\u001f\u008bno gzip", "latin1"),
      packed.subarray(0, packed.length / 2),
      flipped,
    ]) {
      const answer = await world.ask(
        "R",
        "POST",
        `${bundles}/${bundle}/bitstreams`,
        body,
        { ...form.headers, "Content-Encoding": "gzip" },
      );
      expect(answer.status, answer.text).toBe(400);
      expect(answer.json()).toMatchObject({
        message: "The body cannot be unpacked.",
      });
    }
    expect(await namesIn(bundle)).toEqual(before);
  });

  it("gives a file with a name of any length, which is cut for who saves it", async () => {
    const made = await upload([
      properties({ name: `${"ä".repeat(70_000)}.txt` }),
      file(),
    ]);
    expect(made.name).toHaveLength(70_004);
    const bytes = await bytesOf(made.uuid);
    expect(bytes.text).toBe(content);
    const told = bytes.headers["content-disposition"] ?? "";
    expect(told).toMatch(
      /filename="_+\.txt"; filename\*=UTF-8''(?:%C3%A4)+\.txt$/,
    );
    expect(told.length).toBeLessThan(2048);
  });

  it("checks what was announced: 412", async () => {
    const before = await namesIn(bundle);
    const sums = (value: unknown) => [properties(value), file()];
    await upload(sums({ sizeBytes: 3 }), 412);
    await upload(sums({ checkSum: { value: md5("other") } }), 412);
    await upload(sums({}), 412, { "Content-MD5": md5("other", "base64") });
    expect(await namesIn(bundle)).toEqual(before);
    const form = fileForm(file());
    for (const sum of [content, form.body]) {
      const answer = await world.ask(
        "R",
        "POST",
        `${bundles}/${bundle}/bitstreams`,
        form.body,
        { ...form.headers, "Content-MD5": md5(sum, "base64") },
      );
      expect(answer.status, answer.text).toBe(201);
    }
    await upload(
      sums({
        checkSum: {
          checkSumAlgorithm: "SHA-256",
          value: createHash("sha256").update(content).digest("hex"),
        },
      }),
    );
  });

  it("refuses what is no file, with nothing left behind", async () => {
    const before = await namesIn(bundle);
    const path = `${bundles}/${bundle}/bitstreams`;
    await upload([properties({ name: "none" })], 400);
    // A form in which nobody has chosen a file.
    await upload([file({ fileName: "", content: "" })], 400);
    await upload([{ ...properties({}), content: "{" }, file()], 422);
    await upload([{ ...properties({}), content: "[]" }, file()], 422);
    await upload([properties({ name: 7 }), file()], 422);
    await upload([properties({ sizeBytes: "many" }), file()], 422);
    await upload(
      [properties({ metadata: { "dc.nonsense": [{ value: "x" }] } }), file()],
      422,
    );
    await ask("R", "POST", path, 415, { name: "x" });
    await ask("R", "POST", path, 400);
    const form = fileForm(file());
    await ask("R", "POST", path, 400, form.body.subarray(0, -20), form.headers);
    await ask("R", "POST", path, 400, form.body, {
      "Content-Type": "multipart/form-data",
    });
    expect(await namesIn(bundle)).toEqual(before);
    await until(async () => {
      const left = await readdir(join(world.data, "store", "incoming"));
      return left.length === 0;
    });
  });

  it("lets go of an upload that breaks off", async () => {
    const before = await namesIn(bundle);
    const token = await world.server.logIn("r@example.org");
    const form = fileForm(file({ content: Buffer.alloc(300_000, "x") }));
    const { hostname, port } = new URL(world.server.url);
    const socket = connect(Number(port), hostname);
    socket.write(
      `POST /api${bundles}/${bundle}/bitstreams HTTP/1.1\r\nHost: ${hostname}:${port}\r\nAuthorization: Bearer ${token}\r\nContent-Type: ${form.headers["Content-Type"]}\r\nContent-Length: ${String(form.body.length)}\r\n\r\n`,
    );
    socket.write(form.body.subarray(0, 200_000));
    const incoming = () => readdir(join(world.data, "store", "incoming"));
    await until(async () => (await incoming()).length === 1);
    socket.destroy();
    await until(async () => (await incoming()).length === 0);
    expect(await namesIn(bundle)).toEqual(before);
  });

  it("keeps two uploads at the same time apart", async () => {
    const into = await makeBundle();
    const names = Array.from({ length: 8 }, (_, index) => `f${String(index)}`);
    const made = await Promise.all(
      names.map((fileName) => upload([file({ fileName })], 201, {}, into)),
    );
    expect((await namesIn(into))?.toSorted()).toEqual(names);
    const sequences = made.map((one) => one["sequenceId"]);
    expect(new Set(sequences).size).toBe(8);
  });

  it("makes new files as readable as the collection says, never more than the item", async () => {
    const policies = "/authz/resourcepolicies";
    const closedItem = (
      await ask(
        "R",
        "POST",
        `/core/items?owningCollection=${world.collection}`,
        201,
        { metadata: { "dc.title": [{ value: "Closed" }] }, inArchive: true },
      )
    ).uuid;
    const found = await ask(
      "R",
      "GET",
      `${policies}/search/resource?uuid=${closedItem}&action=READ`,
      200,
    );
    for (const policy of found._embedded["resourcepolicies"] ?? [])
      await ask("R", "DELETE", `${policies}/${String(policy["id"])}`, 204);
    const into = await makeBundle(closedItem);
    const { uuid } = await upload([file()], 201, {}, into);
    expect((await bytesOf(uuid, "A")).status).toBe(401);
    expect((await bytesOf(uuid, "O")).status).toBe(403);
    expect((await bytesOf(uuid, "K")).status).toBe(200);
    expect((await bytesOf(text, "A")).status).toBe(200);
  });

  it("changes name, description and further metadata, all or nothing", async () => {
    const { uuid } = await upload([file()]);
    const path = `${bitstreams}/${uuid}`;
    const changed = await ask("R", "PATCH", path, 200, [
      { op: "replace", path: "/metadata/dc.title/0/value", value: "neu.txt" },
      {
        op: "add",
        path: "/metadata/dc.description",
        value: [
          { value: "Ein Text", language: "de" },
          { value: "A text", language: "en" },
        ],
      },
    ]);
    expect(changed.name).toBe("neu.txt");
    expect(
      changed.metadata["dc.description"]?.map(({ language }) => language),
    ).toEqual(["de", "en"]);
    await ask("R", "PATCH", path, 422, [
      { op: "replace", path: "/metadata/dc.title/0/value", value: "lost.txt" },
      { op: "add", path: "/metadata/dc.nonsense", value: ["x"] },
    ]);
    expect((await ask("R", "GET", path, 200)).name).toBe("neu.txt");
    await ask("R", "PATCH", path, 200, [
      { op: "remove", path: "/metadata/dc.description" },
    ]);
    expect((await ask("R", "GET", path, 200)).metadata).not.toHaveProperty([
      "dc.description",
    ]);
  });

  it("notes the time of a change with the item", async () => {
    const item = async () =>
      (await ask("R", "GET", `/core/items/${world.item}`, 200))["lastModified"];
    const before = await item();
    await until(() => Promise.resolve(Date.now() > Date.parse(String(before))));
    const { uuid } = await upload([file()]);
    const uploaded = await item();
    expect(String(uploaded) > String(before)).toBe(true);
    await until(() =>
      Promise.resolve(Date.now() > Date.parse(String(uploaded))),
    );
    await ask("R", "DELETE", `${bitstreams}/${uuid}`, 204);
    expect(String(await item()) > String(uploaded)).toBe(true);
  });

  it("removes several or none", async () => {
    const into = await makeBundle();
    const made = [];
    for (const fileName of ["a", "b", "c"])
      made.push((await upload([file({ fileName })], 201, {}, into)).uuid);
    const remove = (status: number, ...uuids: (string | undefined)[]) =>
      ask(
        "R",
        "PATCH",
        bitstreams,
        status,
        uuids.map((uuid) => ({
          op: "remove",
          path: `/bitstreams/${String(uuid)}`,
        })),
      );
    await remove(404, made[0], nowhere);
    expect(await namesIn(into)).toEqual(["a", "b", "c"]);
    await remove(204, made[0], made[2]);
    expect(await namesIn(into)).toEqual(["b"]);
    await remove(404, made[0]);
    await ask("R", "PATCH", bitstreams, 422, [
      { op: "replace", path: `/bitstreams/${String(made[1])}` },
    ]);
    await ask("R", "PATCH", bitstreams, 422, [
      { op: "remove", path: "/metadata/dc.title" },
    ]);
    await ask("R", "PATCH", bitstreams, 400, {});
    await ask("R", "DELETE", `${bitstreams}/${String(made[1])}`, 204);
    await ask("R", "DELETE", `${bitstreams}/${String(made[1])}`, 404);
  });

  it("clears the link when a logo is removed", async () => {
    const path = `/core/communities/${world.community}/logo`;
    const answer = await send("M", path, [file({ fileName: "logo.png" })]);
    expect(answer.status, answer.text).toBe(201);
    const { uuid } = answer.json() as Hal;
    expect((await ask("A", "GET", path, 200)).uuid).toBe(uuid);
    await ask("M", "DELETE", `${bitstreams}/${uuid}`, 204);
    await ask("A", "GET", path, 204);
  });

  it("finds a file of an item by the item's handle", async () => {
    const { handle } = (await ask(
      "A",
      "GET",
      `/core/items/${world.item}`,
      200,
    )) as unknown as { handle: string };
    const search = `${bitstreams}/search/byItemHandle`;
    const found = await ask(
      "A",
      "GET",
      `${search}?handle=${handle}&filename=feuer.txt`,
      200,
    );
    expect(found.uuid).toBe(text);
    expect(
      (
        await ask(
          "A",
          "GET",
          `${search}?handle=${handle}&sequence=${String(found["sequenceId"])}`,
          200,
        )
      ).uuid,
    ).toBe(text);
    await ask("A", "GET", `${search}?handle=${handle}&filename=none`, 204);
    await ask("A", "GET", `${search}?handle=${handle}&sequence=9999`, 204);
    await ask("A", "GET", `${search}?handle=${handle}`, 400);
    await ask("A", "GET", `${search}?handle=${handle}&sequence=x`, 400);
    await ask("A", "GET", `${search}?sequence=1`, 400);
    await ask("A", "GET", `${search}?handle=1/none&sequence=1`, 422);
    const methods = await ask("A", "GET", `${bitstreams}/search`, 200);
    expect(Object.keys(methods._links)).toContain("byItemHandle");
  });
});
