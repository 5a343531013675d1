import type { DeliveryProgress, OutgoingFile } from "../domain/delivery.ts";

const shortestPauseMs = 100;

/** Adds up how far the files of a delivery are, and tells it at most 10 times a second. */
export function createProgress(
  files: readonly OutgoingFile[],
  tell: (progress: DeliveryProgress) => void,
) {
  const sizes = new Map(files.map((file) => [file.name, file.size]));
  const totalBytes = files.reduce((sum, file) => sum + file.size, 0);
  const moved = new Map<string, number>();
  const done = new Set<string>();
  let bytes = 0;
  let file = files[0]?.name ?? "";
  let told = -Infinity;

  const say = () => {
    told = performance.now();
    tell({
      bytes,
      totalBytes,
      files: done.size,
      totalFiles: files.length,
      file,
    });
  };
  const move = (name: string, to: number) => {
    bytes += to - (moved.get(name) ?? 0);
    moved.set(name, to);
    file = name;
    if (performance.now() - told >= shortestPauseMs) say();
  };

  return {
    bytes: () => bytes,
    moved: move,
    arrived(name: string) {
      done.add(name);
      move(name, sizes.get(name) ?? 0);
    },
    /** Tells the end, whenever the last telling was. */
    finished: say,
  };
}
