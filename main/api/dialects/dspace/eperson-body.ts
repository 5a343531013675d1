import { readEmail } from "../../../core/eperson-change.ts";
import type { EpersonDraft } from "../../../core/epersons.ts";
import { AppError } from "../../../domain/errors.ts";
import { readEntries } from "../../../domain/metadata-patch.ts";
import type { SentObject } from "./bodies.ts";

/**
 * An account as clients send it.
 * @throws AppError request.impossible
 */
export function readEpersonDraft(sent: SentObject): EpersonDraft {
  return {
    email: readEmail(sent["email"]),
    netid: readText(sent, "netid"),
    canLogIn: readFlag(sent, "canLogIn"),
    requireCertificate: readFlag(sent, "requireCertificate"),
    password: readText(sent, "password"),
    metadata: readEntries(sent["metadata"]),
  };
}

function readText(sent: SentObject, name: string): string | null {
  const value = sent[name];
  if (value === undefined || value === "") return null;
  if (typeof value === "string" && value.isWellFormed()) return value;
  throw new AppError("request.impossible", `\`${name}\` is a text or null.`);
}

function readFlag(sent: SentObject, name: string): boolean {
  const value = sent[name] ?? false;
  if (typeof value === "boolean") return value;
  throw new AppError("request.impossible", `\`${name}\` is true or false.`);
}
