// `npm start`: the desktop application where it can run, and the same window in a browser where it cannot.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const checkout = join(import.meta.dirname, "..");
const electron = join(checkout, "node_modules/electron");

/** The program of the installed Electron, or null when it has not been fetched. */
function electronBinary(): string | null {
  const pathFile = join(electron, "path.txt");
  if (!existsSync(pathFile)) return null;
  const binary = join(electron, "dist", readFileSync(pathFile, "utf8").trim());
  return existsSync(binary) ? binary : null;
}

function fetchElectron(): void {
  process.stderr.write("Fetching Electron, once ...\n");
  spawnSync(process.execPath, [join(electron, "install.js")], {
    stdio: "ignore",
    timeout: 300_000,
  });
}

function hasDisplay(): boolean {
  if (process.platform !== "linux") return true;
  return [process.env["DISPLAY"], process.env["WAYLAND_DISPLAY"]].some(
    (name) => name !== undefined && name !== "",
  );
}

/** Why the desktop application cannot run here, or the program that runs it. */
function findElectron():
  { readonly binary: string } | { readonly obstacle: string } {
  if (!hasDisplay()) return { obstacle: "there is no display" };
  if (electronBinary() === null) fetchElectron();
  const binary = electronBinary();
  return binary === null
    ? { obstacle: "Electron could not be fetched" }
    : { binary };
}

/** Runs a program in place of this one: what it is told and how it ends is passed on. */
function become(program: string, given: readonly string[]): void {
  const child = spawn(program, given, { stdio: "inherit" });
  // The terminal sends Ctrl-C to both; what is sent to this process alone is passed on.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => child.kill(signal));
  child.on("error", (error) => {
    process.stderr.write(`${program} cannot be started: ${error.message}\n`);
    process.exitCode = 1;
  });
  child.on("close", (code) => {
    process.exitCode = code ?? 1;
  });
}

const found = findElectron();
const given = process.argv.slice(2);
if ("binary" in found) {
  become(found.binary, [checkout, ...given]);
} else {
  process.stderr.write(
    `The desktop window cannot open because ${found.obstacle}; here is the same window for a browser.\n`,
  );
  const commandLine = join(checkout, "dist/main/cli.js");
  become(process.execPath, [commandLine, "serve", ...given]);
}
