import { createReadStream } from "node:fs";
import { join } from "node:path";
import { fromSystemError } from "../domain/errors.ts";
import { archiveForm } from "./archive-form.ts";
import { contentChunks } from "./content-chunks.ts";
import { tarMembers } from "./tar.ts";
import { openZip } from "./zip.ts";

const pieceBytes = 1 << 16;

/**
 * The content of one file in a package, piece by piece; nothing when it is not there.
 * @param path of the file in the package; for a folder its first name stands for the folder itself
 * @throws AppError archive.*, file.*
 */
export async function* entryContent(
  archive: string,
  path: string,
): AsyncGenerator<Buffer> {
  const form = archiveForm(archive);
  if (form === "folder") {
    const file = join(archive, path.slice(path.indexOf("/") + 1));
    try {
      for await (const piece of createReadStream(file)) yield piece as Buffer;
    } catch (error) {
      throw fromSystemError(error, file, "read");
    }
  } else if (form === "zip") {
    const zip = await openZip(archive, { report: () => undefined });
    try {
      for await (const entry of zip.entries()) {
        if (entry.path !== path) continue;
        yield* contentChunks(entry.content, pieceBytes);
        return;
      }
    } finally {
      await zip.close();
    }
  } else {
    for await (const { header, content, skip } of tarMembers(archive, form)) {
      if (header.name !== path) {
        skip();
        continue;
      }
      for await (const piece of content) yield piece as Buffer;
      return;
    }
  }
}
