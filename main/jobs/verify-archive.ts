import { createHash } from "node:crypto";
import type { ReadBackEntry } from "../archives/read-back.ts";
import { readPackageBack } from "../archives/read-package-back.ts";
import { manifestName } from "../domain/saf-sidecar.ts";
import type { Format } from "../formats/format.ts";
import { formats } from "../formats/index.ts";
import type { Fault, PackageCheck } from "../formats/package-check.ts";
import { compareWithManifest } from "./compare-with-manifest.ts";
import { followEntry, inspectEntry } from "./inspect-entry.ts";
import { startThread } from "./thread.ts";

/** Faults that are kept; more are counted. */
const mostFaults = 200;

export interface Verification {
  readonly archive: string;
  readonly size: number;
  readonly entries: number;
  readonly items: number;
  /** Files that items list and that are there. */
  readonly files: number;
  /** Whether there was a manifest to compare with. */
  readonly manifest: boolean;
  readonly errors: number;
  readonly warnings: number;
  readonly faults: readonly Fault[];
  readonly faultsMore: number;
}

/** Somebody who knows what must be in an archive. */
export interface EntryWitness {
  entry(entry: ReadBackEntry): void;
  end(report: (fault: Fault) => void): void;
}

export interface VerifyOptions {
  readonly threads: number;
  readonly signal: AbortSignal;
  readonly witness?: EntryWitness;
  /** Name a folder stands for in the paths of its entries; its own name when it is absent. */
  readonly root?: string;
  /** What it is a package of; found out when it is absent. */
  readonly format?: Format;
  /** @param bytes unpacked bytes read so far */
  readonly onProgress?: (entries: number, bytes: number) => void;
}

/**
 * Reads every entry of an archive again (by a reader that is not the writer's), and compares it with the manifest in the
 * package and with the rules of its format.
 * @throws AppError archive.damaged, archive.unsafe, archive.not-recognised, file.not-found, run.cancelled
 */
export async function verifyArchive(
  archive: string,
  options: VerifyOptions,
): Promise<Verification> {
  const faults: Fault[] = [];
  const counts = { error: 0, warning: 0 };
  const report = (fault: Fault) => {
    counts[fault.severity]++;
    if (faults.length < mostFaults) faults.push(fault);
  };
  const reading = {
    threads: options.threads,
    signal: options.signal,
    spawn: () => startThread("read-back", {}),
    inspect: inspectEntry,
    follow: followEntry,
    root: options.root,
    orderFile: manifestName,
  };

  const check = startCheck(options.format);
  const manifest = createManifestWitness();
  const opened = await readPackageBack(archive, {
    ...reading,
    report: ({ severity, message }) => {
      report({ severity, object: archive, message });
    },
  });
  let entries = 0;
  let bytes = 0;
  for await (const batch of opened.batches) {
    for (const entry of batch) {
      entries++;
      bytes += entry.size;
      for (const message of entry.faults)
        report({ severity: "error", object: entry.path, message });
      check.entry(entry.path, entry.facts, entry.size);
      manifest.entry(entry);
      options.witness?.entry(entry);
    }
    options.onProgress?.(entries, bytes);
  }
  const { items, files, ours } = check.end(report);
  options.witness?.end(report);
  if (ours && !manifest.found()) {
    report({
      severity: "error",
      object: manifestName,
      message:
        "The package was written by Holdall, but its manifest is missing, so nothing tells whether the rest is complete.",
    });
  }
  // A manifest that could not be read has been named as a fault itself.
  if (manifest.found() && manifest.readable() && !manifest.matches()) {
    // Something differs, or the manifest is in another order: find out what, entry by entry.
    await compareWithManifest(
      archive,
      manifest.path(),
      (await readPackageBack(archive, reading)).batches,
      report,
    );
  }
  return {
    archive,
    size: opened.size,
    entries,
    items,
    files,
    manifest: manifest.found(),
    errors: counts.error,
    warnings: counts.warning,
    faults,
    faultsMore: counts.error + counts.warning - faults.length,
  };
}

/**
 * Follows a package by the rules of its format. Which one that is shows while it goes by, so all of them follow it, and
 * the first that has recognised it is asked in the end.
 */
function startCheck(format: Format | undefined): PackageCheck {
  if (format !== undefined) return format.rules.startCheck();
  const checks = formats.map(({ rules }) => rules.startCheck());
  // Plain SAF, the first of them, has nothing that only it can have.
  const found = () =>
    checks.slice(1).find((check) => check.recognised()) ?? checks[0];
  return {
    entry(path, facts, size) {
      for (const check of checks) check.entry(path, facts, size);
    },
    recognised: () => checks.some((check) => check.recognised()),
    end(report) {
      const check = found();
      if (check === undefined) throw new Error("there is no format");
      return check.end(report);
    },
  };
}

/**
 * Makes the manifest again from the entries as they go by and compares the two by their SHA-256: when they agree, every
 * line does, and nothing of a manifest with a million lines had to be held.
 */
function createManifestWitness() {
  const lines = createHash("sha256");
  let path: string | null = null;
  let sha256 = "";
  let base: string | null = null;
  let digest: string | null = null;
  return {
    entry(entry: ReadBackEntry): void {
      if (entry.path.endsWith("/")) return;
      base ??= entry.path.includes("/")
        ? entry.path.slice(0, entry.path.indexOf("/") + 1)
        : "";
      if (path === null && entry.path === `${base}${manifestName}`) {
        path = entry.path;
        ({ sha256 } = entry);
        return;
      }
      const below = entry.path.startsWith(base)
        ? entry.path.slice(base.length)
        : entry.path;
      lines.update(`${entry.sha256}  ${below}\n`);
    },
    found: (): boolean => path !== null,
    path: (): string => path ?? "",
    readable: (): boolean => sha256 !== "",
    matches: (): boolean => (digest ??= lines.digest("hex")) === sha256,
  };
}
