import { EventEmitter } from "node:events";
import type { CDPSession } from "playwright-core";

/** One conversation with Chromium over its DevTools protocol, typed as playwright types it. */
export type DevToolsSession = Pick<CDPSession, "send" | "on">;

interface Message {
  readonly id?: number;
  readonly sessionId?: string;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

export interface DevTools {
  /** Speaks to the browser itself. */
  readonly browser: DevToolsSession;
  /** @param sessionId what Target.attachToTarget gave */
  session(sessionId: string): DevToolsSession;
  /** Resolves when Chromium has gone. */
  readonly closed: Promise<void>;
}

/** Connects to a Chromium. A call that is open when the connection ends is refused. */
export async function connectDevTools(endpoint: string): Promise<DevTools> {
  const socket = new WebSocket(endpoint);
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener("open", () => {
      resolve();
    });
    socket.addEventListener("error", () => {
      reject(new Error(`Chromium does not answer at ${endpoint}.`));
    });
  });
  const waiting = new Map<number, Waiting>();
  const listeners = new Map<string, EventEmitter>();
  let last = 0;

  function open(sessionId: string): DevToolsSession {
    const emitter = new EventEmitter();
    listeners.set(sessionId, emitter);
    const send = (method: string, params: unknown = {}): Promise<unknown> =>
      new Promise((resolve, reject) => {
        const id = ++last;
        waiting.set(id, {
          resolve,
          reject: (error) => {
            reject(new Error(`${method}: ${error.message}`));
          },
        });
        socket.send(
          JSON.stringify({
            id,
            method,
            params,
            ...(sessionId === "" ? {} : { sessionId }),
          }),
        );
      });
    return Object.assign(emitter, { send }) as unknown as DevToolsSession;
  }

  const browser = open("");
  socket.addEventListener("message", ({ data }) => {
    const message = JSON.parse(String(data)) as Message;
    if (message.id === undefined) {
      listeners
        .get(message.sessionId ?? "")
        ?.emit(message.method ?? "", message.params);
      return;
    }
    const call = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.error === undefined) call?.resolve(message.result);
    else call?.reject(new Error(message.error.message));
  });
  const closed = new Promise<void>((resolve) => {
    socket.addEventListener("close", () => {
      for (const call of waiting.values())
        call.reject(new Error("Chromium has gone."));
      waiting.clear();
      resolve();
    });
  });
  return {
    browser,
    closed,
    session: (sessionId) => open(sessionId),
  };
}
