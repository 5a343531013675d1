import {
  createWriteStream,
  mkdirSync,
  mkdtempSync,
  writeFileSync,
} from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { ZipFile } from "yazl";

/** Files by their path; text is written as UTF-8. */
export type PackageFiles = Readonly<Record<string, string | Buffer>>;

/** A fresh folder that goes away with `await using`. */
export function temporaryFolder(): { path: string } & AsyncDisposable {
  const path = mkdtempSync(join(tmpdir(), "holdall-test-"));
  return {
    path,
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}

/** Writes files below a folder and returns it. */
export function writeFolder(folder: string, files: PackageFiles): string {
  mkdirSync(folder, { recursive: true });
  for (const [path, content] of Object.entries(files)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  return folder;
}

/** Writes a ZIP of files, in the order given, and returns its path. */
export async function writeZip(
  path: string,
  files: PackageFiles,
): Promise<string> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(files)) {
    zip.addBuffer(Buffer.from(content), name, {
      mtime: new Date(Date.UTC(2020, 0, 1)),
      compress: content.length > 100,
    });
  }
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(path));
  return path;
}
