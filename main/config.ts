import { existsSync } from "node:fs";
import { availableParallelism, homedir } from "node:os";
import { join, resolve } from "node:path";
import { AppError } from "./domain/errors.ts";

/** Everything that can be set from outside, in one place. */
export interface Config {
  /** Absolute path of the data folder. */
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  readonly logLevel: LogLevel;
  /** Threads one run may use for packing and hashing. */
  readonly threads: number;
  /** Runs that may be processed at the same time. */
  readonly runSlots: number;
  /** Address by which the server is known outside, without a slash at the end; null: only by its own. */
  readonly publicUrl: string | null;
  /** Origins of other pages that may use the API. */
  readonly allowedOrigins: readonly string[];
  /** Whether sessions of the easydb dialect may be opened without a password, with nobody's rights. */
  readonly anonymousSessions: boolean;
  /** `metadata.csv` of the sample collection; null when it is not there. */
  readonly sample: string | null;
  /** Folder of the built page. */
  readonly page: string;
}

const logLevels = ["silent", "error", "warn", "info", "debug"] as const;
export type LogLevel = (typeof logLevels)[number];

export interface ConfigOverrides {
  readonly dataDir?: string | undefined;
  readonly host?: string | undefined;
  readonly port?: string | undefined;
}

/**
 * Reads the configuration: command-line options first, then HOLDALL_DATA_DIR, HOLDALL_PORT, HOLDALL_LOG, HOLDALL_PUBLIC_URL,
 * HOLDALL_ALLOWED_ORIGINS (divided by commas) and HOLDALL_ANONYMOUS_SESSIONS (1), then defaults.
 * @throws AppError input.invalid
 */
export function readConfig(
  overrides: ConfigOverrides = {},
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Config {
  const level = environment["HOLDALL_LOG"] ?? "info";
  if (!isLogLevel(level)) {
    throw new AppError("input.invalid", `HOLDALL_LOG cannot be ${level}.`, {
      object: "HOLDALL_LOG",
      remedy: `Use one of ${logLevels.join(", ")}.`,
    });
  }
  return {
    dataDir: resolve(
      nonEmpty(overrides.dataDir) ??
        nonEmpty(environment["HOLDALL_DATA_DIR"]) ??
        defaultDataDir(environment),
    ),
    host: overrides.host ?? "127.0.0.1",
    port: readPort(
      overrides.port ?? nonEmpty(environment["HOLDALL_PORT"]) ?? "8460",
    ),
    logLevel: level,
    threads: Math.min(availableParallelism(), 8),
    runSlots: 1,
    publicUrl: readOrigin("HOLDALL_PUBLIC_URL", environment)[0] ?? null,
    allowedOrigins: readOrigin("HOLDALL_ALLOWED_ORIGINS", environment),
    anonymousSessions: environment["HOLDALL_ANONYMOUS_SESSIONS"] === "1",
    sample: firstThere("sample/metadata.csv", "../sample/metadata.csv"),
    page: firstThere("dist/renderer", "renderer") ?? "",
  };
}

/**
 * A part of the application: in a checkout below its root, installed beside the programs or, where it must be readable
 * for other programs too, beside the archive that holds them.
 */
function firstThere(...names: readonly string[]): string | null {
  // This file is main/config.ts, or a chunk in dist/main/.
  const built = resolve(import.meta.dirname, "..");
  const folders = [built, resolve(built, ".."), resolve(built, "../..")];
  for (const folder of folders)
    for (const name of names) {
      const path = join(folder, name);
      if (existsSync(path)) return path;
    }
  return null;
}

function isLogLevel(text: string): text is LogLevel {
  return (logLevels as readonly string[]).includes(text);
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === "" ? undefined : text;
}

function readPort(text: string): number {
  const port = Number(text);
  if (!/^[0-9]{1,5}$/.test(text) || port > 65_535) {
    throw new AppError("input.invalid", `${text} is not a port number.`, {
      object: text,
      remedy: "Use a number from 0 (any free port) to 65535.",
    });
  }
  return port;
}

/** Origins such as `https://example.org:8443`. */
function readOrigin(
  name: string,
  environment: Readonly<Record<string, string | undefined>>,
): string[] {
  return (nonEmpty(environment[name]) ?? "")
    .split(",")
    .map((text) => text.trim().replace(/\/$/, ""))
    .filter((text) => text !== "")
    .map((text) => {
      const url = URL.canParse(text) ? new URL(text) : null;
      if (
        url === null ||
        !/^https?:$/.test(url.protocol) ||
        url.origin !== text.toLowerCase()
      ) {
        throw new AppError("input.invalid", `${name} cannot be ${text}.`, {
          object: name,
          remedy: "Use scheme, host and port alone: https://example.org",
        });
      }
      return url.origin;
    });
}

/** The platform's folder for application data. */
function defaultDataDir(
  environment: Readonly<Record<string, string | undefined>>,
): string {
  switch (process.platform) {
    case "win32":
      return join(
        environment["LOCALAPPDATA"] ?? join(homedir(), "AppData", "Local"),
        "Holdall",
      );
    case "darwin":
      return join(homedir(), "Library", "Application Support", "Holdall");
    default:
      return join(
        nonEmpty(environment["XDG_DATA_HOME"]) ??
          join(homedir(), ".local", "share"),
        "holdall",
      );
  }
}
