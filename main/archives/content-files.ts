import { closeSync, openSync } from "node:fs";
import { fromSystemError } from "../domain/errors.ts";

const most = 4;
/** Open archives of this thread, the one used last at the end. */
const descriptors = new Map<string, number>();
let lastPath = "";
let lastDescriptor = -1;

/**
 * A descriptor to read an archive's contents with. It is kept open, since opening costs more than reading a small
 * entry; valid until four other archives have been read from or {@link closeContentFiles} is called.
 * @throws AppError file.not-found, file.unreadable
 */
export function contentDescriptor(path: string): number {
  if (path === lastPath) return lastDescriptor;
  let descriptor = descriptors.get(path);
  if (descriptor === undefined) {
    try {
      descriptor = openSync(path, "r");
    } catch (error) {
      throw fromSystemError(error, path, "read");
    }
    for (const [oldest, oldDescriptor] of descriptors) {
      if (descriptors.size < most) break;
      descriptors.delete(oldest);
      closeSync(oldDescriptor);
    }
  } else {
    descriptors.delete(path);
  }
  descriptors.set(path, descriptor);
  lastPath = path;
  lastDescriptor = descriptor;
  return descriptor;
}

/** Closes the archives this thread has read contents from; call it when a run ends. */
export function closeContentFiles(): void {
  for (const descriptor of descriptors.values()) closeSync(descriptor);
  descriptors.clear();
  lastPath = "";
  lastDescriptor = -1;
}
