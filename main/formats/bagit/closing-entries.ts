import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Entry } from "../../domain/package-entry.ts";
import type { Problem } from "../../domain/run.ts";
import type { Format, FormatContext, PackageFacts } from "../format.ts";
import { bagInfo } from "./bag-info.ts";
import { mirrorLines } from "./mirror.ts";
import { toManifestLine } from "./paths.ts";
import { readChecksums, type Checksum } from "./read-checksums.ts";

/** RFC 8493 section 2.1.1. */
const declaration = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

/**
 * What follows the items of a bag: the rest of the payload, then the tag files, the lists of checksums of the payload,
 * and those of the tag files (RFC 8493 section 2).
 * @param context what the items of the payload were made with
 */
export async function* closingEntries(
  facts: PackageFacts,
  payload: Format,
  folder: string,
  context: FormatContext,
): AsyncGenerator<Entry> {
  const prefix = `${folder}/`;
  const bytesEntry = (name: string, text: string): Entry => ({
    path: `${facts.root}/${name}`,
    mtime: facts.lastModified,
    mimeType: "text/plain",
    source: { kind: "bytes", bytes: Buffer.from(text) },
    sha512: true,
  });

  const manifestFile = join(facts.workFolder, "payload-manifest.txt");
  const problemsFile = join(facts.workFolder, "payload-problems.ndjson");
  // A payload knows nothing of the bag around it.
  const mirrorManifest = await mirrorLines(
    facts.manifestFile,
    manifestFile,
    (line) =>
      line.slice(64, 66 + prefix.length) === `  ${prefix}`
        ? line.slice(0, 66) + line.slice(66 + prefix.length)
        : null,
  );
  const mirrorProblems = await mirrorLines(
    facts.problemsFile,
    problemsFile,
    (line) => (line === "" ? null : withoutPrefix(line, prefix)),
  );
  const inside: PackageFacts = {
    ...facts,
    root: context.root,
    context,
    manifestFile,
    problemsFile,
  };
  await mirrorManifest();
  await mirrorProblems();
  for await (const entry of payload.closingEntries(inside)) {
    yield { ...entry, sha512: true };
    await mirrorManifest();
    await mirrorProblems();
  }

  const oxum = { bytes: 0, files: 0 };
  const lists: Entry[] = [];
  for (const digest of ["sha256", "sha512"] as const) {
    const name = `manifest-${digest}.txt`;
    const file = join(facts.workFolder, `bag-${name}`);
    const isPayload = ({ path }: Checksum) => path.startsWith(prefix);
    await pipeline(
      listLines(facts.manifestFile, digest, isPayload, ({ size }) => {
        oxum.bytes += size;
        oxum.files += 1;
      }),
      createWriteStream(file),
    );
    lists.push({
      path: `${facts.root}/${name}`,
      mtime: facts.lastModified,
      mimeType: "text/plain",
      source: { kind: "file", file },
      sha512: true,
    });
  }
  yield bytesEntry("bagit.txt", declaration);
  yield bytesEntry("bag-info.txt", bagInfo(facts, oxum));
  yield* lists;
  const tags = { sha256: "", sha512: "" };
  for (const digest of ["sha256", "sha512"] as const) {
    const isTag = ({ path }: Checksum) => !path.startsWith(prefix);
    for await (const line of listLines(facts.manifestFile, digest, isTag))
      tags[digest] += line;
  }
  for (const digest of ["sha256", "sha512"] as const)
    yield {
      ...bytesEntry(`tagmanifest-${digest}.txt`, tags[digest]),
      sha512: false,
    };
}

/** Lines of a list of checksums, in package order. */
async function* listLines(
  file: string,
  digest: Checksum["digest"],
  wanted: (checksum: Checksum) => boolean,
  count: (checksum: { readonly size: number }) => void = () => undefined,
): AsyncGenerator<string> {
  for await (const checksum of readChecksums(file)) {
    if (checksum.digest !== digest || !wanted(checksum)) continue;
    if (checksum.digest === "sha512") count(checksum);
    yield `${checksum.sum}  ${toManifestLine(checksum.path)}\n`;
  }
}

function withoutPrefix(line: string, prefix: string): string {
  const problem = JSON.parse(line) as Problem;
  return problem.object.startsWith(prefix)
    ? JSON.stringify({
        ...problem,
        object: problem.object.slice(prefix.length),
      })
    : line;
}
