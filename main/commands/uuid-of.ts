import { AppError } from "../domain/errors.ts";
import type { CommandContext } from "./command.ts";

/**
 * The uuid of an object that the window knows by its number.
 * @throws AppError object.not-found
 */
export function uuidOf({ editing }: CommandContext, object: number): string {
  const uuid = editing.uuidOf(object);
  if (uuid === null)
    throw new AppError(
      "object.not-found",
      `There is no object ${String(object)}.`,
      { object: String(object) },
    );
  return uuid;
}
