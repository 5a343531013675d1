import { AppError } from "./errors.ts";
import {
  fieldParts,
  type FieldEntry,
  type MetadataEntries,
} from "./metadata-map.ts";

/** One step of a JSON patch, its members not looked at yet except for `op` and `path`. */
export interface PatchOperation {
  readonly op: "add" | "remove" | "replace" | "move" | "copy";
  readonly path: string;
  readonly from?: unknown;
  readonly value?: unknown;
}

/** More than any object has, and no more than can be written without keeping others waiting. */
const most = { operations: 1_000, values: 20_000 };

/** DSpace keeps it in 32 bits. */
const mostConfident = 2 ** 31 - 1;

const properties = ["value", "language", "authority", "confidence"] as const;

/** Whether a step changes metadata; other paths belong to the kind of object. */
export function isMetadataPath(path: string): boolean {
  return path === "/metadata" || path.startsWith("/metadata/");
}

/**
 * The metadata after one step of a patch (dspace.md section 10); what is given is left as it is.
 * @throws AppError request.impossible
 */
export function patchMetadata(
  entries: MetadataEntries,
  operation: PatchOperation,
): MetadataEntries {
  const { op, value } = operation;
  const place = placeOf(operation.path);
  const next = new Map(entries);
  const set = (field: string, values: readonly FieldEntry[]): void => {
    if (values.length === 0) next.delete(field);
    else next.set(field, values);
  };
  if (place.field === null) {
    if (op === "replace") return readEntries(value);
    if (op === "add" && value !== undefined) {
      for (const [field, values] of readEntries(value)) set(field, values);
      return next;
    }
    if (op === "remove") return new Map();
    throw impossible(operation.path, `${op} needs a field.`);
  }
  const { field, index, property } = place;
  const values = entries.get(field) ?? [];
  switch (op) {
    case "add": {
      if (property !== null)
        throw impossible(operation.path, "Properties are replaced, not added.");
      if (index === null) {
        set(
          field,
          Array.isArray(value)
            ? readValues(value)
            : [...values, readValue(value)],
        );
      } else {
        const at = index === "-" ? values.length : index;
        if (at > values.length) throw pastTheEnd(operation.path);
        set(field, values.toSpliced(at, 0, readValue(value)));
      }
      return next;
    }
    case "remove": {
      if (property !== null)
        throw impossible(operation.path, "Properties are replaced by null.");
      if (index === null) {
        if (values.length === 0) throw absent(operation.path);
        next.delete(field);
      } else {
        set(
          field,
          values.toSpliced(existing(values, index, operation.path), 1),
        );
      }
      return next;
    }
    case "replace": {
      if (index === null) {
        if (values.length === 0) throw absent(operation.path);
        set(
          field,
          Array.isArray(value) ? readValues(value) : [readValue(value)],
        );
        return next;
      }
      const at = existing(values, index, operation.path);
      const old = values[at];
      if (old === undefined) throw absent(operation.path);
      set(
        field,
        values.with(
          at,
          property === null
            ? readValue(value)
            : readValue({ ...old, [property]: value }),
        ),
      );
      return next;
    }
    case "move":
    case "copy": {
      if (typeof operation.from !== "string")
        throw impossible(operation.path, `${op} needs \`from\`.`);
      const source = placeOf(operation.from);
      if (
        source.field !== field ||
        source.property !== null ||
        property !== null
      )
        throw impossible(operation.path, "Values move within one field only.");
      if (source.index === null || index === null)
        throw impossible(operation.path, `${op} needs two places.`);
      const from = existing(values, source.index, operation.from);
      const moved = values[from];
      if (moved === undefined) throw absent(operation.from);
      const rest = op === "move" ? values.toSpliced(from, 1) : values;
      const at = index === "-" ? rest.length : index;
      if (at > rest.length) throw pastTheEnd(operation.path);
      set(field, rest.toSpliced(at, 0, moved));
      return next;
    }
  }
}

/**
 * The metadata after all steps of a patch, in their order.
 * @param other takes the steps on other paths; without it there are none
 * @throws AppError request.impossible; what `other` throws
 */
export function applyPatch(
  entries: MetadataEntries,
  operations: readonly PatchOperation[],
  other: (operation: PatchOperation) => void = refuse,
): MetadataEntries {
  if (operations.length > most.operations)
    throw impossible(
      "patch",
      `A patch has at most ${String(most.operations)} operations.`,
    );
  let next = entries;
  for (const operation of operations) {
    if (isMetadataPath(operation.path)) next = patchMetadata(next, operation);
    else other(operation);
  }
  requireFew(next);
  return next;
}

function refuse({ path }: PatchOperation): never {
  throw impossible(path, `${path} cannot be patched.`);
}

/**
 * Metadata as clients send it: fields in dotted form, each with a list of values. Null is the same as nothing.
 * @throws AppError request.impossible
 */
export function readEntries(value: unknown): MetadataEntries {
  if (value === null || value === undefined) return new Map();
  if (typeof value !== "object" || Array.isArray(value))
    throw impossible(
      "metadata",
      "Metadata is an object with a list for each field.",
    );
  const entries = new Map<string, readonly FieldEntry[]>();
  for (const [field, values] of Object.entries(value)) {
    if (values === null || values === undefined) continue;
    requireField(field);
    const read = Array.isArray(values)
      ? readValues(values)
      : [readValue(values)];
    if (read.length > 0) entries.set(field, read);
  }
  requireFew(entries);
  return entries;
}

function requireFew(entries: MetadataEntries): void {
  let count = 0;
  for (const values of entries.values()) count += values.length;
  if (count > most.values)
    throw impossible(
      "metadata",
      `An object has at most ${String(most.values)} values.`,
    );
}

interface Place {
  readonly field: string | null;
  readonly index: number | "-" | null;
  readonly property: (typeof properties)[number] | null;
}

function placeOf(path: string): Place {
  const [empty, root, field, index, property, ...rest] = path.split("/");
  if (empty !== "" || root !== "metadata" || rest.length > 0)
    throw impossible(path, "There is no such path in metadata.");
  if (field === undefined || field === "") {
    if (index === undefined)
      return { field: null, index: null, property: null };
    throw impossible(path, "There is no such path in metadata.");
  }
  requireField(field);
  const known = properties.find((name) => name === property);
  if (property !== undefined && property !== "" && known === undefined)
    throw impossible(path, "A value has no such property.");
  if (index === undefined || index === "") {
    if (property !== undefined && property !== "")
      throw impossible(path, "There is no such path in metadata.");
    return { field, index: null, property: null };
  }
  if (index !== "-" && !/^(?:0|[1-9][0-9]{0,8})$/.test(index))
    throw impossible(path, "The place of a value is a whole number or `-`.");
  return {
    field,
    index: index === "-" ? "-" : Number(index),
    property: known ?? null,
  };
}

function existing(
  values: readonly FieldEntry[],
  index: number | "-",
  path: string,
): number {
  if (index === "-" || index >= values.length) throw pastTheEnd(path);
  return index;
}

function readValues(values: readonly unknown[]): readonly FieldEntry[] {
  return values.filter((value) => value !== null).map(readValue);
}

function readValue(value: unknown): FieldEntry {
  if (typeof value === "string") return readValue({ value });
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw impossible("value", "A metadata value is an object with `value`.");
  const given = value as Readonly<Record<string, unknown>>;
  const text = given["value"];
  if (typeof text !== "string" || !isText(text))
    throw impossible("value", "The `value` of a metadata value is a text.");
  const confidence = given["confidence"] ?? -1;
  if (
    typeof confidence !== "number" ||
    !Number.isInteger(confidence) ||
    Math.abs(confidence) > mostConfident
  )
    throw impossible("confidence", "`confidence` is a whole number.");
  return {
    value: text,
    language: optionalText(given["language"], "language"),
    authority: optionalText(given["authority"], "authority"),
    confidence,
  };
}

function optionalText(value: unknown, name: string): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value !== "string" || !isText(value))
    throw impossible(name, `\`${name}\` is a text or null.`);
  return value;
}

/** No format and no database of others takes half a character, or one that ends the text for many programs. */
function isText(value: string): boolean {
  return value.isWellFormed() && !value.includes("\u0000");
}

function requireField(name: string): void {
  if (fieldParts(name) === null)
    throw impossible(name, `${name} is no metadata field.`);
}

function impossible(object: string, message: string): AppError {
  return new AppError("request.impossible", message, { object });
}

function absent(path: string): AppError {
  return impossible(path, `There is nothing at ${path}.`);
}

function pastTheEnd(path: string): AppError {
  return impossible(path, `${path} is past the end of the field.`);
}
