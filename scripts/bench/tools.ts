import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "./measure.ts";
import { say } from "./say.ts";

const checkout = join(import.meta.dirname, "../..");
const program = join(checkout, "dist/main/cli.js");
const dspaceSource = join(checkout, "../shared/bench/peers/DspaceExport.java");

/** Holdall as it is delivered: the built command line, without the launcher of a checkout. */
export function holdall(
  dataFolder: string,
  ...given: readonly string[]
): Command {
  return {
    program: process.execPath,
    arguments: [program, "--data-dir", dataFolder, ...given],
  };
}

function isThere(name: string, ...question: readonly string[]): boolean {
  return spawnSync(name, question).error === undefined;
}

export interface Peers {
  /** Info-ZIP; null when it is not there, as are the others. */
  readonly zip:
    ((source: string, archive: string, level: 0 | 6) => Command) | null;
  readonly unzip: ((archive: string, target: string) => Command) | null;
  /** What DSpace's own exporter does: copies everything to a folder, then packs that at level 9. */
  readonly dspace:
    ((source: string, folder: string, archive: string) => Command) | null;
}

/** Finds the programs to compare with and says which are missing. */
export function findPeers(folder: string): Peers {
  const missing = (name: string, reason: string) => {
    say(`Left out: ${name} (${reason}).`);
    return null;
  };
  return {
    zip: isThere("zip", "-v")
      ? (source, archive, level) => ({
          program: "zip",
          arguments: ["-r", "-q", `-${level}`, archive, "."],
          folder: source,
        })
      : missing("zip", "it is not installed"),
    unzip: isThere("unzip", "-v")
      ? (archive, target) => ({
          program: "unzip",
          arguments: ["-q", archive, "-d", target],
        })
      : missing("unzip", "it is not installed"),
    dspace: findDspace(folder, missing),
  };
}

function findDspace(
  folder: string,
  missing: (name: string, reason: string) => null,
): Peers["dspace"] {
  const name = "DSpace's exporter";
  if (!existsSync(dspaceSource))
    return missing(name, "peers/DspaceExport.java is not there");
  if (!isThere("javac", "-version"))
    return missing(name, "there is no Java compiler");
  const classes = join(folder, "java");
  mkdirSync(classes, { recursive: true });
  execFileSync("javac", ["-d", classes, dspaceSource]);
  return (source, stage, archive) => ({
    program: "java",
    arguments: ["-cp", classes, "DspaceExport", source, stage, archive],
  });
}
