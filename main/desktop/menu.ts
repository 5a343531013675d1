import type { MenuItemConstructorOptions } from "electron";
import { Menu } from "electron";
import type { Words } from "./words.ts";

const line: MenuItemConstructorOptions = { type: "separator" };

/**
 * Gives the application its menu. The items are the system's own, which brings their shortcuts; there is none that
 * loads a page or opens the developer tools.
 */
export function setMenu(words: Words, showLog: () => void): void {
  const mac = process.platform === "darwin";
  const application: MenuItemConstructorOptions = {
    label: words.application,
    submenu: [
      { role: "about", label: words.about },
      line,
      ...(mac
        ? ([
            { role: "services" },
            line,
            { role: "hide", label: words.hide },
            { role: "hideOthers", label: words.hideOthers },
            { role: "unhide", label: words.showAll },
            line,
          ] as const)
        : []),
      {
        id: "quit",
        role: "quit",
        label: words.quit,
        accelerator: "CmdOrCtrl+Q",
      },
    ],
  };
  const edit: MenuItemConstructorOptions = {
    label: words.edit,
    submenu: [
      { role: "undo", label: words.undo },
      { role: "redo", label: words.redo },
      line,
      { role: "cut", label: words.cut },
      { role: "copy", label: words.copy },
      { role: "paste", label: words.paste },
      { role: "delete", label: words.remove },
      line,
      { role: "selectAll", label: words.selectAll },
    ],
  };
  const view: MenuItemConstructorOptions = {
    label: words.view,
    submenu: [
      { role: "resetZoom", label: words.actualSize },
      { role: "zoomIn", label: words.zoomIn },
      { role: "zoomOut", label: words.zoomOut },
      line,
      { role: "togglefullscreen", label: words.fullScreen },
    ],
  };
  const window: MenuItemConstructorOptions = {
    role: "window",
    label: words.window,
    submenu: [
      { role: "minimize", label: words.minimize },
      ...(mac ? ([{ role: "zoom", label: words.zoom }] as const) : []),
      { id: "close", role: "close", label: words.closeWindow },
    ],
  };
  const help: MenuItemConstructorOptions = {
    role: "help",
    label: words.help,
    submenu: [{ id: "log", label: words.showLog, click: showLog }],
  };
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([application, edit, view, window, help]),
  );
}
