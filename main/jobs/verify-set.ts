import { createSeenPaths } from "../archives/seen-paths.ts";
import { entryContent } from "../archives/entry-content.ts";
import { AppError } from "../domain/errors.ts";
import { reportName } from "../domain/saf-sidecar.ts";
import { sharedFolders, type Fault } from "../formats/package-check.ts";
import {
  verifyArchive,
  type Verification,
  type VerifyOptions,
} from "./verify-archive.ts";

export interface SetVerification {
  readonly archives: readonly Verification[];
  /** What is wrong with the archives as a set. */
  readonly faults: readonly Fault[];
}

/** Which volume an archive says it is. */
interface VolumeNumber {
  readonly number: number;
  readonly of: number;
}

const mostFaults = 200;

/**
 * Verifies archives one by one, and whether they are all volumes of one export: each once, none missing, and no file in
 * two of them.
 * @throws AppError as verifyArchive
 */
export async function verifySet(
  paths: readonly string[],
  options: Omit<VerifyOptions, "witness">,
): Promise<SetVerification> {
  const archives: Verification[] = [];
  const faults: Fault[] = [];
  const report = (fault: Fault) => {
    if (faults.length < mostFaults) faults.push(fault);
  };
  const seen = createSeenPaths();
  const volumes = new Map<number, string>();
  let of: number | null = null;
  for (const path of paths) {
    const witness = createSetWitness(seen.add, path, report);
    archives.push(await verifyArchive(path, { ...options, witness }));
    const volume = await volumeNumber(path, witness.root());
    if (volume === null) {
      report({
        severity: "warning",
        object: path,
        message: "It does not say which volume it is.",
      });
      continue;
    }
    const other = volumes.get(volume.number);
    if (other !== undefined || (of !== null && of !== volume.of)) {
      report({
        severity: "error",
        object: path,
        message: `It is volume ${String(volume.number)} of ${String(volume.of)}${other === undefined ? ", but others are of another number of volumes" : `, and so is ${other}`}.`,
      });
    }
    volumes.set(volume.number, path);
    of ??= volume.of;
  }
  for (let number = 1; number <= (of ?? 0); number += 1) {
    if (volumes.has(number)) continue;
    report({
      severity: "error",
      object: `volume ${String(number)}`,
      message: `Volume ${String(number)} of ${String(of)} is missing.`,
    });
  }
  return { archives, faults };
}

/** Follows the entries of one archive and finds files of items that were in an archive before. */
function createSetWitness(
  isNew: (path: string) => boolean,
  archive: string,
  report: (fault: Fault) => void,
) {
  let root: string | null = null;
  return {
    entry({ path }: { readonly path: string }): void {
      root ??= path.slice(0, Math.max(0, path.indexOf("/")));
      // Files beside the items are in every volume.
      const names = path.split("/");
      const [, folder, name] = names[1] === "data" ? names.slice(1) : names;
      if (folder === undefined || name === undefined || path.endsWith("/"))
        return;
      if (sharedFolders.has(folder)) return;
      if (isNew(below(path))) return;
      report({
        severity: "error",
        object: path,
        message: `It is in ${archive}, and in a volume before it too.`,
      });
    },
    end: (): undefined => undefined,
    /** Name of the folder around everything. */
    root: (): string => root ?? "",
  };
}

/** A path without its first name, which for a folder is the folder's own. */
function below(path: string): string {
  return path.slice(path.indexOf("/") + 1);
}

/** What the report in a package says of its place among others; null when it says nothing. */
async function volumeNumber(
  path: string,
  root: string,
): Promise<VolumeNumber | null> {
  let head = "";
  try {
    // In a bag it is part of the payload.
    for (const folder of [root, `${root}/data`]) {
      for await (const piece of entryContent(path, `${folder}/${reportName}`)) {
        head += piece.toString("utf8");
        break;
      }
      if (head !== "") break;
    }
  } catch (error) {
    // What cannot be read has been named already.
    if (!(error instanceof AppError)) throw error;
  }
  const match = /^ "volume": \{\s*"number": (\d+),\s*"of": (\d+)\s*\}/m.exec(
    head.slice(0, 4096),
  );
  return match === null
    ? null
    : { number: Number(match[1]), of: Number(match[2]) };
}
