import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** An item as DSpace's importer would create it. */
export interface DspaceItem {
  readonly folder: string;
  readonly metadata: readonly {
    readonly schema: string;
    readonly element: string;
    readonly qualifier: string | null;
    readonly language: string;
    readonly value: string;
  }[];
  readonly bitstreams: readonly {
    readonly name: string;
    readonly bundle: string;
    readonly primary: boolean;
    readonly sha256: string;
    readonly description: string | null;
    readonly permissions: string | null;
    readonly iiifLabel: string | null;
    readonly iiifToc: string | null;
    readonly iiifWidth: string | null;
    readonly iiifHeight: string | null;
  }[];
  readonly collections: readonly string[] | null;
  readonly handle: string | null;
  readonly relationships: readonly string[] | null;
}

/** Without a Java compiler nothing can be read the way DSpace does. */
export const hasJava = spawnSync("javac", ["-version"]).error === undefined;

const source = join(import.meta.dirname, "SafReader.java");

/** Reads a package with Java, by the rules of DSpace's importer; throws what would end an import there. */
export function readLikeDspace(zip: string): DspaceItem[] {
  const work = mkdtempSync(join(tmpdir(), "holdall-java-"));
  const classes = join(work, "classes");
  const unpacked = join(work, "unpacked");
  try {
    mkdirSync(unpacked);
    execFileSync("javac", ["-encoding", "UTF-8", "-d", classes, source]);
    const said = execFileSync(
      "java",
      ["-cp", classes, "SafReader", zip, unpacked],
      {
        encoding: "utf8",
        maxBuffer: 1 << 28,
        // Java takes the encoding of file names from the locale.
        env: { ...process.env, LC_ALL: "C.UTF-8" },
      },
    );
    return said
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as DspaceItem);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
