import { existsSync } from "node:fs";
import type { Content } from "../domain/catalog.ts";
import type { FileFault } from "../domain/file-check.ts";
import type { ContentRef } from "../domain/content-ref.ts";
import { fromErrorView } from "../domain/errors.ts";
import { checkBitstreamFixity, examineBitstream } from "./bitstream-fixity.ts";
import type { FixityFinding, FixityOptions } from "./bitstream-fixity.ts";
import { removeUnreferencedBitstreams } from "./bitstream-garbage.ts";
import type { GarbageOptions, GarbageResult } from "./bitstream-garbage.ts";
import { bitstreamFile } from "./bitstream-layout.ts";
import { createIngest } from "./ingest.ts";
import type { Ingest } from "./ingest.ts";

/** Files on disk, each named after the SHA-256 of its content and kept once. */
export interface BitstreamStore extends Ingest {
  /** The file that holds, or would hold, the content. */
  fileOf(sha256: string): string;
  has(sha256: string): boolean;
  /**
   * Takes one content into the store.
   * @throws AppError disk.full, file.unwritable, file.not-found, file.unreadable, archive.entry-invalid, run.cancelled
   */
  ingest(ref: ContentRef, signal?: AbortSignal): Promise<Content>;
  /** Removes what nothing refers to; see {@link removeUnreferencedBitstreams}. */
  removeUnreferenced(
    isReferenced: (sha256: string) => boolean,
    options: GarbageOptions,
  ): Promise<GarbageResult>;
  /** What is wrong with one content, which is read again; null when it is sound. */
  faultOf(content: Pick<Content, "sha256" | "size">): Promise<FileFault | null>;
  /** Names every file that is not as the catalog says; see {@link checkBitstreamFixity}. */
  checkFixity(
    expected:
      | AsyncIterable<Pick<Content, "sha256" | "size">>
      | Iterable<Pick<Content, "sha256" | "size">>,
    options: FixityOptions,
  ): AsyncIterable<FixityFinding>;
}

/**
 * Opens the store; folders are made when they are needed.
 * @param root absolute path of its root folder
 */
export function createBitstreamStore(root: string): BitstreamStore {
  const intake = createIngest(root);
  return {
    ingestMany: (refs, options) => intake.ingestMany(refs, options),
    fileOf: (sha256) => bitstreamFile(root, sha256),
    has: (sha256) => existsSync(bitstreamFile(root, sha256)),
    async ingest(ref, signal) {
      const [result] = await intake.ingestMany([ref], { signal });
      if (result === undefined) throw new TypeError("a content has no result");
      if (!result.ok) throw fromErrorView(result.error);
      return result.content;
    },
    removeUnreferenced: (isReferenced, options) =>
      removeUnreferencedBitstreams(root, isReferenced, options),
    faultOf: async (content) =>
      (await examineBitstream(bitstreamFile(root, content.sha256), content))
        ?.kind ?? null,
    checkFixity: (expected, options) =>
      checkBitstreamFixity(root, expected, options),
  };
}
