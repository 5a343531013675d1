import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";

/** SHA-256 of a file of any size, as hex. */
export async function digestOf(file: string): Promise<string> {
  const sums = createHash("sha256");
  for await (const piece of createReadStream(file, { highWaterMark: 1 << 20 }))
    sums.update(piece as Buffer);
  return sums.digest("hex");
}
