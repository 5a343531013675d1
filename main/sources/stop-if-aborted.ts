import { AppError } from "../domain/errors.ts";

/** @throws AppError run.cancelled when the run has been cancelled. */
export function stopIfAborted(signal: AbortSignal): void {
  if (signal.aborted) {
    throw new AppError("run.cancelled", "The import was cancelled.");
  }
}
