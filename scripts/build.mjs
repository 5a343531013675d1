// Builds dist/ when it is missing or older than the sources. Plain JavaScript: it also runs on the Node that came with npm.
import { spawn } from "node:child_process";
import {
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const checkout = join(dirname(fileURLToPath(import.meta.url)), "..");
const lock = join(checkout, "dist", ".building");

/**
 * When the youngest source was written, in milliseconds.
 * @param {string} path
 * @returns {number}
 */
function youngest(path) {
  const status = statSync(path);
  if (!status.isDirectory()) return status.mtimeMs;
  return readdirSync(path).reduce(
    (age, name) => Math.max(age, youngest(join(path, name))),
    0,
  );
}

/** @returns {boolean} */
function isCurrent() {
  try {
    const built = statSync(join(checkout, "dist/main/cli.js")).mtimeMs;
    const sources = [
      "main",
      "preload",
      "renderer",
      "package.json",
      "vite.config.ts",
    ];
    return sources.every((name) => youngest(join(checkout, name)) <= built);
  } catch {
    return false;
  }
}

/**
 * Takes the right to build, or tells that another process has it.
 * @returns {boolean}
 */
function takeLock() {
  mkdirSync(dirname(lock), { recursive: true });
  try {
    writeFileSync(lock, String(process.pid), { flag: "wx" });
    return true;
  } catch {
    try {
      // Throws when there is no such process any more.
      process.kill(Number(readFileSync(lock, "utf8")), 0);
    } catch {
      rmSync(lock, { force: true });
    }
    return false;
  }
}

/** @returns {Promise<number>} exit code */
function build() {
  process.stderr.write("Building Holdall ...\n");
  return new Promise((resolve) => {
    const vite = spawn(
      process.execPath,
      [
        join(checkout, "node_modules/vite/bin/vite.js"),
        "build",
        "--app",
        "--logLevel",
        "error",
      ],
      { cwd: checkout, stdio: ["ignore", 2, 2] },
    );
    vite.on("error", () => {
      resolve(1);
    });
    vite.on("close", (code) => {
      resolve(code ?? 1);
    });
  });
}

/**
 * Sees to it that dist/ is there and not older than the sources. Says on stderr when it builds; leaves stdout alone.
 * @throws Error when the build fails
 */
export async function buildWhenNeeded() {
  while (!isCurrent()) {
    if (!takeLock()) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      continue;
    }
    try {
      if (!isCurrent() && (await build()) !== 0)
        throw new Error("Holdall could not be built.");
    } finally {
      rmSync(lock, { force: true });
    }
    return;
  }
}
