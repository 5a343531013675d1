import type { ObjectKind } from "../domain/catalog.ts";
import { AppError } from "../domain/errors.ts";

/**
 * The group that somebody looks up possible members of.
 * @returns its id
 * @throws AppError input.invalid
 */
export function groupToFill(
  find: (
    uuid: string,
  ) => { readonly id: number; readonly kind: ObjectKind } | null,
  uuid: string,
): number {
  const found = find(uuid);
  if (found?.kind !== "group")
    throw new AppError("input.invalid", `There is no group ${uuid}.`, {
      object: uuid,
    });
  return found.id;
}
