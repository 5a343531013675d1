import { fromErrorView } from "../main/domain/errors.ts";
import type {
  CommandName,
  Commands,
  EventName,
  Events,
  Holdall,
  Wish,
} from "../preload/contract.ts";
import type { Bridge } from "./carriers/carrier.ts";
import { createHttpCarrier } from "./carriers/http-carrier.ts";
import { createSession } from "./carriers/session.ts";

declare global {
  interface Window {
    /** Put there by the preload; absent when the page is opened in a browser. */
    readonly holdall?: Holdall;
  }
}

/** The session of this page; null in the desktop application, whose window needs none. */
export const session = window.holdall === undefined ? createSession() : null;

const http = session === null ? null : createHttpCarrier(session);

function carrier(): Bridge {
  const bridge = http ?? window.holdall;
  if (bridge === undefined) throw new Error("The page has lost its bridge.");
  return bridge;
}

/** Whether events reach this page, and how often their stream was opened; null where nothing can come in between. */
export const connection =
  http === null ? null : { connected: http.connected, openings: http.openings };

/**
 * The same as plain data. What stands in a form is watched by the page, and nothing that is watched can be handed to
 * another process. In HTTP it is a text either way.
 */
function plain<Input>(input: Input): Input {
  return http === null ? (JSON.parse(JSON.stringify(input)) as Input) : input;
}

/**
 * Asks the application for something.
 * @throws AppError as the command tells it; Error for a bug
 */
export async function invoke<Name extends CommandName>(
  name: Name,
  input: Commands[Name]["input"],
): Promise<Commands[Name]["output"]> {
  const reply = await carrier().invoke(name, plain(input));
  if (reply.ok) return reply.value;
  throw fromErrorView(reply.error);
}

/** Hears what the application announces, until the returned function is called. */
export function listen<Name extends EventName>(
  name: Name,
  listener: (event: Events[Name]) => void,
): () => void {
  return carrier().listen(name, listener);
}

/** Absolute path of a dropped or chosen file; empty in a browser, which does not tell. */
export function pathOf(file: File): string {
  return window.holdall?.pathOf(file) ?? "";
}

/**
 * Hears what is asked of the window from outside its page, until the returned function is called. A page in a browser is
 * never asked.
 */
export function heed(listener: (wish: Wish) => void): () => void {
  return window.holdall?.heed(listener) ?? (() => undefined);
}
