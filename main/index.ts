import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { BrowserWindow } from "electron";
import { app, dialog, protocol, session } from "electron";
import type { Application } from "./compose.ts";
import { compose } from "./compose.ts";
import { readConfig } from "./config.ts";
import { pageAddress, pageScheme, serveAssets } from "./desktop/assets.ts";
import type { Bridge } from "./desktop/bridge.ts";
import { createBridge } from "./desktop/bridge.ts";
import { confinePages, denyPermissions } from "./desktop/security.ts";
import { createWindow } from "./desktop/window.ts";
import { toErrorView } from "./domain/errors.ts";

/** dist/, wherever the application is installed. */
const built = join(import.meta.dirname, "..");

let application: Application | null = null;
let bridge: Bridge | null = null;
let window: BrowserWindow | null = null;

/** Brings the window to the front; opens it when there is none. */
async function showWindow(): Promise<void> {
  if (window !== null) {
    if (window.isMinimized()) window.restore();
    window.focus();
    return;
  }
  window = createWindow(join(built, "preload/index.cjs"));
  window.on("closed", () => {
    window = null;
  });
  await window.loadURL(pageAddress);
}

async function start(): Promise<void> {
  denyPermissions(session.defaultSession);
  serveAssets(protocol, join(built, "renderer"));
  const composed = await compose(readConfig());
  application = composed;
  bridge = createBridge({
    context: composed.context,
    events: composed.events,
    ownContents: () => window?.webContents ?? null,
    reportBug(error, command) {
      const id = randomUUID();
      composed.logger.error({ err: error, id, command }, "bug in a command");
      return id;
    },
  });
  await composed.runner.recover();
  await composed.runner.wake();
  await showWindow();
}

/** Says why the application cannot go on, in words where there are any, and ends it. */
function giveUp(error: unknown): void {
  const view = toErrorView(error);
  dialog.showErrorBox(
    "Holdall cannot start",
    [view.message, view.remedy].filter(Boolean).join("\n\n"),
  );
  app.exit(1);
}

/** Closes in the reverse order of the start, then lets the application end. */
async function stop(): Promise<void> {
  bridge?.close();
  bridge = null;
  const closing = application;
  application = null;
  await closing?.close();
}

// Before anything opens the database: a second start brings the first one's window to the front.
if (app.requestSingleInstanceLock()) {
  app.enableSandbox();
  protocol.registerSchemesAsPrivileged([pageScheme]);
  confinePages(app);
  app.on("second-instance", () => {
    if (application !== null) showWindow().catch(giveUp);
  });
  app.on("activate", () => {
    if (application !== null) showWindow().catch(giveUp);
  });
  app.on("window-all-closed", () => {
    if (process.platform !== "darwin") app.quit();
  });
  app.on("will-quit", (event) => {
    if (application === null) return;
    event.preventDefault();
    stop()
      .catch(giveUp)
      .finally(() => {
        app.quit();
      });
  });
  // Not awaited here: Electron is ready only after this file has been read to its end.
  app.whenReady().then(start).catch(giveUp);
} else {
  app.quit();
}
