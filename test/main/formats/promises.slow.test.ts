import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Application } from "../../../main/compose.ts";
import { localAdministrator } from "../../../main/core/access.ts";
import type { ExportOptions, ExportResult } from "../../../main/domain/run.ts";
import { formats } from "../../../main/formats/index.ts";
import { verifyArchive } from "../../../main/jobs/verify-archive.ts";
import { createBitstreamStore } from "../../../main/store/bitstream-store.ts";
import { bundle, openTestCatalog, value } from "../../support/catalog.ts";
import { makeHostileCatalog } from "../../support/hostile-catalog.ts";
import { temporaryFolder } from "../../support/package-files.ts";
import { readPackage } from "../../support/read-package.ts";
import {
  ended,
  exactOptions,
  withApplication,
  type EndedRun,
} from "../../support/runs.ts";
import { readWithPython } from "../packers/zip/zip-judges.ts";

let base = "";
let hostile: number;
let damaged: number;
const at = (...names: string[]) => join(base, ...names);

/** Applications that stay open for all formats: each takes longer to open than an export takes. */
const open = new Map<string, Application>();
const closing: (() => void)[] = [];
const closed: Promise<unknown>[] = [];

/** @param threads the bytes of a package must not depend on it */
async function start(data: string, threads: number): Promise<void> {
  await new Promise<void>((opened, failed) => {
    closed.push(
      withApplication(
        at(data),
        (application) => {
          open.set(data, application);
          opened();
          return new Promise<void>((end) => closing.push(end));
        },
        { threads },
      ).catch(failed),
    );
  });
}

async function exported(
  data: string,
  target: number,
  out: string,
  options: Partial<ExportOptions>,
): Promise<EndedRun<ExportResult>> {
  const application = open.get(data);
  if (application === undefined) throw new Error(`${data} is not open`);
  const id = await application.context.exports.create({
    target: String(target),
    out,
    options: { ...exactOptions, withdrawn: true, ...options },
  });
  return ended(application, id);
}

beforeAll(async () => {
  const folder = temporaryFolder();
  base = folder.path;
  hostile = (await makeHostileCatalog(at("hostile"))).community;
  const catalog = openTestCatalog(at("damaged"));
  damaged = catalog.collection("Papers", [catalog.community("Works")]);
  for (const name of ["first", "second"]) {
    const bitstream = await catalog.bitstream(`${name}.txt`, `${name} bytes`);
    const spare = await catalog.bitstream(`${name} spare.txt`, `${name} too`);
    catalog.item(damaged, {
      metadata: [value("dc.title", name)],
      bundles: [bundle("ORIGINAL", [bitstream, spare])],
    });
    if (name === "first")
      writeFileSync(
        createBitstreamStore(at("damaged", "store")).fileOf(
          bitstream.content.sha256,
        ),
        "FIRST BYTES",
      );
  }
  catalog.close();
  await start("hostile", 1);
  await start("damaged", 2);
  return folder[Symbol.asyncDispose].bind(folder);
});
afterAll(async () => {
  for (const end of closing) end();
  await Promise.all(closed);
});

describe.each(formats)("$id", ({ id: format }) => {
  let first: EndedRun<ExportResult>;

  beforeAll(async () => {
    first = await exported("hostile", hostile, at(`${format}.zip`), { format });
  });

  test("makes the same bytes of the same things", async () => {
    const again = at(`${format} again.zip`);
    await exported("hostile", hostile, again, { format });
    expect(readFileSync(again).equals(readFileSync(at(`${format}.zip`)))).toBe(
      true,
    );
  });

  test("has names that survive in every reader", async () => {
    const zip = at(`${format}.zip`);
    const { files } = await readPackage(zip);
    const names = files.map(({ path }) => path);
    expect(names).toHaveLength(first.result.entries);
    expect(new Set(names.map((name) => name.split("/")[0])).size).toBe(1);
    expect(readWithPython(zip).map(({ name }) => name)).toEqual(names);
    const unpacked = at(`${format} unpacked`);
    const environment = { ...process.env, LC_ALL: "C.UTF-8" };
    for (const [program, ...options] of [
      ["unzip", "-tqq", zip],
      ["7z", "t", "-tzip", "-bd", zip],
      ["7z", "x", "-tzip", "-bd", `-o${unpacked}`, zip],
    ] as const)
      execFileSync(program, options, { env: environment, stdio: "pipe" });
    const listed = execFileSync("bsdtar", ["-tf", zip], {
      env: environment,
      encoding: "utf8",
    });
    // It lists composed letters, whatever the archive has.
    const composed = (name: string) => name.normalize("NFC");
    expect(listed.split("\n").slice(0, -1).map(composed)).toEqual(
      names.map(composed),
    );
    const found = readdirSync(unpacked, {
      recursive: true,
      withFileTypes: true,
    }).filter((entry) => entry.isFile());
    expect(found).toHaveLength(names.length);
  });

  test("is sound, says the check", async () => {
    const { errors, faults } = await verifyArchive(at(`${format}.zip`), {
      threads: 1,
      signal: new AbortController().signal,
    });
    expect(faults.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(errors).toBe(0);
    expect(first.result.verified).toBe(true);
  });

  test("names a damaged file, and packs the rest", async () => {
    const { run, result, problems } = await exported(
      "damaged",
      damaged,
      at(`${format} damaged.zip`),
      { format },
    );
    expect(run.state).toBe("done-with-problems");
    expect(result).toMatchObject({ items: 2, files: 3, filesPlanned: 4 });
    // easydb calls it a warning; nobody calls it less.
    expect(
      problems.filter(
        ({ severity, code }) =>
          severity === "error" || code.startsWith("bitstream."),
      ),
    ).toMatchObject([
      {
        code: "bitstream.damaged",
        severity: format === "easydb" ? "warning" : "error",
      },
    ]);
    const { files } = await readPackage(at(`${format} damaged.zip`));
    const contents = files.map(({ bytes }) => bytes.toString("utf8"));
    for (const text of ["first too", "second bytes", "second too"])
      expect(contents).toContain(text);
    expect(contents).not.toContain("FIRST BYTES");
  });

  test("leaves nothing behind when it is cancelled", async () => {
    const application = open.get("hostile");
    if (application === undefined) throw new Error("it is not open");
    const out = at(`${format} cancelled.zip`);
    const id = await application.context.exports.create({
      target: String(hostile),
      out,
      options: { ...exactOptions, format },
    });
    await application.context.runs.cancel(localAdministrator, id);
    expect(await application.runner.ended(id)).toMatchObject({
      state: "cancelled",
    });
    expect(
      readdirSync(base).filter((name) => name.includes("cancelled")),
    ).toEqual([]);
    expect(readdirSync(at("hostile", "exports"))).toEqual([]);
  });
});
