/**
 * Stands in for Electron's program: `node program.ts [--switches] <folder of the application>` runs the application's
 * built main file, with windows that are pages of a real Chromium. docs/decisions/0005 says what that proves.
 */
import { mkdirSync, readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { runInThisContext } from "node:vm";

const appFolder = resolve(
  process.argv.slice(2).find((given) => !given.startsWith("--")) ?? ".",
);
process.env["HOLDALL_STAND_IN_APP"] = appFolder;
const packaged = process.env["HOLDALL_STAND_IN_PACKAGED"] === "1";
// What is installed is a program of its own, whose folder nobody names.
process.argv = [
  process.execPath,
  ...process.argv
    .slice(2)
    .filter((given) => !packaged || resolve(given) !== appFolder),
];
Object.defineProperty(process.versions, "electron", { value: "stand-in" });
Object.assign(process, { type: "browser", resourcesPath: appFolder });

const electronAddress = new URL("electron.ts", import.meta.url).href;
registerHooks({
  resolve: (name, context, next) =>
    name === "electron" || name === "electron/main"
      ? { url: electronAddress, shortCircuit: true }
      : next(name, context),
});

const electron = await import("./electron.ts");
const { setBrowser } = await import("./browser.ts");
const { startChromium } = await import("./chromium.ts");

interface Question {
  readonly id: number;
  /** Source of a function of Electron's module and one argument. */
  readonly source: string;
  readonly argument: unknown;
}

process.on("message", (question: Question) => {
  const answer = async (): Promise<unknown> => {
    const asked = runInThisContext(`(${question.source})`) as (
      module: object,
      argument: unknown,
    ) => unknown;
    return asked({ ...electron }, question.argument);
  };
  answer().then(
    (value) => process.send?.({ id: question.id, value }),
    (error: unknown) =>
      process.send?.({
        id: question.id,
        error: error instanceof Error ? error.stack : String(error),
      }),
  );
});
// Whoever drives the application has gone; it has nobody to live for.
process.on("disconnect", () => {
  electron.app.exit(1);
});
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const)
  process.on(signal, () => {
    // An application that listens itself decides itself.
    if (process.listenerCount(signal) === 1) electron.app.quit();
  });

const { main } = JSON.parse(
  readFileSync(join(appFolder, "package.json"), "utf8"),
) as { readonly main: string };
await import(pathToFileURL(join(appFolder, main)).href);
// It may have seen already that it is not wanted.
if (electron.app.ending) await new Promise(() => {});

const userData = electron.app.getPath("userData");
mkdirSync(userData, { recursive: true });
const chromium = await startChromium(userData);
const { browser } = chromium.devTools;
await browser.send("Target.setDiscoverTargets", { discover: true });
// Every new page waits here. One that a page has opened is closed before it loads anything: the application has been
// asked about it already.
browser.on("Target.attachedToTarget", ({ sessionId, targetInfo }) => {
  const page = chromium.devTools.session(sessionId);
  const opened =
    targetInfo.type === "page" && targetInfo.openerId !== undefined;
  const steps = [
    opened && page.send("Fetch.enable", { patterns: [{ urlPattern: "*" }] }),
    page.send("Runtime.runIfWaitingForDebugger"),
    opened &&
      browser.send("Target.closeTarget", { targetId: targetInfo.targetId }),
  ];
  for (const step of steps) if (step !== false) step.catch(() => {});
});
await browser.send("Target.setAutoAttach", {
  autoAttach: true,
  waitForDebuggerOnStart: true,
  flatten: true,
});
setBrowser(chromium);
process.send?.({ endpoint: chromium.endpoint, chromiumPid: chromium.pid });
electron.app.becomeReady();
