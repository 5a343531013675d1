import type { ReadBackEntry } from "../archives/read-back.ts";
import { readPackageBack } from "../archives/read-package-back.ts";
import { manifestName } from "../domain/saf-sidecar.ts";
import type { Format } from "../formats/format.ts";
import { formats } from "../formats/index.ts";
import {
  packageManifest,
  type Fault,
  type PackageCheck,
} from "../formats/package-check.ts";
import { compareWithManifest } from "./compare-with-manifest.ts";
import { digestEntries } from "./digest-entries.ts";
import { createEntryInspection, factsOf } from "./inspect-entry.ts";
import { createManifestWitness } from "./manifest-witness.ts";
import type { ReadBackThreadData } from "./protocol.ts";
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
  /** @param items items that were found by the rules of the format; null when these do not tell */
  end(report: (fault: Fault) => void, items: number | null): void;
}

export interface VerifyOptions {
  readonly threads: number;
  readonly signal: AbortSignal;
  readonly witness?: EntryWitness;
  /** Name a folder stands for in the paths of its entries; its own name when it is absent. */
  readonly root?: string;
  /** Says in which order the files of a folder come; the manifest in it when it is absent. */
  readonly orderFile?: string;
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
  const known = options.format?.id ?? null;
  const reading = {
    ...createEntryInspection(known),
    threads: options.threads,
    signal: options.signal,
    spawn: () =>
      startThread("read-back", { format: known } satisfies ReadBackThreadData),
    root: options.root,
    orderFile: options.orderFile ?? manifestName,
  };

  const following = followFormats(options.format);
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
      following.entry(entry);
      options.witness?.entry(entry);
    }
    options.onProgress?.(entries, bytes);
  }
  const { format, check, manifests } = following.recognised();
  const { items, files, ours } = check.end(report);
  // What is not described by itself cannot be counted.
  options.witness?.end(report, ours ? items : null);
  const found = manifests.filter((manifest) => manifest.found());
  const missing = manifests.find(
    (manifest) => manifest.rule.foreign !== true && !manifest.found(),
  );
  if (ours && missing !== undefined) {
    report({
      severity: "error",
      object: missing.rule.name,
      message:
        "The package was written by Holdall, but its manifest is missing, so nothing tells whether the rest is complete.",
    });
  }
  for (const manifest of found) {
    // A manifest that could not be read has been named as a fault itself.
    if (!manifest.readable() || manifest.matches()) continue;
    const { rule } = manifest;
    const { digest, foreign = false } = rule;
    // Something differs, or the manifest is in another order: find out what, entry by entry.
    await compareWithManifest(
      { archive, path: manifest.path(), rule },
      (
        await readPackageBack(
          archive,
          foreign
            ? {
                ...reading,
                spawn: () =>
                  startThread("read-back", {
                    format: known,
                    digest,
                  } satisfies ReadBackThreadData),
                ...digestEntries(digest),
              }
            : reading,
        )
      ).batches,
      (facts) => (foreign ? facts : factsOf(format.id, facts)),
      report,
    );
  }
  return {
    archive,
    size: opened.size,
    entries,
    items,
    files,
    manifest: found.length > 0,
    errors: counts.error,
    warnings: counts.warning,
    faults,
    faultsMore: counts.error + counts.warning - faults.length,
  };
}

/** A format, what follows the package by its rules, and its lists of checksums. */
interface Following {
  readonly format: Format;
  readonly check: PackageCheck;
  readonly manifests: readonly ReturnType<typeof createManifestWitness>[];
}

/**
 * Follows a package by the rules of its format. Which one that is shows while it goes by, so all of them follow it, and
 * the first that has recognised it is asked in the end.
 */
function followFormats(known: Format | undefined) {
  const shared = createManifestWitness(packageManifest);
  const candidates = (known === undefined ? formats : [known]).map(
    (format): Following => ({
      format,
      check: format.rules.startCheck(),
      manifests: format.rules.manifests?.map(createManifestWitness) ?? [shared],
    }),
  );
  const [first, ...others] = candidates;
  if (first === undefined) throw new Error("there is no format");
  return {
    entry(entry: ReadBackEntry): void {
      shared.entry(entry, []);
      for (const { format, check, manifests } of candidates) {
        const facts =
          entry.facts.length === 0 ? [] : factsOf(format.id, entry.facts);
        check.entry(entry.path, facts, entry.size);
        for (const manifest of manifests)
          if (manifest !== shared) manifest.entry(entry, facts);
      }
    },
    /** Plain SAF, the first of them, has nothing that only it can have. */
    recognised: (): Following =>
      others.find(({ check }) => check.recognised()) ?? first,
  };
}
