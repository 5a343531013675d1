import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { holdall, run, sharedData } from "../../support/holdall.ts";

/** Source of a program that reads an archive with Java's ZipFile and ZipInputStream; it lies beside the checkout. */
const javaSource = sharedData("bench/peers/ZipCheck.java");
if (javaSource === null)
  console.warn(
    "../shared/bench/peers/ZipCheck.java is absent: Java's readers are not asked.",
  );

/**
 * Reads every entry (which checks its CRC-32), compares the digests with the manifest in the package, and asks
 * `testzip` too. Prints the number of entries and of manifest lines.
 */
const python = `
import hashlib, sys, zipfile
digests, manifest = {}, {}
with zipfile.ZipFile(sys.argv[1]) as archive:
    assert archive.testzip() is None
    for entry in archive.infolist():
        assert entry.flag_bits & 0x800 or entry.filename.isascii(), entry.filename
        assert entry.filename not in digests, entry.filename
        digest = hashlib.sha256()
        with archive.open(entry) as content:
            while piece := content.read(1 << 20):
                digest.update(piece)
        digests[entry.filename] = digest.hexdigest()
    name = next(name for name in digests if name.endswith("/manifest-sha256.txt"))
    root = name[: name.index("/") + 1]
    for line in archive.read(name).decode("utf-8").splitlines():
        manifest[root + line[66:]] = line[:64]
del digests[name]
assert digests == manifest, set(digests.items()) ^ set(manifest.items())
print(len(digests) + 1, len(manifest))
`;

async function askJava(archive: string, entries: number): Promise<string[]> {
  if (javaSource === null) return [];
  const classes = mkdtempSync(join(tmpdir(), "holdall-java-"));
  try {
    const compiled = await run("javac", ["-d", classes, javaSource]);
    if (compiled.code !== 0) return [`javac: ${compiled.stderr}`];
    const { stdout } = await run("java", ["-cp", classes, "ZipCheck", archive]);
    const counts = [...stdout.matchAll(/entries=(\d+)/g)].map(([, n]) =>
      Number(n),
    );
    const content =
      counts.length === 2 &&
      counts.every((count) => count === entries) &&
      stdout.includes("bad=0") &&
      !stdout.includes("FAILED");
    return content ? [] : [`java: ${stdout}`];
  } finally {
    rmSync(classes, { recursive: true, force: true });
  }
}

async function askProgram(
  program: string,
  options: readonly string[],
  archive: string,
): Promise<string[]> {
  const { code, stdout, stderr } = await run(program, [...options, archive]);
  const said = `${stdout}${stderr}`;
  const quiet = !/warning/i.test(said.replace(/Warnings: 0/, ""));
  return code === 0 && quiet
    ? []
    : [`${program}: ${String(code)} ${said.slice(-2000)}`];
}

async function askPython(archive: string, entries: number): Promise<string[]> {
  const { code, stdout, stderr } = await run("python3", [
    "-c",
    python,
    archive,
  ]);
  const expected = `${entries} ${entries - 1}`;
  return code === 0 && stdout.trim() === expected
    ? []
    : [`python: ${String(code)} ${stdout}, not ${expected} ${stderr}`];
}

/** Has every XML file of the package parsed. */
async function askXmllint(archive: string, files: number): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), "holdall-xml-"));
  try {
    const unpacked = await run("unzip", [
      "-q",
      archive,
      "*/dublin_core.xml",
      "*/metadata_*.xml",
      "-d",
      folder,
    ]);
    // 11: no metadata_*.xml is in there, which is fine.
    if (unpacked.code !== 0 && unpacked.code !== 11)
      return [`unzip of the XML: ${unpacked.stderr}`];
    const { code, stdout, stderr } = await run("sh", [
      "-c",
      `find "$1" -name '*.xml' -print0 | xargs -0 xmllint --noout --nonet && find "$1" -name dublin_core.xml | wc -l`,
      "sh",
      folder,
    ]);
    return code === 0 && Number(stdout) === files
      ? []
      : [
          `xmllint: ${String(code)}, ${stdout.trim()} of ${files} files ${stderr.slice(-2000)}`,
        ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function askHoldall(
  archive: string,
  { items, files, entries }: ExpectedPackage,
): Promise<string[]> {
  const { code, stdout, stderr } = await holdall(
    tmpdir(),
    "verify",
    archive,
    "--json",
  );
  if (code !== 0) return [`holdall verify: ${stderr.slice(-2000)}`];
  const found: unknown = JSON.parse(stdout);
  const expected = {
    items,
    files,
    entries,
    manifest: true,
    errors: 0,
    warnings: 0,
  };
  const seen = { ...expected, ...(found as object) };
  return Object.entries(expected)
    .filter(([name, value]) => seen[name as keyof typeof seen] !== value)
    .map(
      ([name, value]) =>
        `holdall verify: ${name} is ${String(seen[name as keyof typeof seen])}, not ${String(value)}`,
    );
}

export interface ExpectedPackage {
  readonly items: number;
  readonly files: number;
  readonly entries: number;
}

/**
 * Has a package judged by everybody who may have to read it: unzip, 7-Zip, Python, Java, xmllint and `holdall verify`.
 * Never blocks, since the test runner must be answered while judges take minutes.
 * @returns what they object to, nothing when all is well
 */
export async function judgeArchive(
  archive: string,
  expected: ExpectedPackage,
): Promise<string[]> {
  return [
    ...(await askProgram("unzip", ["-tqq"], archive)),
    ...(await askProgram("7z", ["t", "-tzip", "-bd"], archive)),
    ...(await askPython(archive, expected.entries)),
    ...(await askJava(archive, expected.entries)),
    ...(await askXmllint(archive, expected.items)),
    ...(await askHoldall(archive, expected)),
  ];
}
