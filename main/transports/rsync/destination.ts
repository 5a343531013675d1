import { normalize } from "node:path";
import { invalidSettings } from "../settings.ts";

/** What the system keeps there are no files: a name in it may be a whole disk. */
const systemFolders = /^\/(dev|proc|sys)(\/|$)/;

/** `rsync://login@host:port/module/path` or `login@host::module/path`. */
const daemon = /^(rsync:\/\/([^@/:]+@)?[^@/]+\/.+|([^@/:]+@)?[^@/:]+::.+)$/;
/** `login@host:path`, over SSH. */
const remoteShell = /^([^@/:]+@)?[^@/:]+:[^:].*$/;

/** Whether a server of its own answers there, not one reached over SSH. */
export function isDaemon(destination: string): boolean {
  return daemon.test(destination);
}

/** Whether rsync is started on another machine over SSH. */
export function isRemoteShell(destination: string): boolean {
  return (
    !isDaemon(destination) &&
    // What begins like an address and is none must not be taken for a host of that name.
    !destination.includes("://") &&
    remoteShell.test(destination)
  );
}

/**
 * Checks a destination: everything rsync would take for an option or more than a place is refused.
 * @throws AppError target.settings-invalid
 */
export function checkDestination(destination: string): void {
  const local = destination.startsWith("/");
  if (
    destination.startsWith("-") ||
    /\p{Cc}/u.test(destination) ||
    destination.split(/[/:]/).includes("..") ||
    (local && systemFolders.test(normalize(destination))) ||
    (!local && !isDaemon(destination) && !isRemoteShell(destination))
  ) {
    throw invalidSettings(
      "destination",
      "The destination must be rsync://host/module/path, host::module/path, host:path or the absolute path of a folder.",
    );
  }
}

/** The destination for people. Nothing that was accepted holds a password. */
export function displayed(destination: string): string {
  return destination.replace(/(?<=[^/])\/+$/, "");
}
