import { spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");
const program = join(root, "dist/main/cli.js");

export interface Finished {
  /** Exit code; null when a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly process: ChildProcess;
  readonly finished: Promise<Finished>;
}

/** Starts the built command line in a process of its own, as a user's script does. */
export function startHoldall(
  dataDir: string,
  args: readonly string[],
  options: {
    stdin?: string;
    environment?: Readonly<Record<string, string>>;
  } = {},
): Running {
  if (!existsSync(program))
    throw new Error("dist/main/cli.js is missing: run `npm run build` first");
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, HOLDALL_DATA_DIR: dataDir, ...options.environment },
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.end(options.stdin ?? "");
  let stdout = "";
  let stderr = "";
  child.stdout
    .setEncoding("utf8")
    .on("data", (text: string) => (stdout += text));
  child.stderr
    .setEncoding("utf8")
    .on("data", (text: string) => (stderr += text));
  const finished = new Promise<Finished>((done, fail) => {
    child.once("error", fail);
    child.once("close", (code, signal) => {
      done({ code, signal, stdout, stderr });
    });
  });
  return { process: child, finished };
}

export function holdall(dataDir: string, ...args: string[]): Promise<Finished> {
  return startHoldall(dataDir, args).finished;
}

/** Runs a command with --json that must succeed, and reads its result. */
export async function holdallJson(
  dataDir: string,
  ...args: string[]
): Promise<unknown> {
  const { code, stdout, stderr } = await holdall(dataDir, ...args, "--json");
  if (code !== 0)
    throw new Error(
      `holdall ${args.join(" ")} ended with ${String(code)}: ${stderr}`,
    );
  return JSON.parse(stdout);
}

/** Runs some other program to its end. */
export function run(
  command: string,
  args: readonly string[],
  cwd?: string,
): Promise<Finished> {
  const child = spawn(command, args, {
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout
    .setEncoding("utf8")
    .on("data", (text: string) => (stdout += text));
  child.stderr
    .setEncoding("utf8")
    .on("data", (text: string) => (stderr += text));
  return new Promise((done, fail) => {
    child.once("error", fail);
    child.once("close", (code, signal) => {
      done({ code, signal, stdout, stderr });
    });
  });
}

/** A folder that is gone after the test. */
export async function temporaryFolder(): Promise<{
  path: string;
  remove(): Promise<void>;
}> {
  const path = await mkdtemp(join(tmpdir(), "holdall-test-"));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** Data handed to the project from outside; null where it is not there. */
export function sharedData(...parts: string[]): string | null {
  const path = join(root, "../shared", ...parts);
  return existsSync(path) ? path : null;
}
