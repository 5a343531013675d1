import { EventEmitter } from "node:events";

/**
 * What Holdall's desktop folder uses of Electron, kept in memory and open to inspection. Tests of that folder find it
 * under the name `electron`; vitest.config.ts says so.
 */

type Handler = (
  event: { senderFrame: unknown },
  ...given: unknown[]
) => unknown;

const handlers = new Map<string, Handler>();

export const ipcMain = {
  handle(channel: string, handler: Handler): void {
    if (handlers.has(channel))
      throw new Error(`${channel} has a handler already.`);
    handlers.set(channel, handler);
  },
  removeHandler(channel: string): void {
    handlers.delete(channel);
  },
  /** Does what a page does when it invokes. */
  invokeFrom(
    senderFrame: unknown,
    channel: string,
    ...given: unknown[]
  ): Promise<unknown> {
    const handler = handlers.get(channel);
    if (handler === undefined) throw new Error(`Nobody listens on ${channel}.`);
    return Promise.resolve(handler({ senderFrame }, ...given));
  },
};

/** Addresses that were handed to the operating system. */
export const opened: string[] = [];
export const shell = {
  openExternal(address: string): Promise<void> {
    opened.push(address);
    return Promise.resolve();
  },
};

export const nativeTheme = { shouldUseDarkColors: false };

export class WebContents extends EventEmitter {
  windowOpenHandler:
    ((details: { url: string }) => { action: string }) | undefined;
  /** What the page was told. */
  readonly sent: unknown[][] = [];
  send(...given: unknown[]): void {
    this.sent.push(given);
  }
  readonly mainFrame = {
    processId: 4,
    routingId: 1,
    url: "app://holdall/index.html",
  };
  setWindowOpenHandler(
    handler: (details: { url: string }) => { action: string },
  ): void {
    this.windowOpenHandler = handler;
  }
}

export class BrowserWindow extends EventEmitter {
  static readonly all: BrowserWindow[] = [];
  readonly options: Record<string, unknown>;
  readonly webContents = new WebContents();
  shown = false;
  loaded: string | undefined;
  constructor(options: Record<string, unknown>) {
    super();
    this.options = options;
    BrowserWindow.all.push(this);
  }
  show(): void {
    this.shown = true;
  }
  loadURL(address: string): Promise<void> {
    this.loaded = address;
    this.emit("ready-to-show");
    return Promise.resolve();
  }
}

class App extends EventEmitter {
  /** Whether another Holdall is running already. */
  taken = false;
  sandboxed = false;
  quits = 0;
  exitCode: number | undefined;
  requestSingleInstanceLock(): boolean {
    return !this.taken;
  }
  enableSandbox(): void {
    this.sandboxed = true;
  }
  whenReady(): Promise<void> {
    return Promise.resolve();
  }
  /** As Electron does it: asks whether it may, and ends only then. */
  quit(): void {
    const asked = { prevented: false };
    this.emit("will-quit", {
      preventDefault: () => {
        asked.prevented = true;
      },
    });
    if (!asked.prevented) this.quits += 1;
  }
  exit(code: number): void {
    this.exitCode = code;
  }
}
export const app = new App();

/** What was shown in error boxes. */
export const errors: string[][] = [];
export const dialog = {
  showErrorBox(...texts: string[]): void {
    errors.push(texts);
  },
};

/** Schemes with a handler. */
export const served: string[] = [];
export const protocol = {
  registerSchemesAsPrivileged(): void {
    if (app.sandboxed) return;
    throw new Error("The sandbox comes first.");
  },
  handle(scheme: string): void {
    served.push(scheme);
  },
};

export class Session {
  request:
    | ((
        contents: unknown,
        permission: string,
        answer: (yes: boolean) => void,
      ) => void)
    | undefined;
  check: ((contents: unknown, permission: string) => boolean) | undefined;
  device: (() => boolean) | undefined;
  setPermissionRequestHandler(handler: NonNullable<Session["request"]>): void {
    this.request = handler;
  }
  setPermissionCheckHandler(handler: NonNullable<Session["check"]>): void {
    this.check = handler;
  }
  setDevicePermissionHandler(handler: NonNullable<Session["device"]>): void {
    this.device = handler;
  }
}

/** What the preload gave the page, by name. */
export const exposed = new Map<string, unknown>();
export const contextBridge = {
  exposeInMainWorld(name: string, value: unknown): void {
    exposed.set(name, value);
  },
};

class IpcRenderer extends EventEmitter {
  readonly invoked: unknown[][] = [];
  invoke(...given: unknown[]): Promise<unknown> {
    this.invoked.push(given);
    return Promise.resolve({ ok: true, value: null });
  }
}
export const ipcRenderer = new IpcRenderer();

export const session = { defaultSession: new Session() };
