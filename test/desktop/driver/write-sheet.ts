import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * Writes a spreadsheet with files beside it that takes a moment to import.
 * @returns path of the spreadsheet
 */
export async function writeSheet(
  folder: string,
  items: number,
): Promise<string> {
  await mkdir(folder, { recursive: true });
  const rows = ["filename,dc.title"];
  for (let item = 1; item <= items; item++) {
    const name = `reading-${item}.txt`;
    await writeFile(join(folder, name), `${item}\n`.repeat(300));
    rows.push(`${name},Reading ${item}`);
  }
  const sheet = join(folder, "metadata.csv");
  await writeFile(sheet, `${rows.join("\r\n")}\r\n`);
  return sheet;
}
