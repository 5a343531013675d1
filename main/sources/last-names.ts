import type { FileHandle } from "node:fs/promises";

/** How much of a ZIP is read at its end, where the names of its entries are. */
const readSize = 1024 * 1024;
const endSignature = 0x06054b50;
const endSize = 22;
const recordSignature = "PK\u0001\u0002";
const recordSize = 46;

/**
 * Names of the last entries of a ZIP, from as much of its list of entries as lies within its last MiB: enough to know
 * whose package it is. What else is near the end does not count: files in a package can be packages, too.
 * @returns none when it is no ZIP
 */
export async function lastNames(file: FileHandle): Promise<Set<string>> {
  const names = new Set<string>();
  const { size } = await file.stat();
  const mark = Buffer.alloc(2);
  await file.read(mark, 0, 2, 0);
  if (mark.toString("latin1") !== "PK") return names;
  const tail = Buffer.alloc(Math.min(size, readSize));
  await file.read(tail, 0, tail.length, size - tail.length);
  let end = tail.length - endSize;
  while (end >= 0 && tail.readUInt32LE(end) !== endSignature) end -= 1;
  if (end < 0) return names;
  // Records of the ZIP64 form may lie between the list and its end record, a hundred bytes at most.
  const listSize = tail.readUInt32LE(end + 12) + 100;
  let at = tail.indexOf(recordSignature, Math.max(0, end - listSize), "latin1");
  while (at >= 0 && at + recordSize <= end) {
    const start = at + recordSize;
    const next = start + tail.readUInt16LE(at + 28);
    if (next <= end) names.add(tail.toString("utf8", start, next));
    at = tail.indexOf(recordSignature, next, "latin1");
  }
  return names;
}
