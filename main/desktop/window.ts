import { BrowserWindow, nativeTheme } from "electron";
import { pageAddress } from "./assets.ts";

/**
 * Opens the window on the page.
 * @param preload absolute path of the built preload
 */
export async function openWindow(preload: string): Promise<BrowserWindow> {
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
  await window.loadURL(pageAddress);
  return window;
}
