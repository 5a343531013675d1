import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  password,
  startApiServer,
  until,
  type Answer,
  type ApiServer,
} from "../../support/api-server.ts";
import { makeApiWorld, type ApiWorld } from "../../support/api-world.ts";
import { temporaryFolder } from "../../support/holdall.ts";
import { startFtpBench } from "../../support/targets/ftp-bench.ts";
import type { TargetBench } from "../../support/targets/target-bench.ts";

interface Transport {
  readonly _id: number;
  readonly type: string;
  readonly packer: string | null;
  readonly options: Record<string, unknown>;
  readonly _state: string;
  readonly _download: { _files: { url: string; size: number }[] } | null;
}
interface Export {
  readonly _state: string;
  readonly _files: { path: string }[];
  readonly _transports: Transport[];
  readonly _downloads: object[];
  readonly _log: {
    readonly event: { type: string; info: { protocol?: string[] } };
  }[];
  readonly export: { readonly _id: number };
}

let world: ApiWorld;
let server: ApiServer;
let token: string;
let bench: TargetBench;
let scratch: { path: string; remove(): Promise<void> };
const call = (method: string, path: string, body?: unknown) =>
  server.ask(`/api/v1/export${path}`, {
    method,
    headers: { "X-Easydb-Token": token },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const codeOf = (answer: Answer) =>
  [answer.status, (answer.json() as { code: string }).code] as const;
const asleep = [{ days_of_month: [31], weekdays: ["sunday"] }];
let made = 0;
async function put(_transports: unknown, members = {}): Promise<Export> {
  const answer = await call("PUT", "", {
    _schedules: asleep,
    _transports,
    export: {
      name: `Plans ${String(++made)}`,
      search: {},
      eas_fields: ["item.ORIGINAL"],
      json: true,
      ...members,
    },
  });
  expect(answer.status, answer.text).toBe(200);
  return answer.json() as Export;
}
async function run(id: number): Promise<Export> {
  expect((await call("POST", `/${String(id)}/start`)).status).toBe(200);
  return until(async () => {
    const found = (await call("GET", `/${String(id)}`)).json() as Export;
    return ["done", "failed"].includes(found._state) && found;
  });
}
const fetchUrl = (one: Export, url: string, query = "") =>
  server.ask(
    `/api/v1/export/${String(one.export._id)}/download/${url}${query}`,
  );
function namesIn(answer: Answer, extension: string): string[] {
  expect(answer.status, answer.text.slice(0, 300)).toBe(200);
  const file = join(scratch.path, `got${extension}`);
  writeFileSync(file, answer.body);
  return execFileSync("bsdtar", ["-tf", file], {
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C.UTF-8" },
  })
    .split("\n")
    .filter((name) => name !== "" && !name.endsWith("/"));
}

beforeAll(async () => {
  world = await makeApiWorld();
  scratch = await temporaryFolder();
  bench = await startFtpBench(scratch.path);
  server = await startApiServer(world.data);
  ({ token } = (await server.ask("/api/v1/session")).json() as {
    token: string;
  });
  await server.ask(
    `/api/v1/session/authenticate?${new URLSearchParams({ token, login: "admin@example.org", password }).toString()}`,
    { method: "POST" },
  );
});
afterAll(async () => {
  await server.stop();
  await bench.close();
  await scratch.remove();
  await world.remove();
});

describe("downloads", () => {
  it("packs for every packer, under addresses that begin with the passkey", async () => {
    const packers = [null, "zip_10mb", "tar", "tar_bz2"];
    const { export: one, _transports: before } = await put(
      packers.map((packer) => ({ type: "download", packer })),
    );
    expect(before.map(({ _state, _download }) => [_state, _download])).toEqual(
      packers.map(() => ["new", null]),
    );
    const done = await run(one._id);
    expect(done._state).toBe("done");
    const files = done._transports.map(({ _download }) => _download?._files);
    const name = `Plans_${String(made)}`;
    const passkey = files[0]?.[0]?.url.split("/")[0] ?? "";
    expect(files.map((list) => list?.map(({ url }) => url))).toEqual([
      [`${passkey}/${name}.zip`],
      [`${passkey}/${name}.1.zip`],
      [`${passkey}/${name}.tar`],
      [`${passkey}/${name}.tar.bz2`],
    ]);
    expect(done._downloads).toHaveLength(4);
    const listed = done._files.map(({ path }) => path);
    for (const { url, size } of files.flatMap((list) => list ?? [])) {
      const answer = await fetchUrl(done, url);
      expect(answer.headers["content-length"]).toBe(String(size));
      expect(namesIn(answer, /\.[^0-9]+$/.exec(url)?.[0] ?? "")).toEqual(
        listed,
      );
    }
    const [first = { url: "" }] = files[0] ?? [];
    const part = await server.ask(
      `/api/v1/v1/export/${String(one._id)}/download/${first.url}?filename=mine`,
      { headers: { Range: "bytes=0-1" } },
    );
    expect([part.status, part.text]).toEqual([206, "PK"]);
    expect(part.headers["content-disposition"]).toBe(
      'attachment; filename="mine.zip"',
    );
    const packed = files.at(-1)?.[0]?.url ?? "";
    for (const [filename, offered] of [
      ["mine", "mine.tar.bz2"],
      ["mine.tar.bz2", "mine.tar.bz2"],
    ] as const)
      expect(
        (await fetchUrl(done, `${packed}?filename=${filename}`)).headers[
          "content-disposition"
        ],
      ).toBe(`attachment; filename="${offered}"`);
    // The addresses last: through another run, and a new name.
    await call("POST", `/${String(one._id)}`, { export: { name: "Renamed" } });
    const closed = await fetchUrl(done, first.url);
    expect(codeOf(closed)).toEqual([400, "error.user.export_not_done"]);
    await run(one._id);
    expect((await fetchUrl(done, first.url)).status).toBe(200);
    expect(
      (await fetchUrl(done, `${passkey}x/${name}.zip`)).headers["location"],
    ).toBe("/#server_error:export.invalid.passkey");
    expect(codeOf(await fetchUrl(done, `${passkey}/other.zip`))).toEqual([
      404,
      "error.user.export_file_not_found",
    ]);
  });

  it("keeps ids and names where transports are the same, and gives new ids to others", async () => {
    const one = await put([{ type: "download", packer: "zip" }]);
    const id = `/${String(one.export._id)}`;
    const [first] = one._transports;
    const more = (
      await call("POST", id, {
        _transports: [
          { type: "download", packer: "tar" },
          { type: "download", packer: "zip" },
        ],
      })
    ).json() as Export;
    expect(more._transports.map(({ _id }) => _id)).toEqual([
      (first?._id ?? 0) + 1,
      first?._id,
    ]);
    const none = (await call("POST", id, { _transports: [] })).json() as Export;
    expect(none._transports).toEqual([]);
    const again = (
      await call("POST", id, { _transports: [{ type: "download" }] })
    ).json() as Export;
    expect(again._transports[0]?._id).toBe((first?._id ?? 0) + 2);
  });
});

describe("deliveries", () => {
  it("brings files to a server, keeps the password to itself, and is done only then", async () => {
    const { settings, secrets } = bench.target as {
      settings: Record<string, string>;
      secrets: { password: string };
    };
    const options = {
      server: settings["server"],
      login: settings["login"],
      ...(settings["directory"] === undefined
        ? {}
        : { directory: settings["directory"] }),
    };
    const one = await put([
      { type: "ftp", options: { ...options, password: secrets.password } },
      { type: "ftp", options: { ...options, packer: "zip" } },
    ]);
    const [whole] = one._transports;
    expect(whole?.options).toEqual(options);
    expect(JSON.stringify(one)).not.toContain(secrets.password);
    // Without a password the stored one stays.
    await call("POST", `/${String(one.export._id)}`, {
      _transports: [{ _id: whole?._id, type: "ftp", options }],
    });
    const done = await run(one.export._id);
    expect(done._state).toBe("done");
    expect(done._transports.map(({ _state }) => _state)).toEqual(["done"]);
    expect(done._log.at(-1)?.event.type).toBe("EXPORT_FINISH");
    const names = await bench.names();
    for (const { path } of done._files)
      expect(
        names.some((name) => name.endsWith(path)),
        path,
      ).toBe(true);
  });
});

describe("refusals", () => {
  const server_ = { server: "ftp://files.example.org" };
  it.each([
    [{}, "type_mismatch"],
    [[{}], "attribute_expected"],
    [[{ type: "wordpress" }], "invalid_value"],
    [[{ type: "email" }], "invalid_value"],
    [[{ type: "download", nothing: 1 }], "attribute_not_accepted"],
    [[{ type: "download", options: { a: 1 } }], "attribute_not_accepted"],
    [[{ type: "download", packer: "rar" }], "invalid_value"],
    [[{ type: "download", packer: "folder" }], "invalid_value"],
    [[{ type: "download", _id: 5 }], "invalid_value"],
    [
      [{ type: "download" }, { type: "download", packer: "zip" }],
      "invalid_value",
    ],
    [
      [
        { type: "download", packer: "zip_2gb" },
        { type: "download", packer: "zip_10mb" },
      ],
      "invalid_value",
    ],
    [
      [
        {
          type: "download",
          email: { recipients: [{ user: { login: "a@b.c" } }] },
        },
      ],
      "invalid_value",
    ],
    [[{ type: "rsync" }], "attribute_expected"],
    [[{ type: "rsync", options: { destination: "/etc" } }], "invalid_value"],
    [
      [
        {
          type: "rsync",
          options: { destination: "host::module", options: { rsh: "sh" } },
        },
      ],
      "invalid_value",
    ],
    [[{ type: "ftp" }], "attribute_expected"],
    [[{ type: "ftp", options: { server: "http://x" } }], "invalid_value"],
    [
      [{ type: "ftp", options: { ...server_, nothing: 1 } }],
      "attribute_not_accepted",
    ],
    [
      [
        {
          type: "ftp",
          packer: "zip",
          options: { ...server_, packer: "folder" },
        },
      ],
      "invalid_value",
    ],
    [[{ type: "ftp", options: { ...server_, password: 1 } }], "type_mismatch"],
    [[{ type: "webdav", options: { server: "ftp://x" } }], "invalid_value"],
  ])("refuses %j as %s", async (_transports, code) => {
    const answer = await call("PUT", "", {
      _schedules: asleep,
      _transports,
      export: { name: `Never ${String(++made)}`, search: {} },
    });
    expect(codeOf(answer)).toEqual([400, `error.api.${code}`]);
  });
});
