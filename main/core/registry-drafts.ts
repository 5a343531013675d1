import { AppError } from "../domain/errors.ts";
import type {
  FieldDraft,
  FieldRecord,
  SchemaDraft,
  SchemaRecord,
} from "./registries.ts";

type Sent = Readonly<Record<string, unknown>>;

/**
 * A metadata schema as clients send it.
 * @throws AppError request.impossible
 */
export function readSchema(sent: Sent): SchemaDraft {
  const prefix = readText(sent, "prefix", 32);
  requireName("prefix", prefix, /[.,\s]/);
  return { prefix, namespace: readText(sent, "namespace", 256) };
}

/**
 * The new namespace of a schema; the rest of it stays as it is.
 * @throws AppError request.impossible
 */
export function readNamespace(sent: Sent, current: SchemaRecord): string {
  requireSame(sent, { id: current.id, prefix: current.prefix });
  return readText(sent, "namespace", 256);
}

/**
 * A metadata field as clients send it.
 * @throws AppError request.impossible
 */
export function readField(sent: Sent): FieldDraft {
  const element = readText(sent, "element", 64);
  requireName("element", element, /[.,\s/]/);
  const given = sent["qualifier"] ?? "";
  const qualifier = given === "" ? null : readText(sent, "qualifier", 64);
  if (qualifier !== null) requireName("qualifier", qualifier, /[.,\s/]/);
  return { element, qualifier, scopeNote: readNote(sent) };
}

/**
 * The new scope note of a field; the rest of it stays as it is.
 * @throws AppError request.impossible
 */
export function readScopeNote(sent: Sent, current: FieldRecord): string | null {
  requireSame(sent, {
    id: current.id,
    element: current.element,
    qualifier: current.qualifier ?? "",
  });
  return readNote(sent);
}

function readNote(sent: Sent): string | null {
  const note = sent["scopeNote"] ?? null;
  if (note === null || (typeof note === "string" && note.isWellFormed()))
    return note;
  throw impossible("scopeNote", "`scopeNote` is a text or null.");
}

function readText(sent: Sent, name: string, longest: number): string {
  const value = sent[name];
  if (
    typeof value === "string" &&
    value.trim() !== "" &&
    value.length <= longest &&
    value.isWellFormed()
  )
    return value;
  throw impossible(
    name,
    `\`${name}\` is a text of at most ${String(longest)} characters.`,
  );
}

function requireName(name: string, value: string, unfit: RegExp): void {
  if (unfit.test(value))
    throw impossible(name, `\`${name}\` has no dots, commas and blanks.`);
}

function requireSame(sent: Sent, fixed: Sent): void {
  for (const [name, value] of Object.entries(fixed))
    if (sent[name] !== undefined && sent[name] !== value)
      throw impossible(name, `\`${name}\` cannot be changed.`);
}

function impossible(object: string, message: string): AppError {
  return new AppError("request.impossible", message, { object });
}
