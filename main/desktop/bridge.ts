import type { WebFrameMain } from "electron";
import { ipcMain } from "electron";
import type { TSchema } from "typebox";
import { Check, Errors } from "typebox/value";
import type { ErrorView } from "../domain/errors.ts";
import { AppError, toErrorView } from "../domain/errors.ts";
import { pageOrigin } from "./assets.ts";

/** A command as the bridge needs to know it: what it takes, and what it does. */
export interface BridgeCommand<Context> {
  readonly input: TSchema;
  handler(context: Context, input: unknown): unknown;
}

type Answer = { ok: true; value: unknown } | { ok: false; error: ErrorView };

export interface BridgeOptions<Context> {
  readonly commands: Readonly<Record<string, BridgeCommand<Context>>>;
  readonly context: Context;
  /** The main frame of the application's own window; null while there is none. */
  ownFrame(): WebFrameMain | null;
  /** Takes a failure that is a bug. The page is told the id only. */
  reportBug(error: unknown, command: string): string;
}

export interface Bridge {
  close(): void;
}

function originOf(address: string): string | null {
  if (!URL.canParse(address)) return null;
  // Node gives a scheme it does not know the origin "null".
  const url = new URL(address);
  return `${url.protocol}//${url.host}`;
}

/** Answers the page's commands. The only place that listens to the page. */
export function createBridge<Context>(options: BridgeOptions<Context>): Bridge {
  const { commands, context } = options;

  function trusts(frame: WebFrameMain | null): boolean {
    const own = options.ownFrame();
    return (
      frame !== null &&
      own !== null &&
      frame.processId === own.processId &&
      frame.routingId === own.routingId &&
      originOf(frame.url) === pageOrigin
    );
  }

  async function answer(name: unknown, input: unknown): Promise<Answer> {
    if (typeof name !== "string" || !Object.hasOwn(commands, name)) {
      throw new AppError("input.invalid", "There is no such command.", {
        object: String(name),
      });
    }
    const command = commands[name];
    if (command === undefined) throw new Error(`The command ${name} is empty.`);
    if (!Check(command.input, input)) {
      const [first] = Errors(command.input, input);
      throw new AppError(
        "input.invalid",
        `The input of ${name} is not right.`,
        {
          object: name,
          ...(first === undefined
            ? {}
            : { remedy: `${first.instancePath} ${first.message}`.trim() }),
        },
      );
    }
    return { ok: true, value: await command.handler(context, input) };
  }

  function failure(error: unknown, name: unknown): Answer {
    if (error instanceof AppError)
      return { ok: false, error: toErrorView(error) };
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
    async (event, name: unknown, input: unknown) => {
      try {
        if (!trusts(event.senderFrame)) {
          throw new AppError(
            "input.invalid",
            "Only Holdall's own window may ask.",
          );
        }
        return await answer(name, input);
      } catch (error) {
        return failure(error, name);
      }
    },
  );

  return {
    close() {
      ipcMain.removeHandler("holdall:invoke");
    },
  };
}
