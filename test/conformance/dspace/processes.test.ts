import { createHash, hash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until, type Answer } from "../../support/api-server.ts";
import { run } from "../../support/holdall.ts";
import {
  startRoleWorld,
  type Role,
  type RoleWorld,
} from "../../support/role-world.ts";

let world: RoleWorld;
beforeAll(async () => {
  world = await startRoleWorld();
});
afterAll(async () => {
  await world.stop();
});

interface Process {
  readonly processId: number;
  readonly processStatus: string;
  readonly [name: string]: unknown;
  readonly _links: Record<string, { href: string }>;
}
interface List {
  readonly _embedded: Record<string, Record<string, unknown>[]>;
  readonly page: Record<string, number>;
}

const boundary = "----holdall";
/** A form; parts with a file name are files. */
function form(
  parts: readonly {
    name: string;
    text: string | Buffer;
    file?: string;
  }[],
): Buffer {
  return Buffer.concat([
    ...parts.flatMap(({ name, text, file }) => [
      Buffer.from(
        `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file === undefined ? "" : `; filename="${file}"`}\r\n\r\n`,
      ),
      Buffer.from(text),
      Buffer.from("\r\n"),
    ]),
    Buffer.from(`--${boundary}--\r\n`),
  ]);
}
const multipart = {
  "Content-Type": `multipart/form-data; boundary=${boundary}`,
};

const start = (
  role: Role,
  script: string,
  args: unknown,
  ...files: Parameters<typeof form>[0]
): Promise<Answer> =>
  world.ask(
    role,
    "POST",
    `/system/scripts/${script}/processes`,
    form([
      ...files,
      {
        name: "properties",
        text: typeof args === "string" ? args : JSON.stringify(args),
      },
    ]),
    multipart,
  );
const args = (...pairs: (string | undefined)[][]) =>
  pairs.map(([name, value]) =>
    value === undefined ? { name } : { name, value },
  );
const ofCollection = () => args(["-t", "COLLECTION"], ["-i", world.collection]);
const ended = (role: Role, id: number) =>
  until(async () => {
    const answer = await world.ask(
      role,
      "GET",
      `/system/processes/${String(id)}`,
    );
    const process = answer.json() as Process;
    return ["SCHEDULED", "RUNNING"].includes(process.processStatus)
      ? null
      : process;
  });
const finished = async (role: Role, given: unknown) => {
  const answer = await start(role, "export", given);
  expect(answer.status, answer.text).toBe(202);
  return ended(role, (answer.json() as Process).processId);
};

describe("§18 export", () => {
  it("is started, watched, listed and downloaded, and removed", async () => {
    const answer = await start("K", "export", ofCollection());
    expect(answer.status, answer.text).toBe(202);
    const process = answer.json() as Process;
    expect(process).toMatchObject({
      processId: expect.any(Number) as number,
      userId: expect.any(String) as string,
      scriptName: "export",
      parameters: [
        { name: "-t", value: "COLLECTION" },
        { name: "-i", value: world.collection },
      ],
      type: "process",
    });
    expect(process).not.toHaveProperty("id");
    expect(["SCHEDULED", "RUNNING"]).toContain(process.processStatus);
    const self = `/system/processes/${String(process.processId)}`;
    for (const [name, href] of [
      ["self", self],
      ["script", "/system/scripts/export"],
      ["output", `${self}/output`],
      ["files", `${self}/files`],
      ["filetypes", `${self}/filetypes`],
    ] as const)
      expect(process._links[name]?.href).toBe(`${world.server.url}/api${href}`);
    expect(answer.headers["location"]).toBe(process._links["self"]?.href);

    const done = await ended("K", process.processId);
    expect(done.processStatus).toBe("COMPLETED");
    for (const name of ["startTime", "endTime", "creationTime"])
      expect(done[name]).toMatch(/^\d{4}-\d\d-\d\dT.*\+00:00$/);

    const files = (await world.ask("K", "GET", `${self}/files`)).json() as List;
    expect(files._embedded["bitstreams"]).toEqual(files._embedded["files"]);
    const [zip] = files._embedded["files"] ?? [];
    expect(zip).toMatchObject({
      name: "saf-export.zip",
      type: "bitstream",
      metadata: { "dspace.process.filetype": [{ value: "exportSAFZip" }] },
    });
    expect(files.page["totalElements"]).toBe(1);
    const content = await world.ask(
      "K",
      "GET",
      `/core/bitstreams/${String(zip?.["uuid"])}/content`,
    );
    const md5 = hash("md5", content.body, "hex");
    expect(zip?.["checkSum"]).toEqual({
      checkSumAlgorithm: "MD5",
      value: md5,
    });
    expect(content.headers["etag"]).toBe(`"${md5}"`);
    const typed = (
      await world.ask("K", "GET", `${self}/files/exportSAFZip`)
    ).json() as List;
    expect(typed._embedded["bitstreams"]).toEqual([zip]);
    expect(
      (await world.ask("K", "GET", `${self}/filetypes`)).json(),
    ).toMatchObject({
      id: `filetypes-${String(process.processId)}`,
      values: ["exportSAFZip"],
      type: "filetypes",
    });
    const embedded = (
      await world.ask("K", "GET", `${self}?embed=files,output,filetypes`)
    ).json() as { _embedded: Record<string, unknown> };
    expect(embedded._embedded).toMatchObject({
      files: { _embedded: { files: [zip] } },
      output: { type: "bitstream" },
      filetypes: { values: ["exportSAFZip"] },
    });

    const uuid = zip?.["uuid"] as string;
    const bitstream = `/core/bitstreams/${uuid}`;
    expect((await world.ask("K", "GET", bitstream)).json()).toEqual(zip);
    const archive = await world.ask("K", "GET", `${bitstream}/content`);
    expect(archive.status).toBe(200);
    expect(archive.headers["content-type"]).toBe("application/zip");
    expect(archive.body).toHaveLength(zip?.["sizeBytes"] as number);
    const file = join(world.data, "copy.zip");
    await writeFile(file, archive.body);
    expect(await run("unzip", ["-tq", file])).toMatchObject({ code: 0 });
    for (const [role, status] of [
      ["A", 401],
      ["O", 403],
      ["M", 403],
      ["R", 200],
    ] as const) {
      for (const path of [bitstream, `${bitstream}/content`, self])
        expect((await world.ask(role, "GET", path)).status, path).toBe(status);
    }

    const output = (
      await world.ask("K", "GET", `${self}/output`)
    ).json() as Record<string, unknown>;
    expect(output).toMatchObject({
      metadata: { "dspace.process.filetype": [{ value: "script_output" }] },
    });
    const said = await world.ask(
      "K",
      "GET",
      `/core/bitstreams/${output["uuid"] as string}/content`,
    );
    expect(said.text).toMatch(/^\d{4}-\S+Z INFO planned 1 item with/);
    expect(said.body).toHaveLength(output["sizeBytes"] as number);
    expect(output["checkSum"]).toEqual({
      checkSumAlgorithm: "MD5",
      value: createHash("md5").update(said.body).digest("hex"),
    });
    expect(
      (
        (
          await world.ask("K", "GET", `${self}/files/script_output`)
        ).json() as List
      )._embedded["bitstreams"],
    ).toEqual([output]);

    expect((await world.ask("O", "DELETE", self)).status).toBe(403);
    expect((await world.ask("A", "DELETE", self)).status).toBe(401);
    expect((await world.ask("K", "DELETE", self)).status).toBe(204);
    for (const path of [self, bitstream, `${self}/files`])
      expect((await world.ask("K", "GET", path)).status).toBe(404);
    expect((await world.ask("K", "DELETE", self)).status).toBe(404);
  });

  it("is the same run that exportToZip shows", async () => {
    const done = await finished("R", ofCollection());
    const list = (
      await world.ask(
        "K",
        "GET",
        `/core/collections/${world.collection}/exportToZip`,
      )
    ).json() as {
      _embedded: { exportToZip: { state: string; size: number }[] };
    };
    const files = (
      await world.ask(
        "R",
        "GET",
        `/system/processes/${String(done.processId)}/files`,
      )
    ).json() as List;
    const newest = list._embedded.exportToZip.at(-1);
    expect(newest).toMatchObject({
      state: "completed",
      size: files._embedded["files"]?.[0]?.["sizeBytes"],
    });
    const created = (
      await world.ask(
        "K",
        "POST",
        `/core/items/${world.item}/exportToZip/create`,
      )
    ).json() as Record<string, unknown>;
    expect(created["state"]).toBe("In Progress");
    const own = (
      await world.ask(
        "K",
        "GET",
        "/system/processes/search/own?sort=processId,desc",
      )
    ).json() as List;
    expect(own._embedded["processes"]?.[0]).toMatchObject({
      scriptName: "export",
      parameters: [
        { name: "-t", value: "ITEM" },
        { name: "-i", value: world.item },
      ],
    });
    await ended("R", own._embedded["processes"]?.[0]?.["processId"] as number);
  });

  it("takes -h, as that of DSpace does", async () => {
    const done = await finished("R", [...ofCollection(), { name: "-h" }]);
    expect(done.processStatus).toBe("COMPLETED");
  });

  it("follows its arguments, however they are spelled", async () => {
    const listed = async (given: unknown) => {
      const done = await finished("R", given);
      const files = (
        await world.ask(
          "R",
          "GET",
          `/system/processes/${String(done.processId)}/files`,
        )
      ).json() as List;
      const content = await world.ask(
        "R",
        "GET",
        `/core/bitstreams/${files._embedded["files"]?.[0]?.["uuid"] as string}/content`,
      );
      const file = join(world.data, "listed.zip");
      await writeFile(file, content.body);
      return (await run("unzip", ["-Z1", file])).stdout;
    };
    const handle = (
      (await world.ask("R", "GET", `/core/items/${world.item}`)).json() as {
        handle: string;
      }
    ).handle;
    const plain = await listed(args(["--type", "item"], ["--id", handle]));
    expect(plain).toMatch(/item_00001\/dublin_core\.xml/);
    expect(plain).toMatch(/item_00001\/handle/);
    const other = await listed([
      { name: "-t", value: "ITEM" },
      { name: "-i", value: world.item },
      { name: "-n", value: "42" },
      { name: "-m" },
      { name: "-x", value: "" },
    ]);
    expect(other).toMatch(/item_00042\/dublin_core\.xml/);
    expect(other).not.toMatch(/\/handle$/m);
    // A client in wide use appends its media type to the JSON.
    const appended = await start(
      "R",
      "export",
      `${JSON.stringify(ofCollection())};application/json`,
    );
    expect(appended.status).toBe(202);
    await ended("R", (appended.json() as Process).processId);
  });

  it("cannot be removed while it runs", async () => {
    const started = await Promise.all(
      [1, 2, 3].map(() => start("R", "export", ofCollection())),
    );
    const ids = started.map((answer) => (answer.json() as Process).processId);
    const last = `/system/processes/${String(Math.max(...ids))}`;
    expect((await world.ask("R", "DELETE", last)).status).toBe(422);
    for (const id of ids) await ended("R", id);
    expect((await world.ask("R", "DELETE", last)).status).toBe(204);
  });

  it.each([
    ["A", "export", 401],
    ["A", "nonsense", 401],
    ["O", "nonsense", 404],
    ["O", "export", 403],
    ["S", "export", 403],
    ["O", "import", 403],
    ["M", "import", 403],
    ["K", "export", 202],
    ["M", "export", 202],
    ["R", "export", 202],
  ] as const)("%s may start %s: %i", async (role, script, status) => {
    const answer = await start(role, script, ofCollection());
    expect(answer.status).toBe(status);
    if (status === 202) await ended(role, (answer.json() as Process).processId);
  });

  it.each([
    ["no list", { name: "-t" }],
    ["nothing", []],
    ["no -i", args(["-t", "COLLECTION"])],
    ["communities", () => args(["-t", "COMMUNITY"], ["-i", world.community])],
    ["an unknown parameter", () => [...ofCollection(), { name: "-y" }]],
    [
      "an object of another kind",
      () => args(["-t", "ITEM"], ["-i", world.collection]),
    ],
    ["an unknown object", args(["-t", "ITEM"], ["-i", "123456789/none"])],
    [
      "a number that is none",
      () => [...ofCollection(), { name: "-n", value: "x" }],
    ],
    [
      "a flag with a value",
      () => [...ofCollection(), { name: "-m", value: "maybe" }],
    ],
    [
      "a value that is an object",
      args(["-t", "ITEM"]).map(() => ({ name: "-t", value: {} })),
    ],
  ])("refuses %s with 400", async (_, given) => {
    const answer = await start(
      "R",
      "export",
      typeof given === "function" ? given() : given,
    );
    expect(answer.status, answer.text).toBe(400);
  });

  it("refuses what is no form, and what is no JSON", async () => {
    const path = "/system/scripts/export/processes";
    expect((await world.ask("R", "POST", path, ofCollection())).status).toBe(
      400,
    );
    expect((await world.ask("R", "POST", path)).status).toBe(400);
    expect((await start("R", "export", "{")).status).toBe(400);
  });
});

describe("§18 import", () => {
  it("takes a SAF ZIP that an export made", async () => {
    const done = await finished("R", [
      ...ofCollection(),
      { name: "-m", value: "true" },
    ]);
    const files = (
      await world.ask(
        "R",
        "GET",
        `/system/processes/${String(done.processId)}/files`,
      )
    ).json() as List;
    const zip = (
      await world.ask(
        "R",
        "GET",
        `/core/bitstreams/${files._embedded["files"]?.[0]?.["uuid"] as string}/content`,
      )
    ).body;
    const answer = await start(
      "R",
      "import",
      args(["--add"], ["--zip", "saf.zip"], ["-c", world.other]),
      { name: "file", text: zip, file: "saf.zip" },
    );
    expect(answer.status, answer.text).toBe(202);
    const process = await ended("R", (answer.json() as Process).processId);
    expect(process).toMatchObject({
      scriptName: "import",
      processStatus: "COMPLETED",
      parameters: [
        { name: "-a", value: null },
        { name: "-c", value: world.other },
      ],
    });
    const items = (
      await world.ask("R", "GET", `/core/collections/${world.other}/items`)
    ).json() as List;
    expect(items._embedded["items"]).toMatchObject([
      { name: "Plan of the tower" },
    ]);
    expect(
      (
        (
          await world.ask(
            "R",
            "GET",
            `/system/processes/${String(process.processId)}/files`,
          )
        ).json() as List
      )._embedded["files"],
    ).toEqual([]);
  });

  it.each([
    ["no file", () => args(["-a"], ["-z", "x.zip"], ["-c", world.other]), null],
    ["another name", () => args(["-a"], ["-z", "y.zip"]), "x.zip"],
    [
      "no such collection",
      () => args(["-z", "x.zip"], ["-c", world.item]),
      "x.zip",
    ],
    [
      "what is no package",
      () => args(["-z", "x.zip"], ["-c", world.other]),
      "x.zip",
    ],
  ])("refuses %s with 400", async (_, given, file) => {
    const answer = await start(
      "R",
      "import",
      given(),
      ...(file === null ? [] : [{ name: "file", text: "no zip", file }]),
    );
    expect(answer.status, answer.text).toBe(400);
  });
});

describe("§18 scripts", () => {
  it("are listed to who may start them", async () => {
    const names = async (role: Role) =>
      (
        (await world.ask(role, "GET", "/system/scripts")).json() as List
      )._embedded["scripts"]?.map((script) => script["name"]);
    expect(await names("A")).toEqual([]);
    expect(await names("O")).toEqual(["export"]);
    expect(await names("R")).toEqual(["export", "import"]);
    expect(
      (await world.ask("O", "GET", "/system/scripts/export")).json(),
    ).toMatchObject({
      id: "export",
      name: "export",
      type: "script",
      parameters: expect.arrayContaining([
        expect.objectContaining({ name: "-t", mandatory: true }) as object,
      ]) as unknown[],
    });
  });

  it.each([
    ["A", "export", 401],
    ["O", "nonsense", 404],
    ["O", "import", 403],
    ["R", "import", 200],
  ] as const)("%s sees %s: %i", async (role, name, status) => {
    expect(
      (await world.ask(role, "GET", `/system/scripts/${name}`)).status,
    ).toBe(status);
  });
});

describe("§18 lists of processes", () => {
  it("are the administrator's, but for one's own", async () => {
    await finished("K", ofCollection());
    for (const [role, all, own] of [
      ["A", 401, 401],
      ["O", 403, 200],
      ["K", 403, 200],
      ["R", 200, 200],
    ] as const) {
      expect((await world.ask(role, "GET", "/system/processes")).status).toBe(
        all,
      );
      expect(
        (await world.ask(role, "GET", "/system/processes/search/byProperty"))
          .status,
      ).toBe(all);
      expect(
        (await world.ask(role, "GET", "/system/processes/search/own")).status,
      ).toBe(own);
    }
    expect(
      (
        (
          await world.ask("O", "GET", "/system/processes/search/own")
        ).json() as List
      )._embedded["processes"],
    ).toEqual([]);
  });

  it("are filtered, sorted and paged", async () => {
    const by = async (query: string) =>
      (
        await world.ask(
          "R",
          "GET",
          `/system/processes/search/byProperty?${query}`,
        )
      ).json() as List;
    const all = (
      await world.ask(
        "R",
        "GET",
        "/system/processes?size=100&sort=processId,desc",
      )
    ).json() as List;
    const ids = all._embedded["processes"]?.map((one) => one["processId"]);
    expect(ids).toEqual([...(ids ?? [])].sort((a, b) => Number(b) - Number(a)));
    const imports = await by("scriptName=import&processStatus=COMPLETED");
    expect(
      imports._embedded["processes"]?.every(
        (one) => one["scriptName"] === "import",
      ),
    ).toBe(true);
    expect((await by("scriptName=curate")).page["totalElements"]).toBe(0);
    const [first] =
      (await by("sort=creationTime,asc&size=1"))._embedded["processes"] ?? [];
    const mine = await by(`userId=${first?.["userId"] as string}&size=2`);
    expect(mine._embedded["processes"]?.length).toBeGreaterThan(0);
    expect(
      (await by("userId=00000000-0000-4000-8000-000000000000")).page[
        "totalElements"
      ],
    ).toBe(0);
  });

  it.each([
    ["/system/processes/search/byProperty?processStatus=NONSENSE", 400],
    ["/system/processes/search/byProperty?userId=nonsense", 400],
    ["/system/processes?sort=nonsense", 400],
    ["/system/processes/search/nonsense", 404],
    ["/system/processes/nonsense", 404],
    ["/system/processes/999999", 404],
    ["/system/processes/999999/files", 404],
  ])("%s is %i", async (path, status) => {
    expect((await world.ask("R", "GET", path)).status).toBe(status);
  });

  it("has the links of its searches", async () => {
    expect(
      (await world.ask("R", "GET", "/system/processes/search")).json(),
    ).toMatchObject({
      _links: {
        own: { href: `${world.server.url}/api/system/processes/search/own` },
      },
    });
  });
});
