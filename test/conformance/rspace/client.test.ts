import { mkdtemp, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { crc32 } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { run } from "../../support/holdall.ts";
import {
  startRspaceServer,
  type Person,
  type RspaceServer,
} from "../../support/rspace-server.ts";

let rspace: RspaceServer;
let folder: string;
beforeAll(async () => {
  rspace = await startRspaceServer();
  folder = await mkdtemp(join(rspace.world.data, "client-"));
});
afterAll(() => rspace.stop());

interface Told {
  readonly file?: string;
  readonly shown?: readonly string[];
  readonly result?: { readonly checksum: string; readonly size: number };
  readonly authentication?: string;
  readonly api?: string;
  readonly status?: number | null;
}

async function client(who: Person | null, ...words: string[]): Promise<Told> {
  const { code, stdout, stderr } = await run("python3", [
    join(import.meta.dirname, "client.py"),
    rspace.url(),
    who === null ? "wrong" : rspace.keys[who],
    ...words,
  ]);
  expect(stderr).toBe("");
  expect(code).toBe(0);
  return JSON.parse(stdout) as Told;
}

it("starts, polls, follows links and downloads", async () => {
  for (const format of ["xml", "html"]) {
    const { file, shown, result } = await client(
      "user",
      format,
      "user",
      folder,
      "includeRevisionHistory=True",
    );
    expect(basename(file ?? "")).toMatch(
      new RegExp(`^Holdall-[\\d-]{16}-${format}-user-[A-Za-z0-9]+\\.zip$`),
    );
    const bytes = await readFile(file ?? "");
    expect(result).toMatchObject({
      checksum: String(crc32(bytes)),
      size: bytes.length,
    });
    expect(shown?.at(-1)).toBe("100.00%");
    expect(await run("unzip", ["-tq", file ?? ""])).toMatchObject({ code: 0 });
  }
});

it("takes a selection, and a file to write to", async () => {
  const target = join(folder, "chosen.zip");
  const { file } = await client(
    "user",
    "xml",
    "selection",
    target,
    `selections=${String(rspace.world.items.plan.id)}`,
    "includeRevisionHistory=False",
  );
  expect(file).toBe(target);
  expect(await run("unzip", ["-tq", target])).toMatchObject({ code: 0 });
});

it("understands what goes wrong", async () => {
  expect(await client(null, "xml", "user", folder)).toEqual({
    authentication: expect.stringContaining("API key") as string,
  });
  expect(await client("user", "xml", "user/1", folder)).toEqual({
    authentication: expect.stringMatching(/./) as string,
  });
  expect(await client("user", "pdf", "user", folder)).toEqual({
    api: expect.stringContaining("format: ") as string,
    status: 400,
  });
  expect(await client("user", "xml", "selection", folder)).toMatchObject({
    status: 422,
  });
  await rspace.start("user", "export/html/user");
  expect(await client("user", "xml", "user", folder)).toMatchObject({
    status: 429,
  });
});
