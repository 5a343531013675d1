import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { crc32 } from "node:zlib";
import type {
  PackCheckpoint,
  PackRequest,
  PackResult,
} from "../../../main/packers/packer.ts";
import { packers } from "../../../main/packers/index.ts";

export interface TestBitstream {
  readonly sha256: string;
  readonly size: number;
  readonly crc32: number;
}

export interface TestEntry {
  readonly path: string;
  readonly mtime: number;
  readonly mimeType?: string;
  /** Base64 of bytes, or a bitstream of the workshop's store. */
  readonly content: string | TestBitstream;
}

export interface TestItem {
  readonly entries: readonly TestEntry[];
  /** Message of the error the producer throws at this item. */
  readonly bug?: string;
  /** Code the thread exits with at this item. */
  readonly exit?: number;
}

/** A folder with a bitstream store and room for the files of one run. */
export interface Workshop {
  readonly folder: string;
  readonly store: string;
  readonly partFile: string;
  readonly manifestFile: string;
  readonly problemsFile: string;
  addBitstream(bytes: Uint8Array): TestBitstream;
  /** Packs blocks of items; what the test wants different goes into `changes`. */
  pack(
    blocks: readonly (readonly TestItem[])[],
    changes?: Partial<PackRequest>,
  ): Promise<PackResult & { readonly checkpoints: PackCheckpoint[] }>;
  remove(): void;
}

export const noon = Date.UTC(2024, 5, 1, 12, 0, 0);

/** An entry made of text. */
export function textEntry(path: string, text: string, mtime = noon): TestEntry {
  return { path, mtime, content: Buffer.from(text).toString("base64") };
}

/** Bytes that look random but are the same every time. */
export function noise(size: number, seed: number): Buffer {
  const bytes = Buffer.allocUnsafe(size);
  let state = seed * 2654435761 + 1;
  for (let at = 0; at < size; at += 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[at] = state >>> 11;
  }
  return bytes;
}

/** Text that deflates to about a quarter. */
export function prose(size: number, seed: number): Buffer {
  const words = noise(size, seed);
  const vocabulary = Array.from(
    { length: 256 },
    (_, word) =>
      `${(word * 7919 + seed).toString(36)}${"aeiou"[word % 5] ?? ""} `,
  );
  let text = "";
  for (const word of words) {
    text += vocabulary[word] ?? "";
    if (text.length >= size) break;
  }
  return Buffer.from(text.slice(0, size));
}

/** Makes a new workshop for a packer, in the given folder or the system's. */
export function createWorkshop(parent = tmpdir(), id = "zip"): Workshop {
  const packer = packers.find((candidate) => candidate.id === id);
  if (packer === undefined) throw new Error(`There is no packer ${id}.`);
  const folder = mkdtempSync(join(parent, "pack-"));
  const store = join(folder, "store");
  mkdirSync(store);
  const planFile = join(folder, "plan.json");
  const partFile = join(folder, `package${packer.extension}.part`);
  const manifestFile = join(folder, "manifest");
  const problemsFile = join(folder, "problems");
  return {
    folder,
    store,
    partFile,
    manifestFile,
    problemsFile,
    addBitstream(bytes) {
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      const file = join(store, sha256);
      if (!existsSync(file)) writeFileSync(file, bytes);
      return { sha256, size: bytes.length, crc32: crc32(bytes) };
    },
    async pack(blocks, changes = {}) {
      writeFileSync(planFile, JSON.stringify(blocks));
      const checkpoints: PackCheckpoint[] = [];
      const result = await packer.pack({
        blocks: blocks.length,
        threads: 2,
        partFile,
        workFolder: folder,
        manifestFile,
        problemsFile,
        base: "root/",
        resumeFrom: null,
        signal: new AbortController().signal,
        bitstreamFile: (sha256) => join(store, sha256),
        spawn: (start) =>
          new Worker(new URL("./tree-thread.ts", import.meta.url), {
            workerData: { start, planFile, store, packer: id },
            execArgv: [],
          }),
        saveCheckpoint: (checkpoint) => {
          // Kept as a store would keep it.
          checkpoints.push(
            JSON.parse(JSON.stringify(checkpoint)) as PackCheckpoint,
          );
        },
        onProgress: () => undefined,
        async *closing() {
          // Nothing is packed after the blocks unless a test says so.
        },
        ...changes,
      });
      return { ...result, checkpoints };
    },
    remove() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
