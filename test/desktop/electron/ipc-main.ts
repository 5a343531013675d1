import { EventEmitter } from "node:events";
import type { FromPreload, ToPreload } from "./page/preload-world.ts";
import { structuredText } from "./page/structured-text.ts";

type Handler = (event: object, ...given: unknown[]) => unknown;

const { encode, decode } = structuredText();

class IpcMain extends EventEmitter {
  readonly #handlers = new Map<string, Handler>();

  handle(channel: string, handler: Handler): void {
    if (this.#handlers.has(channel))
      throw new Error(
        `Attempted to register a second handler for '${channel}'`,
      );
    this.#handlers.set(channel, handler);
  }

  removeHandler(channel: string): void {
    this.#handlers.delete(channel);
  }

  /**
   * For the stand-in's own use: takes what a preload sent.
   * @param event who sent it, as Electron tells it
   * @returns what is to be delivered to it
   */
  async take(
    message: FromPreload,
    event: object,
  ): Promise<ToPreload | undefined> {
    const given = decode(message.given) as unknown[];
    if (message.kind === "send") {
      this.emit(message.channel, event, ...given);
      return undefined;
    }
    const { id } = message;
    try {
      const handler = this.#handlers.get(message.channel);
      if (handler === undefined)
        throw new Error(`No handler registered for '${message.channel}'`);
      const value = encode(await handler(event, ...given));
      return { kind: "reply", id, failed: false, value };
    } catch (error) {
      // Electron keeps the text of an error and nothing else.
      const value = encode(
        new Error(
          `Error invoking remote method '${message.channel}': ${String(error)}`,
        ),
      );
      return { kind: "reply", id, failed: true, value };
    }
  }
}

export const ipcMain = new IpcMain();
