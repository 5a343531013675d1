import type { Caller } from "../core/access.ts";
import { AppError } from "../domain/errors.ts";

/**
 * What only the desktop application can do with a file.
 * @throws AppError reveal.unavailable
 */
export function onDesktop<Deed>(deed: Deed | null, caller: Caller): Deed {
  if (deed === null || !caller.local) {
    throw new AppError(
      "reveal.unavailable",
      "Only the desktop application can hand a file to this machine's desktop.",
      { remedy: "Download it instead." },
    );
  }
  return deed;
}
