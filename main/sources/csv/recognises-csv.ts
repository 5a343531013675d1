import { isUtf8 } from "node:buffer";
import { stat } from "node:fs/promises";
import { extname } from "node:path";
import iconv from "iconv-lite";
import { packageStructureName } from "../../domain/json-package.ts";
import { sheetName } from "../../domain/sheet-package.ts";
import { recognisesPackage } from "../recognises-package.ts";
import {
  detectDelimiter,
  firstRow,
  isKnown,
  splitRow,
} from "./detect-delimiter.ts";
import { encodingOfHead, readHead } from "./detect-encoding.ts";

/** Whether a folder or ZIP is a package of ours with a table. */
export function isPackage(path: string): Promise<boolean> {
  return recognisesPackage(path, [sheetName, packageStructureName]);
}

const headSize = 64 * 1024;

/** Whether the first row of a file has headings that mean something: one if it is called a CSV, else two. */
export async function recognisesCsv(path: string): Promise<boolean> {
  if (await isPackage(path)) return true;
  try {
    if (!(await stat(path)).isFile()) return false;
    const head = await readHead(path, headSize);
    const encoding =
      encodingOfHead(head) ?? (isUtf8(head) ? "utf-8" : "win1252");
    const text = iconv.decode(head, encoding).replace(/^"?sep=."?\r?\n/iu, "");
    if (text.includes("\0")) return false;
    const row = firstRow(text);
    const known = splitRow(row, detectDelimiter(row)).filter(isKnown).length;
    const named = /^\.(?:csv|tsv|tab)$/iu.test(extname(path));
    return known >= (named ? 1 : 2);
  } catch {
    return false;
  }
}
