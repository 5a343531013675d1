import type { BridgeValues, Crossing, Returned } from "./bridge-values.ts";
import type { StructuredText } from "./structured-text.ts";

export interface PreloadSettings {
  readonly greeting: string;
  /** Name of the function that Chromium puts into this world and no other. */
  readonly binding: string;
  readonly isolated: boolean;
  readonly sandboxed: boolean;
  readonly subFrames: boolean;
  readonly platform: string;
  readonly versions: Readonly<Record<string, string>>;
}

/** A message of the preload's world to the main process. */
export interface FromPreload {
  readonly kind: "invoke" | "send";
  readonly id: number;
  readonly channel: string;
  readonly given: string;
}

/** A message of the main process to the preload's world. */
export type ToPreload =
  | {
      readonly kind: "reply";
      readonly id: number;
      readonly failed: boolean;
      readonly value: string;
    }
  | {
      readonly kind: "event";
      readonly channel: string;
      readonly given: string;
    };

type Listener = (event: object, ...given: unknown[]) => void;

/**
 * Runs in a world of its own beside the page, as Electron's preload does, and gives the preload what a sandboxed one
 * has: a part of `electron`, and nothing of Node. Sent into the page as source.
 * @returns what the main process calls to deliver a {@link ToPreload}
 */
export function preloadWorld(
  settings: PreloadSettings,
  text: StructuredText,
  bridgeValues: (
    side: string,
    cross: (crossing: Crossing) => Returned | undefined,
  ) => BridgeValues,
  preload: (
    require: (name: string) => unknown,
    module: { exports: object },
    exports: object,
    process: object,
  ) => void,
): void {
  if (window !== window.top && !settings.subFrames) return;
  const world = globalThis as unknown as Record<string, unknown>;
  const post = world[settings.binding] as (message: string) => void;

  // The page's world takes the other end before any of its scripts runs.
  const channel = new MessageChannel();
  const port = channel.port1;
  let answer: Returned | undefined;
  port.addEventListener("answer-preload", (returned) => {
    answer = (returned as MessageEvent<Returned>).data;
  });
  const cross = (crossing: Crossing): Returned | undefined => {
    answer = undefined;
    port.dispatchEvent(new MessageEvent("to-page", { data: crossing }));
    return answer;
  };
  const values = bridgeValues("preload", cross);
  port.addEventListener("to-preload", (asked) => {
    const data = values.act((asked as MessageEvent<Crossing>).data);
    port.dispatchEvent(new MessageEvent("answer-page", { data }));
  });
  if (settings.isolated)
    dispatchEvent(new MessageEvent(settings.greeting, { ports: [port] }));

  let last = 0;
  const waiting = new Map<
    number,
    { resolve(value: unknown): void; reject(error: unknown): void }
  >();
  const listeners = new Map<string, Listener[]>();
  const send = (
    kind: FromPreload["kind"],
    channelName: string,
    given: unknown[],
  ): number => {
    const id = ++last;
    const message: FromPreload = {
      kind,
      id,
      channel: channelName,
      given: text.encode(given),
    };
    post(JSON.stringify(message));
    return id;
  };
  const ipcRenderer = {
    invoke: (channelName: string, ...given: unknown[]) =>
      new Promise((resolve, reject) => {
        waiting.set(send("invoke", channelName, given), { resolve, reject });
      }),
    send: (channelName: string, ...given: unknown[]) => {
      send("send", channelName, given);
    },
    on(channelName: string, listener: Listener) {
      listeners.set(channelName, [
        ...(listeners.get(channelName) ?? []),
        listener,
      ]);
      return ipcRenderer;
    },
    off(channelName: string, listener: Listener) {
      const left = [...(listeners.get(channelName) ?? [])];
      const index = left.lastIndexOf(listener);
      if (index >= 0) left.splice(index, 1);
      listeners.set(channelName, left);
      return ipcRenderer;
    },
    once(channelName: string, listener: Listener) {
      const once: Listener = (...heard) => {
        ipcRenderer.off(channelName, once);
        listener(...heard);
      };
      return ipcRenderer.on(channelName, once);
    },
    removeListener: (channelName: string, listener: Listener) =>
      ipcRenderer.off(channelName, listener),
    removeAllListeners(channelName: string) {
      listeners.delete(channelName);
      return ipcRenderer;
    },
  };
  world["standInDeliver"] = (message: ToPreload): void => {
    if (message.kind === "reply") {
      const call = waiting.get(message.id);
      waiting.delete(message.id);
      const value = text.decode(message.value);
      if (message.failed) call?.reject(value);
      else call?.resolve(value);
      return;
    }
    const given = text.decode(message.given) as unknown[];
    for (const listener of listeners.get(message.channel) ?? [])
      listener({ sender: ipcRenderer, senderId: 0, ports: [] }, ...given);
  };

  const electron = {
    contextBridge: {
      exposeInMainWorld(name: string, value: unknown): void {
        if (!settings.isolated)
          throw new Error(
            "contextBridge API can only be used when contextIsolation is enabled",
          );
        cross({ act: "expose", name, value: values.pack(value) });
      },
    },
    ipcRenderer,
    webUtils: {
      getPathForFile(file: unknown): string {
        if (!(file instanceof File))
          throw new TypeError("getPathForFile expected to receive a File");
        const found = { path: "" };
        // The page waits here; the stand-in asks Chromium for the path of `file` and writes it into `found`.
        debugger;
        return found.path;
      },
    },
  };
  const require = (name: string): unknown => {
    if (name === "electron" || name === "electron/renderer") return electron;
    // What a preload outside the sandbox could have; the stand-in gives it a name and no substance.
    if (!settings.sandboxed) return { standIn: name };
    throw new Error(`module not found: ${name}`);
  };
  const process = {
    type: "renderer",
    platform: settings.platform,
    versions: settings.versions,
    sandboxed: settings.sandboxed,
    contextIsolated: settings.isolated,
    env: {},
    argv: [],
  };
  const module = { exports: {} };
  preload(require, module, module.exports, process);
}
