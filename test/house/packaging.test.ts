import { glob, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, matchesGlob, resolve } from "node:path";
import { Ajv } from "ajv";
import { beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { BundledPart } from "../../main/domain/upkeep.ts";
import packageFile from "../../package.json" with { type: "json" };

const checkout = resolve(import.meta.dirname, "../..");

interface Packaging {
  files: string[];
  asar: boolean;
  asarUnpack: string[];
  npmRebuild: boolean;
  electronFuses: Record<string, boolean>;
  linux: { target: string[] };
  mac: { target: string[] };
  win: { target: string[] };
  protocols: { schemes: string[] }[];
}

let packaging: Packaging;

beforeAll(async () => {
  packaging = parse(
    await readFile(join(checkout, "electron-builder.yml"), "utf8"),
  ) as Packaging;
});

describe("electron-builder.yml", () => {
  test("has nothing that electron-builder's own schema refuses", async () => {
    const builder = createRequire(
      createRequire(import.meta.url).resolve("electron-builder"),
    );
    const schema = JSON.parse(
      await readFile(builder.resolve("app-builder-lib/scheme.json"), "utf8"),
    ) as object;
    const ajv = new Ajv({ strict: false, allErrors: true });
    const validate = ajv.compile(schema);
    validate(packaging);
    expect(validate.errors).toBe(null);
    // The schema must be able to say no, or it proves nothing.
    expect(validate({ ...packaging, electronFuse: {} })).toBe(false);
  });

  test("makes an installer for every platform", () => {
    expect(packaging.linux.target).toEqual(["deb", "AppImage"]);
    expect(packaging.mac.target).toEqual(["dmg"]);
    expect(packaging.win.target).toEqual(["nsis"]);
    expect(packaging.protocols.flatMap((protocol) => protocol.schemes)).toEqual(
      ["holdall"],
    );
  });

  test("sets the fuses", () => {
    expect(packaging.electronFuses).toMatchObject({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      grantFileProtocolExtraPrivileges: false,
      onlyLoadAppFromAsar: true,
      enableEmbeddedAsarIntegrityValidation: true,
      enableCookieEncryption: true,
    });
  });

  test("unpacks every native library of the packed dependencies, and they are there", async () => {
    const libraries: string[] = [];
    for (const folder of ["better-sqlite3", "keytar", "@napi-rs"]) {
      for await (const file of glob(`node_modules/${folder}/**/*.node`, {
        cwd: checkout,
      })) {
        libraries.push(file.replaceAll("\\", "/"));
      }
    }
    expect(libraries.length).toBeGreaterThanOrEqual(2);
    expect(libraries.some((file) => file.includes("keyring"))).toBe(true);
    expect(libraries.some((file) => file.includes("better-sqlite3"))).toBe(
      true,
    );
    const left = libraries.filter(
      (file) =>
        !packaging.asarUnpack.some((pattern) => matchesGlob(file, pattern)),
    );
    expect(left).toEqual([]);
  });

  test("packs what it starts, and no source of it", () => {
    expect(packaging.asar).toBe(true);
    expect(packaging.npmRebuild).toBe(false);
    expect(packageFile.main).toBe("dist/main/index.js");
    expect(
      packaging.files.some((pattern) => matchesGlob(packageFile.main, pattern)),
    ).toBe(true);
    expect(
      packaging.files.some(
        (pattern) =>
          !pattern.startsWith("!") && matchesGlob("main/index.ts", pattern),
      ),
    ).toBe(false);
  });
});

test("only native modules and the server, which reads files of its own, are packed as they are", () => {
  expect(Object.keys(packageFile.dependencies).sort()).toEqual([
    "@fastify/swagger",
    "@fastify/swagger-ui",
    "better-sqlite3",
    "fastify",
    "keytar",
  ]);
});

test("Electron is pinned to one version", () => {
  expect(packageFile.devDependencies.electron).toMatch(/^\d+\.\d+\.\d+$/);
});

test("install scripts run for Node alone", () => {
  expect(packageFile.allowScripts).toEqual({
    "better-sqlite3": false,
    "cpu-features": false,
    "electron-winstaller": false,
    node: true,
    ssh2: false,
  });
});

test("every part that other people have made comes with the text of its licence", async () => {
  const parts = JSON.parse(
    await readFile(join(checkout, "dist/renderer/licences.json"), "utf8"),
  ) as BundledPart[];
  expect(parts.length).toBeGreaterThan(50);
  expect(
    parts
      .filter(({ licence, text }) => licence === "" || text.length < 200)
      .map(({ name, version }) => `${name} ${version}`),
  ).toEqual([]);
});
