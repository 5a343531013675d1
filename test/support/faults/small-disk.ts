import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";

/** A place where only so much can be written. */
export interface SmallDisk {
  /** How it was made, for the name of a test. */
  readonly way: "a small file system" | "a limit for the size of files";
  /** Code of the failure that is to be expected. */
  readonly code: "disk.full" | "file.unwritable";
  /** Folder for files. */
  readonly path: string;
  /** Begins a command line that is to feel the limit. */
  readonly prefix: readonly string[];
  remove(): void;
}

/**
 * Makes a place with little room: a file system of its own where this machine lets us mount one, elsewhere a limit for
 * the size of files, which the system enforces as well.
 * @param kibibytes room
 */
export function makeSmallDisk(folder: string, kibibytes: number): SmallDisk {
  const path = join(folder, "small");
  mkdirSync(path);
  try {
    execFileSync(
      "mount",
      ["-t", "tmpfs", "-o", `size=${String(kibibytes)}k`, "tmpfs", path],
      { stdio: "ignore" },
    );
    return {
      way: "a small file system",
      code: "disk.full",
      path,
      prefix: [],
      remove() {
        execFileSync("umount", [path]);
      },
    };
  } catch {
    return {
      way: "a limit for the size of files",
      code: "file.unwritable",
      path,
      prefix: ["prlimit", `--fsize=${String(kibibytes * 1024)}`, "--"],
      remove: () => undefined,
    };
  }
}
