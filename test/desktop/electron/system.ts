import { EventEmitter } from "node:events";
import type {
  MenuItemConstructorOptions,
  MessageBoxReturnValue,
  NotificationConstructorOptions,
  OpenDialogReturnValue,
  Rectangle,
} from "electron";
import { app } from "./app.ts";
import { BrowserWindow } from "./browser-window.ts";

/** The parts of Electron behind which the desktop of the person is. Here they do nothing; tests replace or watch them. */

/** Hands nothing to the operating system. */
export const shell = {
  openExternal: (address: string): Promise<void> =>
    address === ""
      ? Promise.reject(new Error("There is no address."))
      : Promise.resolve(),
  showItemInFolder(path: string): void {
    if (path === "") throw new Error("There is no path.");
  },
};

/** Nobody is there to answer: a question stays open, as it would with a person who has gone for coffee. */
export const dialog = {
  showErrorBox(title: string, content: string): void {
    process.stderr.write(`${title}\n${content}\n`);
  },
  showMessageBox: (): Promise<MessageBoxReturnValue> => new Promise(() => {}),
  showOpenDialog: (): Promise<OpenDialogReturnValue> => new Promise(() => {}),
};

export const nativeTheme = Object.assign(new EventEmitter(), {
  shouldUseDarkColors: false,
  themeSource: "system",
});

export const nativeImage = {
  createFromDataURL: (address: string) => ({
    isEmpty: (): boolean => address === "",
    resize() {
      return this;
    },
  }),
};

const workArea: Rectangle = { x: 0, y: 0, width: 1920, height: 1040 };
const display = { id: 1, bounds: { ...workArea, height: 1080 }, workArea };
export const screen = {
  getPrimaryDisplay: () => display,
  getAllDisplays: () => [display],
  getDisplayMatching: () => display,
};

export const powerMonitor = new EventEmitter();

type Role = NonNullable<MenuItemConstructorOptions["role"]>;

const roles: Partial<Record<Role, () => void>> = {
  quit: () => {
    app.quit();
  },
  close: () => BrowserWindow.getFocusedWindow()?.close(),
  minimize: () => BrowserWindow.getFocusedWindow()?.minimize(),
  reload: () => BrowserWindow.getFocusedWindow()?.webContents.reload(),
};

export class MenuItem {
  readonly id: string | undefined;
  readonly label: string;
  readonly role: Role | undefined;
  readonly type: string;
  readonly accelerator: unknown;
  readonly enabled: boolean;
  readonly visible: boolean;
  readonly submenu: Menu | undefined;
  readonly click: () => void;

  constructor(options: MenuItemConstructorOptions) {
    const { submenu } = options;
    this.id = options.id;
    this.role = options.role;
    this.label = options.label ?? options.role ?? "";
    this.type = options.type ?? (submenu === undefined ? "normal" : "submenu");
    this.accelerator = options.accelerator;
    this.enabled = options.enabled ?? true;
    this.visible = options.visible ?? true;
    this.submenu = Array.isArray(submenu)
      ? Menu.buildFromTemplate(submenu)
      : undefined;
    this.click = () => {
      const standard =
        options.role === undefined ? undefined : roles[options.role];
      if (standard !== undefined) standard();
      else options.click?.(this as never, undefined, {});
    };
  }
}

export class Menu extends EventEmitter {
  static #application: Menu | null = null;
  static setApplicationMenu(menu: Menu | null): void {
    Menu.#application = menu;
  }
  static getApplicationMenu = (): Menu | null => Menu.#application;
  static buildFromTemplate(
    template: readonly MenuItemConstructorOptions[],
  ): Menu {
    const menu = new Menu();
    for (const options of template) menu.items.push(new MenuItem(options));
    return menu;
  }

  readonly items: MenuItem[] = [];

  getMenuItemById(id: string): MenuItem | null {
    for (const item of this.items) {
      if (item.id === id) return item;
      const inner = item.submenu?.getMenuItemById(id) ?? null;
      if (inner !== null) return inner;
    }
    return null;
  }
}

export class Tray extends EventEmitter {
  #destroyed = false;
  /** Its methods are its class's, as in Electron: whoever watches puts others there. */
  readonly shown: { tip: string; menu: Menu | null } = { tip: "", menu: null };
  setToolTip(tip: string): void {
    this.shown.tip = tip;
  }
  setContextMenu(menu: Menu | null): void {
    this.shown.menu = menu;
  }
  destroy(): void {
    this.#destroyed = true;
  }
  isDestroyed = (): boolean => this.#destroyed;
}

export class Notification extends EventEmitter {
  static isSupported = (): boolean => true;
  readonly title: string;
  readonly body: string;
  constructor(options: NotificationConstructorOptions = {}) {
    super();
    this.title = options.title ?? "";
    this.body = options.body ?? "";
  }
  show(): void {
    this.emit("show");
  }
  close(): void {
    this.emit("close");
  }
}
