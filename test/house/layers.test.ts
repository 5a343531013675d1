import { execFileSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const checkout = resolve(import.meta.dirname, "../..");

/** An import that must not be, and the rule that says so. */
const forbidden: readonly (readonly [
  from: string,
  to: string,
  rule: string,
])[] = [
  ["main/domain/a.ts", "main/core/b.ts", "domain-is-the-centre"],
  ["main/domain/a.ts", "pino", "domain-is-the-centre"],
  ["main/core/a.ts", "main/store/b.ts", "core-declares-ports"],
  ["main/core/a.ts", "main/commands/b.ts", "core-declares-ports"],
  ["main/commands/a.ts", "main/store/b.ts", "commands-ask-core"],
  ["main/archives/a.ts", "main/store/b.ts", "archives-is-a-leaf"],
  ["main/formats/saf/a.ts", "main/core/b.ts", "kinds-import-only-domain"],
  ["main/formats/saf/a.ts", "main/archives/b.ts", "kinds-import-only-domain"],
  ["main/packers/zip/a.ts", "main/formats/b.ts", "kinds-import-only-domain"],
  [
    "main/sources/csv/a.ts",
    "main/core/b.ts",
    "sources-import-domain-and-archives",
  ],
  ["main/sources/csv/a.ts", "main/sources/saf/b.ts", "siblings-never-meet"],
  ["main/formats/saf/a.ts", "main/formats/csv/b.ts", "siblings-never-meet"],
  [
    "main/packers/zip/a.ts",
    "main/packers/index.ts",
    "members-see-the-contract",
  ],
  [
    "main/api/dialects/dspace/a.ts",
    "main/api/dialects/easydb/b.ts",
    "dialects-never-meet",
  ],
  ["renderer/views/a/a.ts", "renderer/views/b/b.ts", "views-never-meet"],
  ["main/desktop/a.ts", "main/store/b.ts", "doors-ask-commands"],
  ["main/api/a.ts", "main/jobs/b.ts", "doors-ask-commands"],
  ["main/api/a.ts", "main/desktop/b.ts", "doors-ask-commands"],
  ["main/store/a.ts", "main/jobs/b.ts", "store-implements-ports"],
  ["main/vault/a.ts", "main/store/b.ts", "vault-implements-ports"],
  ["main/jobs/a.ts", "main/commands/b.ts", "jobs-stay-inside"],
  ["main/jobs/a.ts", "main/desktop/b.ts", "jobs-stay-inside"],
  ["main/core/a.ts", "main/compose.ts", "only-entries-compose"],
  ["main/jobs/a.ts", "main/cli.ts", "entries-are-ends"],
  ["main/jobs/a.ts", "main/jobs/b.worker.ts", "entries-are-ends"],
  ["main/core/a.ts", "electron", "electron-at-the-edge"],
  ["renderer/a.ts", "electron", "electron-at-the-edge"],
  ["main/core/a.ts", "better-sqlite3", "sql-in-store"],
  ["main/core/a.ts", "keytar", "keychain-in-vault"],
  ["renderer/a.ts", "main/core/b.ts", "page-sees-contract-and-domain"],
  ["renderer/a.ts", "preload/index.ts", "page-sees-contract-and-domain"],
  ["renderer/a.ts", "node:fs", "page-without-node"],
  ["preload/index.ts", "main/core/b.ts", "contract-is-types"],
  ["main/core/a.ts", "renderer/b.ts", "main-without-page"],
  ["main/core/a.ts", "main/core/not-there.ts", "no-unresolvable"],
];

/** Imports that the plan of the house asks for. */
const allowed: readonly (readonly [from: string, to: string])[] = [
  ["main/domain/a.ts", "typebox"],
  ["main/core/a.ts", "main/domain/b.ts"],
  ["main/commands/a.ts", "main/core/b.ts"],
  ["main/commands/a.ts", "preload/contract.ts"],
  ["main/store/a.ts", "main/core/b.ts"],
  ["main/store/a.ts", "main/archives/b.ts"],
  ["main/store/a.ts", "better-sqlite3"],
  ["main/vault/a.ts", "keytar"],
  ["main/jobs/a.ts", "main/store/b.ts"],
  ["main/jobs/a.ts", "main/formats/index.ts"],
  ["main/sources/csv/a.ts", "main/archives/b.ts"],
  ["main/sources/csv/a.ts", "main/sources/b.ts"],
  ["main/formats/saf/a.ts", "main/formats/format.ts"],
  ["main/packers/index.ts", "main/packers/zip/b.ts"],
  ["main/desktop/a.ts", "electron"],
  ["main/desktop/a.ts", "main/commands/b.ts"],
  ["main/index.ts", "main/compose.ts"],
  ["main/cli.ts", "main/compose.ts"],
  ["main/index.ts", "main/desktop/b.ts"],
  ["preload/index.ts", "electron"],
  ["renderer/a.ts", "preload/contract.ts"],
  ["renderer/a.ts", "main/domain/b.ts"],
];

interface Violation {
  readonly from: string;
  readonly to: string;
  readonly rule: { readonly name: string };
}

let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "holdall-layers-"));
  symlinkSync(
    join(checkout, "node_modules"),
    join(root, "node_modules"),
    "junction",
  );
  for (const file of ["package.json", "tsconfig.base.json"]) {
    cpSync(join(checkout, file), join(root, file));
  }
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

/** Cruises a tree that consists of these imports, and gives the names of the rules that speak up for each. */
function cruise(
  imports: readonly (readonly [from: string, to: string])[],
): string[][] {
  for (const folder of ["main", "preload", "renderer"]) {
    rmSync(join(root, folder), { recursive: true, force: true });
    mkdirSync(join(root, folder));
  }
  const isOurs = (path: string): boolean =>
    /^(main|preload|renderer)\//.test(path);
  // Every importing file gets a number of its own, so that no two pairs become one chain or a cycle.
  const pairs = imports.map(([from, to], index) => {
    const own = from.replace(/(^|\/)a\.ts$/, `$1a${index}.ts`);
    const other = to.replace(/(^|\/)b\.ts$/, `$1b${index}.ts`);
    return [own, other] as const;
  });
  for (const [, to] of pairs) {
    if (!isOurs(to) || to.endsWith("not-there.ts")) continue;
    mkdirSync(dirname(join(root, to)), { recursive: true });
    writeFileSync(join(root, to), "export const b = 1;\n");
  }
  const lines = new Map<string, string[]>();
  for (const [from, to] of pairs) {
    const target = isOurs(to)
      ? relative(dirname(from), to).replace(/^(?!\.)/, "./")
      : to;
    // A type import counts as much as any other.
    lines.set(from, [
      ...(lines.get(from) ?? []),
      `import type * as b${lines.size} from "${target}";`,
    ]);
  }
  for (const [from, text] of lines) {
    mkdirSync(dirname(join(root, from)), { recursive: true });
    writeFileSync(
      join(root, from),
      [...text, "export const a = 1;", ""].join("\n"),
    );
  }
  const arguments_ = [
    join(checkout, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs"),
    "--config",
    join(checkout, ".dependency-cruiser.mjs"),
    "--output-type",
    "json",
    "main",
    "preload",
    "renderer",
  ];
  const output = execFileSync(process.execPath, arguments_, {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  const { summary } = JSON.parse(output) as {
    summary: { violations: Violation[] };
  };
  return pairs.map(([from, to]) =>
    summary.violations
      .filter((violation) => violation.from === from)
      .filter((violation) =>
        isOurs(to)
          ? violation.to === to || violation.to.endsWith("not-there.ts")
          : violation.to.includes(to.replace("node:", "")),
      )
      .map((violation) => violation.rule.name),
  );
}

test("every import that the plan forbids is refused by its own rule", () => {
  const found = cruise(forbidden.map(([from, to]) => [from, to] as const));
  const silent = forbidden.filter(
    ([, , rule], index) => !(found[index] ?? []).includes(rule),
  );
  expect(silent).toEqual([]);
});

test("no import that the plan asks for is refused", () => {
  const found = cruise(allowed);
  expect(
    allowed.map((pair, index) => [...pair, ...(found[index] ?? [])]),
  ).toEqual(allowed.map((pair) => [...pair]));
});
