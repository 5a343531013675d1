import { join } from "node:path";

/** Folder of the store in which files are written before they get their final name. */
export const incomingFolder = "incoming";

const digest = /^[0-9a-f]{64}$/;

/** Whether the text is a SHA-256 as the store names its files. */
export function isDigest(text: string): boolean {
  return digest.test(text);
}

/**
 * The file that holds the content with this SHA-256: `ab/abcd…` below the store's root folder.
 * One level of 256 folders: a million files make 4,000 names a folder, which file systems handle well, while a second
 * level would cost a new folder and one more flush for nearly every file (measured: 1.8 times the time of an import).
 * @param sha256 64 hex digits in lower case
 */
export function bitstreamFile(root: string, sha256: string): string {
  if (!isDigest(sha256))
    throw new TypeError(`${sha256} is not a SHA-256 in lower case`);
  return join(root, sha256.slice(0, 2), sha256);
}
