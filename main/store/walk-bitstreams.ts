import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fromSystemError, systemErrorCode } from "../domain/errors.ts";
import { bitstreamFile, incomingFolder, isDigest } from "./bitstream-layout.ts";

/** A file found below the store's root folder, outside of the incoming folder. */
export interface FoundFile {
  readonly path: string;
  /** Null when the file is not where or how the store would have put it. */
  readonly sha256: string | null;
}

const branch = /^[0-9a-f]{2}$/;

async function list(folder: string): Promise<readonly string[]> {
  try {
    const names = await readdir(folder);
    return names.sort();
  } catch (error) {
    if (systemErrorCode(error) === "ENOENT") return [];
    throw fromSystemError(error, folder, "read");
  }
}

/** Every file of the store in the order of the SHA-256 values; holds the names of one folder at a time. */
export async function* walkBitstreams(root: string): AsyncGenerator<FoundFile> {
  for (const first of await list(root)) {
    if (first === incomingFolder) continue;
    if (!branch.test(first)) {
      yield { path: join(root, first), sha256: null };
      continue;
    }
    for (const name of await list(join(root, first))) {
      const path = join(root, first, name);
      const inPlace = isDigest(name) && bitstreamFile(root, name) === path;
      yield { path, sha256: inPlace ? name : null };
    }
  }
}
