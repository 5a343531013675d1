import { AppError } from "../domain/errors.ts";
import type { PatchOperation } from "../domain/metadata-patch.ts";

/**
 * The order of the bitstreams of a bundle after one step of a patch (dspace.md section 10): `move` from
 * `/_links/bitstreams/1/href` to `/_links/bitstreams/0/href`.
 * @throws AppError request.impossible
 */
export function moveStep(
  order: readonly number[],
  { op, path, from }: PatchOperation,
): readonly number[] {
  if (op !== "move" || typeof from !== "string")
    throw impossible(path, `${op} of ${path} is not offered.`);
  const [source, place] = [placeOf(from, order), placeOf(path, order)];
  const moved = order[source];
  if (moved === undefined) throw impossible(from, "There is no such place.");
  return order.toSpliced(source, 1).toSpliced(place, 0, moved);
}

function placeOf(path: string, order: readonly number[]): number {
  const text = /^\/_links\/bitstreams\/(\d{1,9})(?:\/href)?$/.exec(path)?.[1];
  const place = Number(text ?? -1);
  if (place < 0 || place >= order.length)
    throw impossible(path, `There is nothing at ${path}.`);
  return place;
}

function impossible(object: string, message: string): AppError {
  return new AppError("request.impossible", message, { object });
}
