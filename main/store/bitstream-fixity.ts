import { createHash, hash } from "node:crypto";
import { statSync } from "node:fs";
import { contentChunks } from "../archives/content-chunks.ts";
import { readContentSync } from "../archives/read-content.ts";
import type { Content } from "../domain/catalog.ts";
import type { ContentRef } from "../domain/content-ref.ts";
import { AppError, fromSystemError } from "../domain/errors.ts";
import type { FileFault } from "../domain/file-check.ts";
import { bitstreamFile } from "./bitstream-layout.ts";
import { cancelled } from "./ingest-writer.ts";
import { walkBitstreams } from "./walk-bitstreams.ts";

/** A file of the store that is not as it should be. */
export interface FixityFinding {
  readonly kind: FileFault | "unknown";
  /** The SHA-256 that was expected; of an unknown file the one it is named after, or null. */
  readonly sha256: string | null;
  readonly file: string;
  /** What is wrong, one sentence naming the file. */
  readonly message: string;
}

export interface FixityOptions {
  /** Whether anything refers to this file; asked once for each file of the store. */
  readonly isReferenced: (sha256: string) => boolean;
  readonly signal?: AbortSignal | undefined;
  /** Called after each expected content has been looked at. */
  readonly onChecked?: (content: Pick<Content, "sha256" | "size">) => void;
}

const chunkSize = 1024 * 1024;
/** Files up to this size are read at once, which costs least. */
const wholeLimit = 2 * 1024 * 1024;
/** Longest time in milliseconds without answering messages, a cancel above all. */
const breathAfterMs = 20;

interface Fault {
  readonly kind: FileFault;
  readonly message: string;
}

function compare(
  file: string,
  digest: string,
  expected: Pick<Content, "sha256">,
): Fault | null {
  if (digest === expected.sha256) return null;
  return {
    kind: "damaged",
    message: `${file} is damaged: its SHA-256 is ${digest} instead of ${expected.sha256}.`,
  };
}

/**
 * Reads one file again and compares it with what the catalog says.
 * @returns what is wrong with it; null when it is sound
 * @throws AppError run.cancelled
 */
export async function examineBitstream(
  file: string,
  expected: Pick<Content, "sha256" | "size">,
  signal?: AbortSignal,
): Promise<Fault | null> {
  const ref: ContentRef = { kind: "file", path: file };
  try {
    const found = statSync(file);
    if (!found.isFile())
      return { kind: "unreadable", message: `${file} is not a file.` };
    if (found.size !== expected.size) {
      return {
        kind: "wrong-size",
        message: `${file} has ${found.size} bytes instead of ${expected.size}.`,
      };
    }
    if (found.size <= wholeLimit)
      return compare(
        file,
        hash("sha256", readContentSync(ref, wholeLimit)),
        expected,
      );
    const sha256 = createHash("sha256");
    for await (const chunk of contentChunks(
      { kind: "file", path: file },
      chunkSize,
    )) {
      if (signal?.aborted === true) throw cancelled();
      sha256.update(chunk);
    }
    return compare(file, sha256.digest("hex"), expected);
  } catch (error) {
    const mapped = fromSystemError(error, file, "read");
    if (!(mapped instanceof AppError)) throw error;
    if (mapped.code === "run.cancelled") throw mapped;
    return mapped.code === "file.not-found"
      ? { kind: "missing", message: `${file} is missing.` }
      : { kind: "unreadable", message: mapped.message };
  }
}

/**
 * Reads every file again and compares it with what the catalog says, then looks for files nobody knows.
 * @param expected each content once; read one by one
 * @throws AppError run.cancelled
 */
export async function* checkBitstreamFixity(
  root: string,
  expected:
    | AsyncIterable<Pick<Content, "sha256" | "size">>
    | Iterable<Pick<Content, "sha256" | "size">>,
  { isReferenced, signal, onChecked }: FixityOptions,
): AsyncGenerator<FixityFinding> {
  let breath = performance.now();
  for await (const content of expected) {
    if (performance.now() - breath > breathAfterMs) {
      await new Promise((resolve) => setImmediate(resolve));
      breath = performance.now();
    }
    if (signal?.aborted === true) throw cancelled();
    const file = bitstreamFile(root, content.sha256);
    const fault = await examineBitstream(file, content, signal);
    if (fault !== null) yield { ...fault, sha256: content.sha256, file };
    onChecked?.(content);
  }
  for await (const { path, sha256 } of walkBitstreams(root)) {
    if (signal?.aborted === true) throw cancelled();
    if (sha256 !== null && isReferenced(sha256)) continue;
    yield {
      kind: "unknown",
      sha256,
      file: path,
      message:
        sha256 === null
          ? `${path} is in the bitstream store, but not a file of it.`
          : `${path} is in the bitstream store, but nothing refers to it.`,
    };
  }
}
