import "./steady-wasm.ts";
import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { BrowserWindow } from "electron";
import { app, dialog, powerMonitor, protocol, session } from "electron";
import type { Application } from "./compose.ts";
import { compose } from "./compose.ts";
import type { Config } from "./config.ts";
import { readConfig } from "./config.ts";
import { pageAddress, pageScheme, serveAssets } from "./desktop/assets.ts";
import type { Background } from "./desktop/background.ts";
import { createBackground } from "./desktop/background.ts";
import type { Bridge } from "./desktop/bridge.ts";
import { createBridge } from "./desktop/bridge.ts";
import { openCopy } from "./desktop/open-copy.ts";
import { saveCopy } from "./desktop/save-copy.ts";
import { choosePaths } from "./desktop/choose-paths.ts";
import { setMenu } from "./desktop/menu.ts";
import {
  confinePages,
  denyPermissions,
  developmentSwitch,
} from "./desktop/security.ts";
import { icon } from "./desktop/icon.ts";
import { showInFolder } from "./desktop/show-in-folder.ts";
import { createWindow } from "./desktop/window.ts";
import {
  createWishes,
  linkScheme,
  wishesOfArguments,
  wishOfLink,
} from "./desktop/wishes.ts";
import { wordsFor } from "./desktop/words.ts";
import type { Wish } from "../preload/contract.ts";
import { localAdministrator } from "./core/access.ts";
import { AppError, fromSystemError, toErrorView } from "./domain/errors.ts";

/** dist/, wherever the application is installed. */
const built = join(import.meta.dirname, "..");

let application: Application | null = null;
let background: Background | null = null;
let bridge: Bridge | null = null;
let window: BrowserWindow | null = null;
const wishes = createWishes({ window: () => window, showWindow });

/** What is asked before the application has started waits for its window. */
function heed(wish: Wish): void {
  if (application === null) wishes.keep(wish);
  else wishes.take(wish).catch(giveUp);
}

/** Brings the window to the front; opens it when there is none. */
async function showWindow(): Promise<void> {
  if (window !== null) {
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
    return;
  }
  window = createWindow({
    preload: join(built, "preload/index.cjs"),
    state: join(app.getPath("userData"), "window.json"),
  });
  window.on("closed", () => {
    window = null;
    wishes.windowClosed();
  });
  background?.windowOpened();
  await window.loadURL(pageAddress);
  wishes.pageLoaded();
}

/**
 * What belongs to the window and its browser goes into the data folder as well: who has another data folder has
 * another Holdall, with a window of its own.
 * @throws AppError
 */
function takeDataFolder(): Config {
  const config = readConfig();
  const folder = join(config.dataDir, "window");
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw fromSystemError(error, folder, "write");
  }
  app.setPath("userData", folder);
  return config;
}

async function start(config: Config): Promise<void> {
  denyPermissions(session.defaultSession);
  serveAssets(protocol, join(built, "renderer"), () =>
    application === null
      ? null
      : {
          access: application.api.access,
          files: application.context.files,
          sessions: application.api.sessions,
        },
  );
  const composed = await compose(config, {
    reveal: showInFolder,
    drag(file) {
      window?.webContents.startDrag({ file, icon: icon(64) });
    },
    save: (path, name) => saveCopy(window, path, name),
    open: openCopy,
  });
  application = composed;
  const reportBug = (error: unknown, command?: string): string => {
    const id = randomUUID();
    composed.logger.error({ err: error, id, command }, "bug in the desktop");
    return id;
  };
  const words = wordsFor(app.getPreferredSystemLanguages());
  setMenu(words, {
    showLog() {
      showInFolder(join(config.dataDir, "logs", "holdall.log"));
    },
    importFrom(kind) {
      choosePaths(window, kind).then((paths) => {
        if (paths.length > 0) heed({ do: "import", paths });
      }, reportBug);
    },
    wish: heed,
  });
  bridge = createBridge({
    context: composed.context,
    events: composed.events,
    actors: composed.actors,
    ownContents: () => window?.webContents ?? null,
    reportBug,
  });
  background = createBackground({
    app,
    words,
    events: composed.events,
    news: composed.news,
    wanted: () => composed.context.news.get(localAdministrator).desktop,
    window: () => window,
    showWindow: () => void showWindow().catch(reportBug),
    reportBug,
  });
  powerMonitor.on("shutdown", quitNow);
  await composed.runner.recover();
  await composed.runner.wake();
  await composed.deliverer.wake();
  await composed.outcomes.look();
  composed.webhooks.start();
  composed.updates.start();
  composed.scheduler.start();
  composed.rspace.start();
  powerMonitor.on("resume", () => void composed.scheduler.lookNow());
  await showWindow();
}

/** Says why the application cannot go on, in words where there are any, and ends it. */
function giveUp(error: unknown): void {
  const view = toErrorView(error);
  dialog.showErrorBox(
    wordsFor(app.getPreferredSystemLanguages()).cannotStart,
    [view.message, view.remedy].filter(Boolean).join("\n\n"),
  );
  app.exit(1);
}

/** Closes in the reverse order of the start, then lets the application end. */
async function stop(): Promise<void> {
  background?.close();
  bridge?.close();
  background = bridge = null;
  const closing = application;
  application = null;
  await closing?.close();
}

function quitNow(): void {
  if (background === null) app.quit();
  else background.quitNow();
}

/** The words behind the program's name; in a checkout the folder of the application comes before them. */
function argumentsOf(argv: readonly string[]): readonly string[] {
  const words = argv.slice(1).filter((word) => !word.startsWith("-"));
  return app.isPackaged ? words : words.slice(1);
}

function listen(): void {
  const show = (): void => {
    if (application !== null) showWindow().catch(giveUp);
  };
  app.on("second-instance", (_event, argv, folder) => {
    const asked = wishesOfArguments(argumentsOf(argv), folder);
    if (asked.length === 0) show();
    for (const wish of asked) heed(wish);
  });
  // On macOS files and links come as events, and may come before anything else.
  app.on("open-file", (event, path) => {
    event.preventDefault();
    heed({ do: "import", paths: [path] });
  });
  app.on("open-url", (event, link) => {
    event.preventDefault();
    const wish = wishOfLink(link);
    if (wish === null) show();
    else heed(wish);
  });
  app.on("activate", show);
  app.on("window-all-closed", () => {
    if (background === null) app.quit();
    else background.windowClosed();
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
  // Nobody is there to ask.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, quitNow);
}

function run(): void {
  const refused = developmentSwitch(app);
  if (refused !== null) {
    throw new AppError(
      "usage.invalid",
      `Holdall does not start with --${refused}.`,
    );
  }
  const config = takeDataFolder();
  // Before anything opens the database: a second start brings the first one's window to the front.
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  for (const wish of wishesOfArguments(
    argumentsOf(process.argv),
    process.cwd(),
  ))
    heed(wish);
  if (app.isPackaged) app.setAsDefaultProtocolClient(linkScheme);
  app.enableSandbox();
  protocol.registerSchemesAsPrivileged([pageScheme]);
  confinePages(app);
  listen();
  // Not awaited: Electron is ready only after this file has been read to its end.
  app
    .whenReady()
    .then(() => start(config))
    .catch(giveUp);
}

try {
  run();
} catch (error) {
  giveUp(error);
}
