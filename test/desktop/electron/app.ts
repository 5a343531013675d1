import { EventEmitter } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { openWindows } from "./open-windows.ts";
import { takeInstanceLock } from "./instance-lock.ts";

interface Preventable {
  readonly defaultPrevented: boolean;
  preventDefault(): void;
}

/** An event that a listener can prevent, as Electron gives it. */
export function preventable<Details extends object>(
  details?: Details,
): Preventable & Details {
  let defaultPrevented = false;
  const event = {
    get defaultPrevented(): boolean {
      return defaultPrevented;
    },
    preventDefault(): void {
      defaultPrevented = true;
    },
  };
  return Object.assign(event, details);
}

/** The folder of the application and its package.json, set by the program before it starts the application. */
export const appFolder = process.env["HOLDALL_STAND_IN_APP"] ?? process.cwd();
const packageFile = JSON.parse(
  readFileSync(join(appFolder, "package.json"), "utf8"),
) as { readonly name: string; readonly version: string };

const switches = new Map(
  process.argv
    .filter((given) => given.startsWith("--"))
    .map((given) => {
      const [name = "", ...value] = given.slice(2).split("=");
      return [name, value.join("=")];
    }),
);

class App extends EventEmitter {
  readonly name = packageFile.name;
  readonly isPackaged = process.env["HOLDALL_STAND_IN_PACKAGED"] === "1";
  readonly commandLine = {
    hasSwitch: (name: string): boolean => switches.has(name),
    getSwitchValue: (name: string): string => switches.get(name) ?? "",
    appendSwitch: (name: string, value = ""): void => {
      switches.set(name, value);
    },
    removeSwitch: (name: string): void => {
      switches.delete(name);
    },
  };
  readonly #paths = new Map([
    ["home", homedir()],
    ["appData", join(homedir(), ".config")],
    ["userData", join(homedir(), ".config", packageFile.name)],
    ["temp", tmpdir()],
    ["exe", process.execPath],
    ["downloads", join(homedir(), "Downloads")],
    ["documents", join(homedir(), "Documents")],
  ]);
  #markReady = (): void => {};
  readonly #whenReady = new Promise<void>((resolve) => {
    this.#markReady = resolve;
  });
  #ready = false;
  #sandboxed = false;
  #quitting = false;
  /** For the stand-in's own use: whether it is on its way out. */
  ending = false;
  #leaving: Promise<unknown> = Promise.resolve();

  getName = (): string => this.name;
  getVersion = (): string => packageFile.version;
  getAppPath = (): string => appFolder;
  getLocale = (): string => "en-GB";
  getPreferredSystemLanguages = (): string[] => ["en-GB"];
  setAppUserModelId = (): void => {};
  setAsDefaultProtocolClient = (): boolean => true;
  setBadgeCount = (): boolean => true;
  isReady = (): boolean => this.#ready;
  whenReady = (): Promise<void> => this.#whenReady;

  getPath(name: string): string {
    const path = this.#paths.get(name);
    if (path === undefined) throw new Error(`Failed to get '${name}' path`);
    return path;
  }

  setPath(name: string, path: string): void {
    if (!existsSync(path)) throw new Error(`Path ${path} does not exist`);
    this.#paths.set(name, path);
  }

  enableSandbox(): void {
    if (this.#ready)
      throw new Error(
        "app.enableSandbox() can only be called before app is ready",
      );
    this.#sandboxed = true;
  }

  /** For the stand-in's own use: whether every window is sandboxed whatever it asks for. */
  get sandboxed(): boolean {
    return this.#sandboxed;
  }

  requestSingleInstanceLock(data: object = {}): boolean {
    const lock = takeInstanceLock(
      this.getPath("userData"),
      { argv: process.argv, cwd: process.cwd(), data },
      (other) => {
        void this.#whenReady.then(() =>
          this.emit(
            "second-instance",
            preventable(),
            other.argv,
            other.cwd,
            other.data,
          ),
        );
      },
    );
    this.#leaving = lock.told;
    return lock.taken;
  }

  focus(): void {
    openWindows().at(-1)?.focus();
  }

  /** Electron's order: may I, close the windows, may I really, goodbye. */
  quit(): void {
    if (!this.#ready) {
      this.exit(0);
      return;
    }
    const asked = preventable();
    this.emit("before-quit", asked);
    if (asked.defaultPrevented) return;
    this.#quitting = true;
    for (const window of openWindows()) window.close();
    if (openWindows().length > 0) {
      this.#quitting = false;
      return;
    }
    this.#finish();
  }

  exit(code = 0): void {
    if (this.ending) return;
    this.ending = true;
    for (const window of openWindows()) window.destroy();
    this.emit("quit", preventable(), code);
    void this.#leaving.finally(() => {
      process.exit(code);
    });
  }

  /** For the stand-in's own use: the last window has gone. */
  windowClosed(): void {
    if (this.#quitting || openWindows().length > 0) return;
    if (!this.emit("window-all-closed")) this.quit();
  }

  /** For the stand-in's own use. */
  becomeReady(): void {
    this.#ready = true;
    this.#markReady();
    this.emit("ready", preventable(), {});
  }

  #finish(): void {
    const asked = preventable();
    this.emit("will-quit", asked);
    this.#quitting = false;
    if (!asked.defaultPrevented) this.exit(0);
  }
}

export const app = new App();
