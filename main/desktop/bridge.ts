import type { WebContents, WebFrameMain } from "electron";
import { ipcMain } from "electron";
import type { CommandName, Commands, Reply } from "../../preload/contract.ts";
import type { CommandContext } from "../commands/command.ts";
import { commands, runCommand } from "../commands/index.ts";
import { localAdministrator } from "../core/access.ts";
import type { Actors } from "../core/actors.ts";
import { eventNames, type EventBus } from "../core/events.ts";
import { AppError, toErrorView } from "../domain/errors.ts";
import { pageOrigin } from "./assets.ts";

export interface BridgeOptions {
  readonly context: CommandContext;
  readonly events: Pick<EventBus, "listen">;
  readonly actors: Pick<Actors, "during">;
  /** The application's own window; null while there is none. */
  ownContents(): WebContents | null;
  /** Takes a failure that is a bug, and gives the id under which the log has it. */
  reportBug(error: unknown, command: string): string;
}

export interface Bridge {
  /** Stops answering and telling. */
  close(): void;
}

function originOf(address: string): string | null {
  if (!URL.canParse(address)) return null;
  // Node gives every scheme that it does not know the origin "null".
  const { protocol, host } = new URL(address);
  return `${protocol}//${host}`;
}

function isCommandName(name: unknown): name is CommandName {
  // An inherited name such as `constructor` is no command.
  return typeof name === "string" && Object.hasOwn(commands, name);
}

/** Answers the page's commands and tells it what happens. The only place that listens to the page. */
export function createBridge(options: BridgeOptions): Bridge {
  function trusts(frame: WebFrameMain | null): boolean {
    const own = options.ownContents()?.mainFrame;
    if (frame === null || own === undefined) return false;
    return (
      frame.processId === own.processId &&
      frame.routingId === own.routingId &&
      originOf(frame.url) === pageOrigin
    );
  }

  function failure(error: unknown, name: unknown): Reply<never> {
    if (error instanceof AppError) {
      return { ok: false, error: toErrorView(error) };
    }
    const id = options.reportBug(error, String(name));
    return {
      ok: false,
      error: {
        code: "internal",
        kind: "failed",
        message: `Something went wrong inside Holdall. The log has the details under ${id}.`,
      },
    };
  }

  ipcMain.handle(
    "holdall:invoke",
    async (event, name: unknown, input: unknown): Promise<Reply<unknown>> => {
      try {
        if (!trusts(event.senderFrame)) {
          throw new AppError(
            "input.invalid",
            "Only Holdall's own window may ask.",
          );
        }
        if (!isCommandName(name)) {
          throw new AppError("input.invalid", "There is no such command.", {
            object: String(name),
          });
        }
        // runCommand compares the input with the command's schema before anybody else sees it.
        const checked = input as Commands[typeof name]["input"];
        return {
          ok: true,
          value: await options.actors.during(
            { door: "window", account: null },
            () =>
              runCommand(options.context, name, checked, localAdministrator),
          ),
        };
      } catch (error) {
        return failure(error, name);
      }
    },
  );
  const stopTelling = eventNames.map((name) =>
    options.events.listen(name, (event) => {
      options.ownContents()?.send("holdall:event", name, event);
    }),
  );

  return {
    close() {
      for (const stop of stopTelling) stop();
      ipcMain.removeHandler("holdall:invoke");
    },
  };
}
