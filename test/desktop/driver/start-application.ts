import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DesktopApplication, Start } from "./desktop-application.ts";
import { startElectron } from "./start-electron.ts";
import { startStandIn } from "./start-stand-in.ts";

/** Program of a real Electron to run the specs in; the stand-in runs them otherwise. */
const electron = process.env["HOLDALL_ELECTRON"];

/** Starts the built application. */
export async function startApplication(
  dataDir: string,
  start: Start = {},
): Promise<DesktopApplication> {
  const own: Start = {
    ...start,
    env: { HOLDALL_LOG: "debug", ...start.env, HOLDALL_DATA_DIR: dataDir },
  };
  return electron === undefined
    ? startStandIn(own)
    : startElectron(electron, own);
}

/** A folder for the data of a test, and what removes it with everything that was started on it. */
export async function createBench(): Promise<{
  readonly folder: string;
  readonly dataDir: string;
  start(start?: Start): Promise<DesktopApplication>;
  remove(): Promise<void>;
}> {
  const folder = await mkdtemp(join(tmpdir(), "holdall-desktop-"));
  const dataDir = join(folder, "data");
  const started: DesktopApplication[] = [];
  return {
    folder,
    dataDir,
    async start(start) {
      const application = await startApplication(dataDir, start);
      started.push(application);
      return application;
    },
    async remove() {
      await Promise.all(started.map((application) => application.dispose()));
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
