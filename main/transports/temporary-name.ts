import { createHash } from "node:crypto";
import type { OutgoingFile } from "../domain/delivery.ts";

/**
 * Name under which a file is written before it is complete: the same in each attempt, another one for another content.
 * Of one length, so that it fits wherever the final name does.
 */
export function temporaryName(file: OutgoingFile): string {
  const id = createHash("sha256")
    .update(`${file.sha256} ${file.name}`)
    .digest("hex")
    .slice(0, 20);
  return `.holdall-${id}.part`;
}
