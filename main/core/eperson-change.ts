import { AppError } from "../domain/errors.ts";
import type { PatchOperation } from "../domain/metadata-patch.ts";

/** What a step of a patch changes of a person besides metadata. */
export interface EpersonChange {
  readonly email?: string;
  readonly netid?: string | null;
  readonly canLogIn?: boolean;
  readonly requireCertificate?: boolean;
  readonly password?: { readonly new: string; readonly old: string | null };
}

/**
 * Reads a step on anything but metadata (dspace.md section 10).
 * @throws AppError request.impossible
 */
export function readEpersonStep({
  op,
  path,
  value,
}: PatchOperation): EpersonChange {
  switch (path) {
    case "/password":
      if (op === "add" || op === "replace")
        return { password: readPassword(value) };
      break;
    case "/email":
      if (op === "replace") return { email: readEmail(value) };
      break;
    case "/netid":
      if (op === "remove") return { netid: null };
      if (op === "add" || op === "replace") {
        if (value === null) return { netid: null };
        if (typeof value === "string" && value !== "") return { netid: value };
        throw impossible("`netid` is a text or null.");
      }
      break;
    case "/canLogin":
    case "/canLogIn":
      if (op === "replace") return { canLogIn: readFlag(value) };
      break;
    case "/certificate":
    case "/requireCertificate":
      if (op === "replace") return { requireCertificate: readFlag(value) };
      break;
  }
  throw impossible(`${op} of ${path.slice(0, 100)} is not offered.`);
}

/** @throws AppError request.impossible */
export function readEmail(value: unknown): string {
  if (
    typeof value === "string" &&
    value.length <= 254 &&
    /^[^\s@]+@[^\s@]+$/.test(value)
  )
    return value;
  throw impossible("`email` is an e-mail address.");
}

function readFlag(value: unknown): boolean {
  if (value === true || value === "true") return true;
  if (value === false || value === "false") return false;
  throw impossible("The value is true or false.");
}

function readPassword(value: unknown): NonNullable<EpersonChange["password"]> {
  if (typeof value === "string") return { new: value, old: null };
  const given = (
    typeof value === "object" && value !== null ? value : {}
  ) as Readonly<Record<string, unknown>>;
  const password = given["new_password"];
  const old = given["current_password"] ?? null;
  if (typeof password === "string" && (old === null || typeof old === "string"))
    return { new: password, old };
  throw impossible("A password is sent as `new_password`.");
}

function impossible(message: string): AppError {
  return new AppError("request.impossible", message);
}
