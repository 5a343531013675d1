import type { MenuItemConstructorOptions } from "electron";
import { Menu } from "electron";
import type { Wish } from "../../preload/contract.ts";
import type { Words } from "./words.ts";

const line: MenuItemConstructorOptions = { type: "separator" };

export interface MenuActions {
  showLog(): void;
  /** Lets the person choose what is to be imported. */
  importFrom(kind: "openFile" | "openDirectory"): void;
  /** Asks the page for something. */
  wish(wish: Wish): void;
}

/** The rooms of the window, in the order of their shortcuts. */
const rooms = [
  "overview",
  "collections",
  "exports",
  "schedules",
  "sources",
  "targets",
  "activity",
  "settings",
] as const;

/**
 * Gives the application its menu. Most items are the system's own, which brings their shortcuts; there is none that
 * loads a page or opens the developer tools.
 */
export function setMenu(
  words: Words,
  { showLog, importFrom, wish }: MenuActions,
): void {
  const mac = process.platform === "darwin";
  const asks = (
    id: string,
    label: string,
    accelerator: string,
    asked: Wish,
  ): MenuItemConstructorOptions => ({
    id,
    label,
    accelerator,
    click: () => {
      wish(asked);
    },
  });
  const application: MenuItemConstructorOptions = {
    label: words.application,
    submenu: [
      { role: "about", label: words.about },
      line,
      asks("settings", words.settings, "CmdOrCtrl+,", {
        do: "go",
        view: "settings",
      }),
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
  const file: MenuItemConstructorOptions = {
    label: words.file,
    submenu: [
      {
        id: "import",
        label: words.importFiles,
        accelerator: "CmdOrCtrl+O",
        click: () => {
          importFrom("openFile");
        },
      },
      {
        id: "import-folder",
        label: words.importFolder,
        accelerator: "CmdOrCtrl+Shift+O",
        click: () => {
          importFrom("openDirectory");
        },
      },
    ],
  };
  const go: MenuItemConstructorOptions = {
    label: words.go,
    submenu: rooms.map((view, index) =>
      asks(`go-${view}`, words.rooms[view], `CmdOrCtrl+${String(index + 1)}`, {
        do: "go",
        view,
      }),
    ),
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
      line,
      asks("find", words.find, "CmdOrCtrl+F", { do: "find" }),
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
    submenu: [
      asks("shortcuts", words.shortcuts, "CmdOrCtrl+/", { do: "shortcuts" }),
      { id: "log", label: words.showLog, click: showLog },
    ],
  };
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([application, file, edit, view, go, window, help]),
  );
}
