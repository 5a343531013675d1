import { randomBytes } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

export interface SafShape {
  readonly items: number;
  /** Bytes of the one file of each item. */
  readonly fileSize: number;
  /** Whether files can be compressed. */
  readonly text?: boolean;
}

/** Makes a SAF folder of alike items, large enough to be interrupted. */
export async function makeSaf(
  folder: string,
  { items, fileSize, text = false }: SafShape,
): Promise<void> {
  for (let n = 1; n <= items; n++) {
    const item = join(folder, `item_${String(n)}`);
    await mkdir(item, { recursive: true });
    await writeFile(
      join(item, "dublin_core.xml"),
      `<?xml version="1.0" encoding="utf-8"?>\n<dublin_core schema="dc"><dcvalue element="title">Gauge reading ${String(n)}</dcvalue></dublin_core>\n`,
    );
    await writeFile(
      join(item, "contents"),
      `reading-${String(n)}.bin\tbundle:ORIGINAL\n`,
    );
    const line = `${String(n)};2024-05-17;4.27 m above datum\n`;
    await writeFile(
      join(item, `reading-${String(n)}.bin`),
      text
        ? line.repeat(Math.ceil(fileSize / line.length)).slice(0, fileSize)
        : randomBytes(fileSize),
    );
  }
}
