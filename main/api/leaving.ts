import type { ServerResponse } from "node:http";
import { AppError } from "../domain/errors.ts";

/**
 * Tells when whoever has asked goes away before the answer has been given.
 * @returns makes the signal when it is first asked for: most answers come too soon for anybody to leave
 */
export function leavingOf(
  response: Pick<ServerResponse, "writableFinished" | "closed" | "once">,
): () => AbortSignal {
  let leaving: AbortController | null = null;
  return () => {
    if (leaving !== null) return leaving.signal;
    const controller = new AbortController();
    leaving = controller;
    // The request itself is closed as soon as its body has come.
    const closed = (): void => {
      if (!response.writableFinished)
        controller.abort(
          new AppError("asker.gone", "Nobody waits for the answer any more."),
        );
    };
    if (response.closed) closed();
    else response.once("close", closed);
    return controller.signal;
  };
}
