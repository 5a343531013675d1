import type { Static, TObject } from "typebox";
import { Check, Errors } from "typebox/value";
import type { OutgoingFile } from "../domain/delivery.ts";
import type { AppError } from "../domain/errors.ts";
import { targetError } from "./target-errors.ts";

/** The settings are not as they must be. */
export function invalidSettings(object: string, message: string): AppError {
  return targetError("target.settings-invalid", object, message);
}

/**
 * Settings, checked.
 * @throws AppError target.settings-invalid; its text names the setting, never its value
 */
export function readSettings<Schema extends TObject>(
  transport: string,
  schema: Schema,
  settings: unknown,
): Static<Schema> {
  if (Check(schema, settings)) return settings;
  const [first] = Errors(schema, settings);
  throw invalidSettings(
    transport,
    `The settings of the ${transport} target are not right: ${first === undefined ? "" : faultOf(first)}.`,
  );
}

/** A fault of settings in the words of those who write them. */
function faultOf({
  keyword,
  instancePath,
  params,
  message,
}: ReturnType<typeof Errors>[number]): string {
  if (keyword === "required")
    return `${params.requiredProperties.join(", ")} is missing`;
  if (keyword === "boolean")
    return `there is no setting ${instancePath.slice(1)}`;
  return `${instancePath.slice(1)} ${message}`.trim();
}

/**
 * The address of a server, checked.
 * @param protocols allowed ones, each with its colon
 * @throws AppError target.settings-invalid
 */
export function readServer(server: string, protocols: readonly string[]): URL {
  const url = URL.parse(server);
  if (url === null || !protocols.includes(url.protocol)) {
    throw invalidSettings(
      "server",
      `The server must be an address such as ${protocols[0] ?? ""}//example.org (${protocols.join(" or ")}).`,
    );
  }
  if (url.username !== "" || url.password !== "") {
    throw invalidSettings(
      "server",
      "The address of the server must not hold a login or a password; they have settings of their own.",
    );
  }
  if (url.search !== "" || url.hash !== "") {
    throw invalidSettings(
      "server",
      "The address of the server must end with its path.",
    );
  }
  return url;
}

/** Host of an address as sockets want it: without the brackets of an IPv6 address. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, "$1");
}

/** Host and, where it is not the usual one, port; for people. */
export function serverName(url: URL): string {
  return `${url.protocol}//${url.host}`;
}

/** Which folder, login and server a target is; for people. */
export function folderOnServer(
  server: URL,
  login: string | undefined,
  directory: string | undefined,
): string {
  return below(
    serverName(server).replace(
      "//",
      login === undefined ? "//" : `//${login}@`,
    ),
    (directory ?? "").replace(/^\/+/, ""),
  ).replace(/\/$/, "");
}

/**
 * Checks that an address is that of a server only, without a path.
 * @param path what the path is to be instead, in words
 * @throws AppError target.settings-invalid
 */
export function checkNoPath(server: URL, path: string): void {
  if (server.pathname !== "" && server.pathname !== "/") {
    throw invalidSettings(
      "server",
      `The address of the server must end with its host or port; the ${path} is a setting of its own.`,
    );
  }
}

/** What is said of a connection that others can listen to. */
export function plainConnection(name: string): string {
  return `The connection to ${name} is not encrypted: the password and the files can be read on the way.`;
}

/**
 * Checks a directory on a target.
 * @throws AppError target.settings-invalid
 */
export function checkDirectory(directory: string): void {
  if (
    /\p{Cc}/u.test(directory) ||
    directory.split("/").some((part) => part === "..")
  ) {
    throw invalidSettings(
      "directory",
      "The directory must not contain `..` or control characters.",
    );
  }
}

/** A path below a directory, with one `/` between them. */
export function below(directory: string, name: string): string {
  return directory === "" ? name : `${directory.replace(/\/+$/, "")}/${name}`;
}

/**
 * Checks that names stay below the directory they are put into, and that there are no two of the same.
 * @throws AppError target.settings-invalid
 */
export function checkNames(files: readonly OutgoingFile[]): void {
  const seen = new Set<string>();
  for (const { name } of files) {
    const parts = name.split("/");
    if (
      name.includes("\\") ||
      /\p{Cc}/u.test(name) ||
      parts.some((part) => part === "" || part === "." || part === "..")
    ) {
      throw invalidSettings(
        name,
        `A file cannot be delivered under the name ${JSON.stringify(name)}.`,
      );
    }
    if (seen.has(name)) {
      throw invalidSettings(
        name,
        `Two files are to be delivered under the name ${name}.`,
      );
    }
    seen.add(name);
  }
}
