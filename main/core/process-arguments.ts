import { AppError } from "../domain/errors.ts";

/** An argument of a script as clients send it. */
export interface ProcessArgument {
  readonly name: string;
  readonly value: string | null;
}

/** A parameter a script takes. */
export interface ScriptParameter {
  readonly name: string;
  readonly nameLong: string;
  readonly description: string;
  readonly type: "String" | "InputFile" | "boolean";
  readonly mandatory: boolean;
}

/**
 * Arguments by the short name of their parameter; flags have the value "true" or are not there.
 * @throws AppError input.invalid
 */
export function readArguments(
  sent: unknown,
  parameters: readonly ScriptParameter[],
): ReadonlyMap<string, string> {
  if (sent !== undefined && !Array.isArray(sent))
    throw invalid("The arguments are a list of `name` and `value`.");
  const found = new Map<string, string>();
  for (const one of (sent ?? []) as readonly unknown[]) {
    const { name, value } = read(one);
    const parameter = parameters.find(
      (known) => known.name === name || known.nameLong === name,
    );
    if (parameter === undefined)
      throw invalid(`There is no parameter ${name.slice(0, 40)}.`);
    if (parameter.type === "boolean") {
      const text = (value ?? "").toLowerCase();
      if (text === "" || text === "true") found.set(parameter.name, "true");
      else if (text !== "false")
        throw invalid(`${parameter.name} is a flag and takes no value.`);
    } else if (value === null || value.trim() === "")
      throw invalid(`${parameter.name} needs a value.`);
    else found.set(parameter.name, value.trim());
  }
  for (const { name, mandatory } of parameters) {
    if (mandatory && !found.has(name)) throw invalid(`${name} is missing.`);
  }
  return found;
}

function read(one: unknown): ProcessArgument {
  if (typeof one === "object" && one !== null) {
    const { name, value } = one as Readonly<Record<string, unknown>>;
    if (typeof name === "string") {
      if (value === undefined || value === null) return { name, value: null };
      if (typeof value === "string") return { name, value };
      if (typeof value === "boolean" || typeof value === "number")
        return { name, value: String(value) };
    }
  }
  throw invalid("An argument has a `name` and perhaps a `value`.");
}

function invalid(message: string): AppError {
  return new AppError("input.invalid", message);
}
