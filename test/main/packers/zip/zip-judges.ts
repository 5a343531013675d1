import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll } from "vitest";

/** What Python's zipfile reads of an entry. */
export interface SeenEntry {
  readonly name: string;
  readonly size: number;
  readonly compressedSize: number;
  readonly method: number;
  readonly crc32: number;
  readonly time: readonly number[];
  readonly flags: number;
  readonly mode: number;
  readonly sha256: string;
}

const listing = `
import hashlib, json, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as archive:
    for entry in archive.infolist():
        digest = hashlib.sha256()
        with archive.open(entry) as content:
            while piece := content.read(1 << 20):
                digest.update(piece)
        print(json.dumps({
            "name": entry.filename, "size": entry.file_size, "compressedSize": entry.compress_size,
            "method": entry.compress_type, "crc32": entry.CRC, "time": entry.date_time, "flags": entry.flag_bits,
            "mode": entry.external_attr >> 16, "sha256": digest.hexdigest()}))
`;

/** Every entry as Python's zipfile reads it, in the order of the central directory. */
export function readWithPython(zip: string): SeenEntry[] {
  const output = execFileSync("python3", ["-c", listing, zip], {
    encoding: "utf8",
    maxBuffer: 1 << 30,
  });
  return output
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as SeenEntry);
}

const javaSource = resolve("../shared/bench/peers/ZipCheck.java");

/** Java's two readers are asked only where their program is at hand. */
export const hasJavaJudge =
  existsSync(javaSource) &&
  spawnSync("javac", ["-version"]).error === undefined;

let javaClasses: string | null = null;
afterAll(() => {
  if (javaClasses !== null) rmSync(javaClasses, { recursive: true });
  javaClasses = null;
});

function readWithJava(zip: string): string {
  if (javaClasses === null) {
    javaClasses = mkdtempSync(join(tmpdir(), "zip-check-"));
    execFileSync("javac", ["-d", javaClasses, javaSource]);
  }
  return execFileSync("java", ["-cp", javaClasses, "ZipCheck", zip], {
    encoding: "utf8",
  });
}

/**
 * Has the archive tested by unzip, 7-Zip and, where it is at hand, Java.
 * @returns what they object to, nothing when all is well
 */
export function objections(zip: string, entries: number): string[] {
  const found: string[] = [];
  for (const [program, ...options] of [
    ["unzip", "-tqq"],
    ["7z", "t", "-tzip", "-bd"],
  ] as const) {
    const { status, stdout, stderr } = spawnSync(program, [...options, zip], {
      encoding: "utf8",
      maxBuffer: 1 << 30,
    });
    const said = `${stdout}${stderr}`;
    if (status !== 0 || /warning/i.test(said.replace(/Warnings: 0/, ""))) {
      found.push(`${program}: ${String(status)} ${said.slice(-2000)}`);
    }
  }
  if (hasJavaJudge) {
    const said = readWithJava(zip);
    const counts = [...said.matchAll(/entries=(\d+)/g)].map(([, n]) =>
      Number(n),
    );
    const good =
      counts.length === 2 &&
      counts.every((count) => count === entries) &&
      !said.includes("FAILED") &&
      said.includes("bad=0");
    if (!good) found.push(`java: ${said}`);
  }
  return found;
}
