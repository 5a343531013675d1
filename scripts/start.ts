// `npm start`: the desktop application where it can run.
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

const found = findElectron();
if ("obstacle" in found) {
  process.stderr.write(
    `The window cannot open because ${found.obstacle}; use the command line instead: npm run -s holdall -- --help\n`,
  );
  process.exitCode = 1;
} else {
  const window = spawn(found.binary, [checkout], { stdio: "inherit" });
  window.on("close", (code) => {
    process.exitCode = code ?? 1;
  });
}
