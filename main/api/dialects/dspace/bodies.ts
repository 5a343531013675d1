import { AppError } from "../../../domain/errors.ts";
import type { MetadataEntries } from "../../../domain/metadata-map.ts";
import {
  readEntries,
  type PatchOperation,
} from "../../../domain/metadata-patch.ts";

const operations = ["add", "remove", "replace", "move", "copy"] as const;

/** An object as clients send it; null members are as good as absent (dspace.md section 1, row 8). */
export type SentObject = Readonly<Record<string, unknown>>;

/**
 * The object in a body.
 * @throws AppError request.impossible
 */
export function readObject(body: unknown): SentObject {
  if (typeof body !== "object" || body === null || Array.isArray(body))
    throw new AppError("request.impossible", "The body is not an object.");
  return Object.fromEntries(
    Object.entries(body).filter(([, value]) => value !== null),
  );
}

/**
 * The metadata in an object that was sent. A `name` that comes without a title becomes the title.
 * @throws AppError request.impossible
 */
export function readMetadata(sent: SentObject): MetadataEntries {
  const entries = readEntries(sent["metadata"]);
  const name = sent["name"];
  if (name === undefined || entries.has("dc.title")) return entries;
  if (typeof name !== "string")
    throw new AppError("request.impossible", "`name` is a text.");
  return new Map([...entries, ...readEntries({ "dc.title": [name] })]);
}

/**
 * The steps of a JSON patch (dspace.md section 10).
 * @throws AppError input.invalid, request.impossible
 */
export function readPatch(body: unknown): readonly PatchOperation[] {
  if (!Array.isArray(body))
    throw new AppError("input.invalid", "A patch is a list of operations.");
  return body.map((step: unknown) => {
    if (typeof step !== "object" || step === null)
      throw new AppError("input.invalid", "An operation is an object.");
    const { op, path, from, value } = step as Readonly<Record<string, unknown>>;
    if (typeof op !== "string" || typeof path !== "string")
      throw new AppError("input.invalid", "An operation has `op` and `path`.");
    const known = operations.find((name) => name === op);
    if (known === undefined)
      throw new AppError(
        "request.impossible",
        `The operation ${op.slice(0, 40)} is not offered.`,
        { remedy: `Use one of ${operations.join(", ")}.` },
      );
    return { op: known, path, from, value };
  });
}
