import { apiRefusal } from "./refusal.ts";

export type Members = Readonly<Record<string, unknown>>;

/** @throws EasydbRefusal error.api.type_mismatch */
export function objectOf(value: unknown, path: string): Members {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw apiRefusal("type_mismatch", `\`${path}\` has to be an object.`);
  return value as Members;
}

/** @throws EasydbRefusal error.api.type_mismatch */
export function arrayOf(value: unknown, path: string): readonly unknown[] {
  if (!Array.isArray(value))
    throw apiRefusal("type_mismatch", `\`${path}\` has to be an array.`);
  return value;
}

/** @throws EasydbRefusal error.api.type_mismatch */
export function textOf(value: unknown, path: string): string {
  if (typeof value !== "string")
    throw apiRefusal("type_mismatch", `\`${path}\` has to be a string.`);
  return value;
}

/** @throws EasydbRefusal error.api.type_mismatch */
export function booleanOf(value: unknown, path: string): boolean {
  if (typeof value !== "boolean")
    throw apiRefusal("type_mismatch", `\`${path}\` has to be true or false.`);
  return value;
}

/**
 * An integer, or its digits as a string, which the official example writes.
 * @throws EasydbRefusal error.api.type_mismatch, error.api.invalid_value
 */
export function integerOf(
  value: unknown,
  path: string,
  minimum: number,
  maximum = Number.MAX_SAFE_INTEGER,
): number {
  const number =
    typeof value === "string" && /^-?[0-9]{1,15}$/.test(value)
      ? Number(value)
      : value;
  if (typeof number !== "number" || !Number.isInteger(number))
    throw apiRefusal("type_mismatch", `\`${path}\` has to be an integer.`);
  if (number < minimum || number > maximum)
    throw apiRefusal("invalid_value", `\`${path}\` is out of range.`);
  return number;
}

/** Refuses members that are not known; null is as good as absent. @throws EasydbRefusal error.api.attribute_not_accepted */
export function onlyMembers(
  members: Members,
  known: readonly string[],
  path: string,
): void {
  for (const [name, value] of Object.entries(members))
    if (value !== null && !known.includes(name))
      throw apiRefusal(
        "attribute_not_accepted",
        `\`${path === "" ? name : `${path}.${name}`}\` is not accepted.`,
      );
}
