import { BrowserWindow, nativeTheme } from "electron";
import { icon } from "./icon.ts";
import { keepWindowState, readWindowState } from "./window-state.ts";

export interface WindowFiles {
  /** Absolute path of the built preload. */
  readonly preload: string;
  /** Absolute path of the file that remembers where the window was. */
  readonly state: string;
}

/** A page that crashes again within this time stays away, in milliseconds. */
const crashPause = 10_000;

/** A page that has crashed shows nothing and answers nothing; what runs is not in it, so it is loaded again. */
function loadAgainAfterCrash(window: BrowserWindow): void {
  let last = -Infinity;
  window.webContents.on("render-process-gone", (_event, { reason }) => {
    const again = performance.now() - last < crashPause;
    last = performance.now();
    if (reason !== "clean-exit" && !again) window.webContents.reload();
  });
}

/** Makes the window where it was closed the last time, without a page. It shows itself once a page is painted. */
export function createWindow({ preload, state }: WindowFiles): BrowserWindow {
  const last = readWindowState(state);
  const window = new BrowserWindow({
    title: "Holdall",
    width: 1200,
    height: 800,
    ...last?.bounds,
    minWidth: 480,
    minHeight: 400,
    show: false,
    icon: icon(64),
    // The page's own background, so that nothing flashes before the first paint.
    backgroundColor: nativeTheme.shouldUseDarkColors ? "#12181b" : "#f6f7f5",
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    },
  });
  if (last?.maximized === true) window.maximize();
  loadAgainAfterCrash(window);
  keepWindowState(window, state);
  window.once("ready-to-show", () => {
    window.show();
  });
  return window;
}
