import type { Problem } from "../domain/run.ts";
import type { ChunkNotes } from "./chunk.ts";

/** Collects what a chunk says besides its archive bytes. */
export interface ChunkNoteBook {
  /** Records a finished entry in the manifest; null leaves it out there. */
  entry(path: string, sha256: string | null): void;
  /** Records the SHA-512 and the size of an entry in the manifest. */
  digest(path: string, sha512: string, size: number): void;
  problem(problem: Problem): void;
  /** Counts a finished item. */
  item(files: number, bytes: number): void;
  /** Counts bytes of an unfinished item, for progress only. */
  progress(bytes: number): void;
  /** Forgets what was under way, when a block begins. */
  begin(): void;
  /** Whether there is nothing to be taken. */
  isEmpty(): boolean;
  /** What was collected since the last time. */
  take(): ChunkNotes;
}

const nothing = { items: 0, files: 0, bytes: 0, entries: 0 };

/** @param base prefix of paths that is left out in the manifest */
export function createChunkNotes(base: string): ChunkNoteBook {
  const encoder = new TextEncoder();
  let manifest = "";
  let problems = "";
  let counts = { ...nothing };
  let underway = 0;
  const below = (path: string) =>
    path.startsWith(base) ? path.slice(base.length) : path;
  return {
    entry(path, sha256) {
      counts.entries += 1;
      if (sha256 !== null) {
        manifest += `${sha256}  ${below(path)}\n`;
      }
    },
    digest(path, sha512, size) {
      manifest += `${sha512} ${String(size)} ${below(path)}\n`;
    },
    problem(problem) {
      problems += `${JSON.stringify(problem)}\n`;
    },
    item(files, bytes) {
      counts.items += 1;
      counts.files += files;
      counts.bytes += bytes;
      underway = 0;
    },
    progress(bytes) {
      underway += bytes;
    },
    begin() {
      underway = 0;
    },
    isEmpty: () => manifest === "" && problems === "" && counts.entries === 0,
    take() {
      const notes = {
        manifest: encoder.encode(manifest),
        problems: encoder.encode(problems),
        counts,
        underway,
      };
      manifest = "";
      problems = "";
      counts = { ...nothing };
      return notes;
    },
  };
}
