/** What the name `electron` means in a process that program.ts has started. */
export { app } from "./app.ts";
export { BrowserWindow } from "./browser-window.ts";
export { ipcMain } from "./ipc-main.ts";
export { protocol } from "./protocol.ts";
export { session } from "./session.ts";
export { WebContents as webContents } from "./web-contents.ts";
export {
  Menu,
  MenuItem,
  Notification,
  Tray,
  dialog,
  nativeImage,
  nativeTheme,
  powerMonitor,
  screen,
  shell,
} from "./system.ts";
