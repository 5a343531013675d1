import { execFileSync } from "node:child_process";

/** What Python's tarfile reads of a member. */
export interface SeenMember {
  readonly name: string;
  readonly size: number;
  readonly mtime: number;
  readonly mode: number;
  readonly uid: number;
  readonly file: boolean;
  readonly sha256: string;
}

const listing = `
import hashlib, json, sys, tarfile
with tarfile.open(sys.argv[1]) as archive:
    for member in archive:
        digest = hashlib.sha256()
        content = archive.extractfile(member)
        while piece := content.read(1 << 20):
            digest.update(piece)
        print(json.dumps({"name": member.name, "size": member.size, "mtime": member.mtime, "mode": member.mode,
            "uid": member.uid, "file": member.isreg(), "sha256": digest.hexdigest()}))
`;

const environment = { ...process.env, LC_ALL: "C.UTF-8" };

function linesOf(program: string, ...args: string[]): string[] {
  const text = execFileSync(program, args, {
    encoding: "utf8",
    maxBuffer: 1 << 30,
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  return text.split("\n").filter((line) => line !== "");
}

/** Every member as Python's tarfile reads it. */
export function readWithPython(archive: string): SeenMember[] {
  return linesOf("python3", "-c", listing, archive).map(
    (line) => JSON.parse(line) as SeenMember,
  );
}

/** The names GNU tar lists. */
export function listWithGnuTar(archive: string): string[] {
  return linesOf("tar", "--quoting-style=literal", "-tf", archive);
}

/** The names libarchive's tar lists. */
export function listWithBsdTar(archive: string): string[] {
  return linesOf("bsdtar", "-tf", archive);
}

/** Fails when the compression of the archive is not as its format asks. */
export function testCompression(id: string, archive: string): void {
  const program = { "tar.gz": "gzip", tar_bz2: "bzip2" }[id];
  if (program !== undefined)
    execFileSync(program, ["-t", "-q"], {
      input: execFileSync("cat", [archive], { maxBuffer: 1 << 30 }),
      stdio: ["pipe", "pipe", "pipe"],
    });
}
