import { spawn } from "node:child_process";
import { join } from "node:path";
import { chromiumPath } from "../../support/chromium.ts";
import type { DevTools } from "./devtools.ts";
import { connectDevTools } from "./devtools.ts";

export interface Chromium {
  readonly devTools: DevTools;
  /** Where others can connect to the same browser. */
  readonly endpoint: string;
  readonly pid: number;
}

/** Starts the Chromium that shows the windows. It lives no longer than this process, and can reach no other machine. */
export async function startChromium(userData: string): Promise<Chromium> {
  if (chromiumPath === undefined)
    throw new Error("There is no Chromium on this machine.");
  const child = spawn(
    chromiumPath,
    [
      "--headless=new",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-dev-shm-usage",
      "--disable-sync",
      "--no-first-run",
      "--no-startup-window",
      // A lost request must fail here, not at some host.
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
      "--remote-debugging-port=0",
      `--user-data-dir=${join(userData, "stand-in-chromium")}`,
    ],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  process.on("exit", () => child.kill("SIGKILL"));
  const endpoint = await new Promise<string>((resolve, reject) => {
    let said = "";
    child.stderr.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      const address = /listening on (ws:\S+)/.exec(said)?.[1];
      if (address !== undefined) resolve(address);
    });
    child.on("exit", (code) => {
      reject(new Error(`Chromium ended with ${String(code)}.\n${said}`));
    });
    child.on("error", reject);
  });
  return {
    devTools: await connectDevTools(endpoint),
    endpoint,
    pid: child.pid ?? 0,
  };
}
