import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type {
  DeliveryState,
  OutgoingFile,
} from "../../main/domain/delivery.ts";
import type { Delivery, Target } from "../../main/transports/transport.ts";
import { noise } from "./noise.ts";

/** Writes a file that is to be delivered. */
export function outgoingFile(
  folder: string,
  name: string,
  content: Buffer = noise(64 * 1024),
): OutgoingFile {
  const path = join(folder, name.replaceAll("/", "_"));
  writeFileSync(path, content);
  return {
    path,
    name,
    size: content.length,
    sha256: createHash("sha256").update(content).digest("hex"),
    link: `http://127.0.0.1:8460/download/${name}`,
  };
}

/** A delivery that does not wait long, and what it has saved. */
export function deliveryOf(
  target: Target,
  files: readonly OutgoingFile[],
  more: Partial<Delivery> = {},
): { delivery: Delivery; saved: () => DeliveryState | null } {
  let state: DeliveryState | null = null;
  return {
    delivery: {
      target,
      files,
      existing: "refuse",
      resumeFrom: null,
      signal: new AbortController().signal,
      patience: onlyOnce,
      onProgress: () => {},
      ...more,
      saveState(next) {
        // Only what can be written down is there afterwards.
        state = JSON.parse(JSON.stringify(next)) as DeliveryState;
        more.saveState?.(next);
      },
    },
    saved: () => state,
  };
}

/** Gives up at the first failure. */
export const onlyOnce = {
  connectMs: 20_000,
  idleMs: 20_000,
  attempts: 1,
  firstDelayMs: 1,
  longestDelayMs: 10,
};
