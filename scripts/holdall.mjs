// `npm run -s holdall -- <args>`: the command line from a checkout. Plain JavaScript, so that a Node too old for the
// program can still start the right one.
import { spawn } from "node:child_process";
import * as nodeModule from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { buildWhenNeeded, checkout } from "./build.mjs";

/** Starts this file again with the Node that was installed beside the program. */
function startAgain() {
  const node = join(
    checkout,
    "node_modules/node/bin",
    process.platform === "win32" ? "node.exe" : "node",
  );
  const again = spawn(node, process.argv.slice(1), { stdio: "inherit" });
  /** @type {NodeJS.Signals[]} */
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  // The terminal sends Ctrl-C to both; what is sent to this process alone is passed on.
  for (const signal of signals) process.on(signal, () => again.kill(signal));
  again.on("error", () => {
    process.stderr.write(
      "Holdall needs Node 22 or later, and the one it installs is missing: run `npm ci`.\n",
    );
    process.exitCode = 1;
  });
  again.on("close", (code, signal) => {
    if (signal === null) process.exitCode = code ?? 1;
    else process.exitCode = 1;
  });
}

async function run() {
  nodeModule.enableCompileCache();
  try {
    await buildWhenNeeded();
  } catch (error) {
    process.stderr.write(
      `${error instanceof Error ? error.message : String(error)}\n`,
    );
    process.exitCode = 1;
    return;
  }
  // npm changes to the checkout; paths on the command line are meant from where the person is.
  const from = process.env["INIT_CWD"];
  if (process.env["npm_lifecycle_event"] === "holdall" && from !== undefined)
    process.chdir(from);
  await import(pathToFileURL(join(checkout, "dist/main/cli.js")).href);
}

if (Number(process.versions.node.split(".")[0]) < 22) startAgain();
else await run();
