import { createHash } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Item } from "../../../main/domain/catalog.ts";
import type { FileCheck } from "../../../main/domain/file-check.ts";
import type { ItemExport, ItemStanding } from "../../../preload/contract.ts";
import { bitstreamFile } from "../../../main/store/bitstream-layout.ts";
import {
  password,
  startApiServer,
  until,
  type ApiServer,
} from "../../support/api-server.ts";
import { makeApiWorld, text, type ApiWorld } from "../../support/api-world.ts";

let world: ApiWorld;
let server: ApiServer;
let admin: string;
let user: string;
let curator: string;
let item: Item;
beforeAll(async () => {
  world = await makeApiWorld();
  server = await startApiServer(world.data);
  admin = await server.logIn("admin@example.org");
  user = await server.logIn("user@example.org");
  curator = await server.logIn("curator@example.org");
  item = (await server.command(admin, "items.get", {
    item: world.items.plan.id,
  })) as Item;
});
afterAll(async () => {
  await server.stop();
  await world.remove();
});

const file = (name: string) => {
  const found = item.bundles
    .flatMap(({ bitstreams }) => bitstreams)
    .find((one) => one.name === name);
  if (found === undefined) throw new Error(`There is no ${name}.`);
  return found;
};
const plan = () => file("Übersicht “A”.txt");
const link = async (bitstream: number, as: "show" | "save") =>
  (
    (await server.command(user, "files.link", { bitstream, as })) as {
      path: string;
    }
  ).path;
const status = async (token: string, name: string, input: object) =>
  (
    await server.as(token, `/api/holdall/commands/${name}`, {
      method: "POST",
      body: JSON.stringify(input),
    })
  ).status;

test("a link gives the content of one file, in parts if need be, without a token in a header", async () => {
  const path = await link(plan().id, "show");
  const whole = await server.ask(path);
  expect(whole.status).toBe(200);
  expect(whole.text).toBe(text);
  expect(whole.headers["content-disposition"]).toMatch(/^inline/u);
  const part = await server.ask(path, { headers: { Range: "bytes=4-9" } });
  expect([part.status, part.text, part.headers["content-range"]]).toEqual([
    206,
    text.slice(4, 10),
    `bytes 4-9/${String(Buffer.byteLength(text))}`,
  ]);
  const saved = await server.ask(await link(plan().id, "save"));
  expect(saved.headers["content-disposition"]).toMatch(/^attachment/u);
});

test("nothing in a file can act, however it is asked for", async () => {
  for (const as of ["show", "save"] as const) {
    const page = await server.ask(await link(file("page.html").id, as));
    expect(page.headers["content-security-policy"]).toBe(
      "default-src 'none'; sandbox",
    );
    expect(page.headers["content-disposition"]).toMatch(/^attachment/u);
    expect(page.headers["x-content-type-options"]).toBe("nosniff");
  }
});

test("a link is good for its own file only, and made for those who may read it", async () => {
  const path = await link(plan().id, "show");
  const other = path.replace(
    `/files/${String(plan().id)}/`,
    `/files/${String(file("secret.txt").id)}/`,
  );
  expect((await server.ask(other)).status).toBe(401);
  expect((await server.as(user, other.split("?")[0] ?? "")).status).toBe(403);
  const secret = { bitstream: file("secret.txt").id, as: "show" };
  expect(await status(user, "files.link", secret)).toBe(403);
  expect(await status(admin, "files.link", secret)).toBe(200);
});

test("a link opens no more than the one who asked for it may read on that day, and ends with their sessions", async () => {
  const path = await link(plan().id, "show");
  const withdraw = (value: boolean) =>
    server.command(admin, "items.set-state", {
      item: item.id,
      state: "withdrawn",
      value,
    });
  await withdraw(true);
  expect((await server.ask(path)).status).toBe(403);
  await withdraw(false);
  expect((await server.ask(path)).status).toBe(200);

  const { path: mine } = (await server.command(admin, "files.link", {
    bitstream: file("secret.txt").id,
    as: "save",
  })) as { path: string };
  expect((await server.ask(mine)).status).toBe(200);
  await server.command(admin, "accounts.set-password", {
    email: "admin@example.org",
    password,
  });
  expect((await server.ask(mine)).status).toBe(401);
  admin = await server.logIn("admin@example.org");
});

test("says what somebody may do with an item, and which files are closed", async () => {
  const standing = async (token: string, id: number) =>
    (await server.command(token, "items.standing", {
      item: id,
    })) as ItemStanding;
  expect((await standing(admin, item.id)).may).toEqual({
    change: true,
    addFiles: true,
  });
  expect(await standing(user, item.id)).toMatchObject({
    may: { change: false, addFiles: false },
    closed: [file("secret.txt").id],
  });
  expect((await standing(curator, world.items.curated.id)).may).toEqual({
    change: true,
    addFiles: false,
  });
});

test("keeps what was done to an item from those who do not administer it", async () => {
  const fields = async (token: string) =>
    (
      (await server.command(token, "items.get", { item: item.id })) as Item
    ).metadata.map(({ qualifier }) => qualifier);
  expect(await fields(admin)).toContain("provenance");
  expect(await fields(user)).not.toContain("provenance");
});

test("reads a file again on request, and tells when it is damaged", async () => {
  const target = file("page.html");
  const check = async () =>
    (await server.command(user, "files.check", {
      bitstream: target.id,
    })) as FileCheck;
  expect(await check()).toMatchObject({ bitstream: target.id, fault: null });
  const sum = createHash("sha256").update("<script>1</script>").digest("hex");
  expect(target.sha256).toBe(sum);
  const content = bitstreamFile(join(world.data, "store"), sum);
  await rm(content);
  await writeFile(content, "<script>2</script>");
  expect(await check()).toMatchObject({ fault: "damaged" });
  const { checks } = (await server.command(user, "items.standing", {
    item: item.id,
  })) as ItemStanding;
  expect(checks).toMatchObject([{ bitstream: target.id, fault: "damaged" }]);
});

test("says in which exports an item was", async () => {
  const exportsOf = async (token: string, id: number) =>
    (await server.command(token, "items.exports", {
      item: id,
    })) as ItemExport[];
  expect(await exportsOf(admin, item.id)).toEqual([]);
  const run = (await server.command(admin, "exports.create", {
    target: world.collections.curated,
    options: {
      format: "csv",
      packer: "zip",
      migrate: false,
      bitstreams: false,
      withdrawn: false,
      verify: false,
    },
  })) as { id: number };
  const found = await until(async () => {
    const list = await exportsOf(admin, item.id);
    return list.length > 0 && list;
  });
  expect(found).toMatchObject([{ run: run.id, title: "Curated", whole: true }]);
  expect(await exportsOf(admin, world.items.hidden.id)).toEqual([]);
  expect(await exportsOf(user, item.id)).toEqual([]);
});

test("only the desktop application opens and saves files by itself", async () => {
  const input = { bitstream: plan().id };
  expect(await status(admin, "files.save", input)).toBe(503);
  expect(await status(admin, "files.open", input)).toBe(503);
});
