import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const checkout = resolve(import.meta.dirname, "../..");
const launcher = join(checkout, "scripts/holdall.mjs");
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "holdall-launcher-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function run(
  program: string,
  given: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(program, given, {
    cwd: options.cwd ?? checkout,
    encoding: "utf8",
    env: {
      ...process.env,
      HOLDALL_DATA_DIR: join(folder, "data"),
      ...options.env,
    },
  });
}

test("the command line speaks for itself: stdout carries the command's own output and nothing else", () => {
  const { status, stdout } = run("npm", [
    "run",
    "-s",
    "holdall",
    "--",
    "list",
    "collections",
    "--json",
  ]);
  expect(status).toBe(0);
  expect(() => JSON.parse(stdout) as unknown).not.toThrow();
});

test("the exit code of a command is the exit code of the launcher", () => {
  expect(run(process.execPath, [launcher, "no-such-command"]).status).toBe(2);
});

test("a Node that is too old starts the right one", () => {
  const pretend =
    "data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'20.0.0'}})";
  const { status, stdout } = run(process.execPath, [
    "--import",
    pretend,
    launcher,
    "--help",
  ]);
  expect(status).toBe(0);
  expect(stdout).toContain("Usage: holdall");
});

test("paths are meant from where the person is, not from the checkout", () => {
  const { status, stderr } = run(
    "npm",
    [
      "--prefix",
      checkout,
      "run",
      "-s",
      "holdall",
      "--",
      "verify",
      "not-there.zip",
    ],
    { cwd: folder },
  );
  expect(status).toBe(1);
  expect(stderr).toContain(join(folder, "not-there.zip"));
});
