import { EventEmitter } from "node:events";

/**
 * What single files of Holdall's desktop folder use of Electron, kept in memory and open to inspection. Their tests
 * find it under the name `electron`; vitest.config.ts says so. What they do together is tested in test/desktop.
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

/** Addresses and paths that were handed to the operating system. */
export const opened: string[] = [];
export const shell = {
  openExternal(address: string): Promise<void> {
    opened.push(address);
    return Promise.resolve();
  },
  openPath(path: string): Promise<string> {
    opened.push(path);
    return Promise.resolve("");
  },
};

/** Where the person wants files saved, one answer for each question; no more answers: they think better of it. */
export const savePaths: string[] = [];
export const dialog = {
  showSaveDialog(): Promise<{ canceled: boolean; filePath: string }> {
    const filePath = savePaths.shift();
    return Promise.resolve({
      canceled: filePath === undefined,
      filePath: filePath ?? "",
    });
  },
};

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

export const webUtils = {
  getPathForFile: (file: File): string => `/home/ada/${file.name}`,
};
