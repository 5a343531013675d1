import { BrowserWindow, nativeTheme } from "electron";

/**
 * Makes the window, without a page. It shows itself once a page is painted.
 * @param preload absolute path of the built preload
 */
export function createWindow(preload: string): BrowserWindow {
  const window = new BrowserWindow({
    title: "Holdall",
    width: 1200,
    height: 800,
    minWidth: 480,
    minHeight: 400,
    show: false,
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
  window.once("ready-to-show", () => {
    window.show();
  });
  return window;
}
