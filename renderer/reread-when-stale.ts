import { AppError } from "../main/domain/errors.ts";

/**
 * Does something to an entry of a list and reads the list again: afterwards, and also where the entry turns out to be
 * gone or other than it was, as somebody else may have changed it.
 * @throws whatever `action` throws
 */
export async function rereadWhenStale<Done>(
  action: Promise<Done>,
  load: () => Promise<void>,
): Promise<Done> {
  try {
    const done = await action;
    await load();
    return done;
  } catch (error) {
    if (
      error instanceof AppError &&
      (error.kind === "not-found" || error.kind === "conflict")
    )
      await load();
    throw error;
  }
}
