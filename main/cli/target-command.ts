import { readFile } from "node:fs/promises";
import { Convert } from "typebox/value";
import { runCommand } from "../commands/index.ts";
import type { Application } from "../compose.ts";
import { localAdministrator } from "../core/access.ts";
import type { TargetTest } from "../domain/delivery.ts";
import { AppError, fromSystemError } from "../domain/errors.ts";
import type { Output } from "./output.ts";

export interface TargetTestFlags {
  /** `key=value`; `a.b=value` for what is inside. */
  readonly set?: readonly string[];
  /** Name of the secret that standard input holds; true for the main one of the type. */
  readonly secretStdin?: string | true;
  /** `name=path` of files that hold secrets. */
  readonly secretFile?: readonly string[];
}

/** `holdall target test TYPE` */
export async function targetTest(
  application: Application,
  output: Output,
  type: string,
  flags: TargetTestFlags,
): Promise<void> {
  const found: TargetTest = await runCommand(
    application.context,
    "targets.test",
    { type, ...(await readTarget(application, type, flags)) },
    localAdministrator,
  );
  output.result(found);
  for (const check of found.checks) output.line(check);
  for (const note of found.notes) output.line(`Note: ${note}`);
  if (found.hostKey !== undefined)
    output.line(`Host key: ${found.hostKey} (keep it with --set hostKey=…)`);
  output.line(`${found.target} can be delivered to.`);
}

/** Settings and secrets of a target as the options say them. @throws AppError usage.invalid, file.* */
export async function readTarget(
  { context }: Application,
  type: string,
  flags: TargetTestFlags,
): Promise<{
  settings: Record<string, unknown>;
  secrets: Record<string, string>;
}> {
  const kinds = await runCommand(
    context,
    "targets.kinds",
    {},
    localAdministrator,
  );
  const kind = kinds.find(({ id }) => id === type);
  const secrets = await readSecrets(flags, kind?.secrets[0]?.name);
  const written: Record<string, unknown> = readSettings(flags.set ?? []);
  return {
    // On a command line everything is a text; the schema knows what is a number.
    settings: kind === undefined ? written : typed(kind.settings, written),
    secrets,
  };
}

/** Texts as the schema wants them: numbers, yes and no, and lists of one. */
function typed(
  schema: object,
  written: Record<string, unknown>,
): Record<string, unknown> {
  const known: unknown = "properties" in schema ? schema.properties : {};
  const listed = Object.entries(written).map(([name, value]) => {
    const property: unknown = (known as Record<string, unknown>)[name];
    const isList =
      typeof property === "object" &&
      property !== null &&
      "type" in property &&
      property.type === "array";
    return [name, isList && typeof value === "string" ? [value] : value];
  });
  return Convert(schema, Object.fromEntries(listed)) as Record<string, unknown>;
}

function usage(message: string, remedy: string): AppError {
  return new AppError("usage.invalid", message, { remedy });
}

/** Splits `name=value` at the first equals sign. */
function split(text: string, option: string): [string, string] {
  const at = text.indexOf("=");
  if (at < 1) {
    // The text itself may be a secret in the wrong place.
    throw usage(
      `${option} needs a name and a value.`,
      `Write ${option} name=value.`,
    );
  }
  return [text.slice(0, at), text.slice(at + 1)];
}

type SettingValue = string | SettingValue[] | { [name: string]: SettingValue };

/** Settings as an object; what is given twice becomes a list. */
function readSettings(given: readonly string[]): Record<string, SettingValue> {
  const settings: Record<string, SettingValue> = {};
  for (const text of given) {
    const [path, value] = split(text, "--set");
    const names = path.split(".");
    if (!names.every((name) => /^[a-z][A-Za-z0-9]*$/.test(name)))
      throw usage(`There is no setting ${path}.`, "Check its name.");
    const last = names.pop() ?? "";
    let inside = settings;
    for (const name of names) {
      if (!Object.hasOwn(inside, name)) inside[name] = {};
      const next = inside[name] ?? {};
      if (typeof next === "string" || Array.isArray(next)) {
        throw usage(
          `--set ${path} goes into a value.`,
          "Give each setting once.",
        );
      }
      inside = next;
    }
    const before = Object.hasOwn(inside, last) ? inside[last] : undefined;
    inside[last] =
      before === undefined
        ? value
        : Array.isArray(before)
          ? [...before, value]
          : [before, value];
  }
  return settings;
}

async function readSecrets(
  flags: TargetTestFlags,
  main: string | undefined,
): Promise<Record<string, string>> {
  const secrets: Record<string, string> = {};
  for (const text of flags.secretFile ?? []) {
    const [name, path] = split(text, "--secret-file");
    secrets[name] = await readFile(path, "utf8").catch((error: unknown) => {
      throw fromSystemError(error, path, "read");
    });
  }
  if (flags.secretStdin !== undefined) {
    const name = flags.secretStdin === true ? main : flags.secretStdin;
    if (name === undefined) {
      throw usage(
        "This kind of target has no secret.",
        "Leave --secret-stdin away.",
      );
    }
    let text = "";
    process.stdin.setEncoding("utf8");
    for await (const chunk of process.stdin) text += String(chunk);
    secrets[name] = text.replace(/\r?\n$/, "");
  }
  return secrets;
}
