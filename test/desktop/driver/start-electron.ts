import { once } from "node:events";
import { resolve } from "node:path";
import type { ElectronApplication } from "playwright-core";
import { _electron } from "playwright-core";
import type { DesktopApplication, Start } from "./desktop-application.ts";

const checkout = resolve(import.meta.dirname, "../../..");

/** Starts the built application in a real Electron. */
export async function startElectron(
  executablePath: string,
  start: Start,
): Promise<DesktopApplication> {
  const environment = Object.entries({ ...process.env, ...start.env }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const electron: ElectronApplication = await _electron.launch({
    executablePath,
    args: [
      ...(start.switches ?? []),
      start.appFolder ?? checkout,
      ...(start.opened ?? []),
    ],
    env: Object.fromEntries(environment),
  });
  const child = electron.process();
  let said = "";
  child.stderr?.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const ended = once(child, "exit").then(([code]) => code as number | null);
  return {
    process: child,
    ended,
    stderr: () => said,
    nextWindow: () => electron.waitForEvent("window"),
    window: () => electron.firstWindow(),
    evaluate: ((asked: never, argument: never) =>
      electron.evaluate(asked, argument)) as DesktopApplication["evaluate"],
    async dispose() {
      if (child.exitCode === null && child.signalCode === null)
        child.kill("SIGKILL");
      await ended;
    },
  };
}
