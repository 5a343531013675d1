import { fromErrorView } from "../main/domain/errors.ts";
import type {
  CommandName,
  Commands,
  EventName,
  Events,
  Holdall,
} from "../preload/contract.ts";

declare global {
  interface Window {
    /** Put there by the preload; absent when the page is opened outside the application. */
    readonly holdall?: Holdall;
  }
}

function connected(): Holdall {
  if (window.holdall === undefined) {
    throw new Error("This page is not connected to a Holdall application.");
  }
  return window.holdall;
}

/**
 * Asks the application for something.
 * @throws AppError as the command tells it; Error for a bug
 */
export async function invoke<Name extends CommandName>(
  name: Name,
  input: Commands[Name]["input"],
): Promise<Commands[Name]["output"]> {
  const reply = await connected().invoke(name, input);
  if (reply.ok) return reply.value;
  throw fromErrorView(reply.error);
}

/** Hears what the application announces, until the returned function is called. */
export function listen<Name extends EventName>(
  name: Name,
  listener: (event: Events[Name]) => void,
): () => void {
  // Where nothing is connected, nothing is announced.
  return window.holdall?.listen(name, listener) ?? (() => undefined);
}
