import { EventEmitter } from "node:events";
import type { BrowserWindowConstructorOptions, Rectangle } from "electron";
import { app, preventable } from "./app.ts";
import { openWindows, windowGone, windowOpened } from "./open-windows.ts";
import { WebContents } from "./web-contents.ts";

let last = 0;
let focused: BrowserWindow | null = null;
const setFocused = (window: BrowserWindow): void => {
  focused = window;
};

export class BrowserWindow extends EventEmitter {
  static getAllWindows = (): BrowserWindow[] =>
    openWindows().filter((window) => window instanceof BrowserWindow);
  static getFocusedWindow = (): BrowserWindow | null => focused;
  static fromId = (id: number): BrowserWindow | null =>
    BrowserWindow.getAllWindows().find((window) => window.id === id) ?? null;
  static fromWebContents = (contents: WebContents): BrowserWindow | null =>
    BrowserWindow.getAllWindows().find(
      (window) => window.webContents === contents,
    ) ?? null;

  readonly id = ++last;
  readonly webContents: WebContents;
  #bounds: Rectangle;
  #title: string;
  #visible: boolean;
  #state: "normal" | "minimized" | "maximized" = "normal";
  #destroyed = false;

  constructor(options: BrowserWindowConstructorOptions = {}) {
    super();
    if (!app.isReady())
      throw new Error("Cannot create BrowserWindow before app is ready");
    const { width = 800, height = 600, x = 0, y = 0 } = options;
    this.#bounds = { x, y, width, height };
    this.#title = options.title ?? app.name;
    this.#visible = options.show ?? true;
    this.webContents = new WebContents(options.webPreferences ?? {}, {
      width,
      height,
    });
    windowOpened(this);
    this.webContents.once("painted", () => this.emit("ready-to-show"));
    this.webContents.once("page-gone", () => {
      this.destroy();
    });
    app.emit("browser-window-created", preventable(), this);
    if (this.#visible) this.focus();
  }

  loadURL = (address: string): Promise<void> =>
    this.webContents.loadURL(address);

  show(): void {
    this.#visible = true;
    this.emit("show");
    this.focus();
  }
  showInactive(): void {
    this.#visible = true;
    this.emit("show");
  }
  hide(): void {
    this.blur();
    this.#visible = false;
    this.emit("hide");
  }
  isVisible = (): boolean => this.#visible && this.#state !== "minimized";

  focus(): void {
    if (focused === this || !this.isVisible()) return;
    focused?.blur();
    setFocused(this);
    void this.webContents.bringToFront();
    this.emit("focus");
    app.emit("browser-window-focus", preventable(), this);
  }
  blur(): void {
    if (focused !== this) return;
    focused = null;
    this.emit("blur");
    app.emit("browser-window-blur", preventable(), this);
  }
  isFocused = (): boolean => focused === this;

  minimize(): void {
    this.blur();
    this.#state = "minimized";
    this.emit("minimize");
  }
  restore(): void {
    this.#state = "normal";
    this.emit("restore");
    this.focus();
  }
  maximize(): void {
    this.#state = "maximized";
    this.emit("maximize");
  }
  unmaximize(): void {
    this.#state = "normal";
    this.emit("unmaximize");
  }
  isMinimized = (): boolean => this.#state === "minimized";
  isMaximized = (): boolean => this.#state === "maximized";
  isFullScreen = (): boolean => false;

  getBounds = (): Rectangle => ({ ...this.#bounds });
  getNormalBounds = (): Rectangle => ({ ...this.#bounds });
  setBounds(bounds: Partial<Rectangle>): void {
    this.#bounds = { ...this.#bounds, ...bounds };
    this.emit("resize");
  }
  setProgressBar(progress: number): void {
    if (Number.isNaN(progress)) throw new Error("Progress must be a number");
  }
  getTitle = (): string => this.#title;
  setTitle(title: string): void {
    this.#title = title;
  }
  close(): void {
    if (this.#destroyed) return;
    const asked = preventable();
    this.emit("close", asked);
    if (!asked.defaultPrevented) this.destroy();
  }

  destroy(): void {
    if (this.#destroyed) return;
    this.blur();
    this.#destroyed = true;
    windowGone(this);
    void this.webContents.end();
    this.emit("closed");
    app.windowClosed();
  }
  isDestroyed = (): boolean => this.#destroyed;
}
