import { AppError } from "../domain/errors.ts";
import type { Caller } from "./access.ts";

/** What this file needs of the catalog. */
export interface AdministratorPorts {
  /**
   * Whether somebody who administers the site can log in.
   * @param without a group that is as good as gone; null: none
   */
  anyAdministrator(without: number | null): boolean;
}

/**
 * Refuses a change, at the end of its transaction or while a group is still there, after which nobody could administer the site but the person at this
 * machine; who is that person may do it.
 * @throws AppError request.impossible
 */
export function requireAdministratorLeft(
  caller: Caller,
  ports: AdministratorPorts,
  without: number | null = null,
): void {
  if (caller.local || ports.anyAdministrator(without)) return;
  throw new AppError(
    "request.impossible",
    "Nobody could administer the site any more.",
    { remedy: "Make somebody else an administrator first." },
  );
}
