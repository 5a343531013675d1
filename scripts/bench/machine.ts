import { spawnSync } from "node:child_process";
import { closeSync, openSync, readSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const buffer = Buffer.allocUnsafeSlow(1 << 20);

function readFile(path: string): void {
  const descriptor = openSync(path, "r");
  try {
    while (readSync(descriptor, buffer) > 0);
  } finally {
    closeSync(descriptor);
  }
}

/** Reads everything once, so that every program finds its input in the page cache. */
export function warm(path: string): void {
  if (!statSync(path).isDirectory()) {
    readFile(path);
    return;
  }
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    if (entry.isDirectory()) warm(join(path, entry.name));
    else if (entry.isFile()) readFile(join(path, entry.name));
  }
}

/** Waits until what earlier runs wrote is on the disk, so that no run pays for another. */
export function flushDisk(folder: string): void {
  // Only GNU's sync can be told which file system; any other writes all of them.
  if (spawnSync("sync", ["-f", folder]).status !== 0) spawnSync("sync");
}
