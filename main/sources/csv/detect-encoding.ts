import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import iconv from "iconv-lite";
import { AppError, fromSystemError } from "../../domain/errors.ts";
import { stopIfAborted } from "../stop-if-aborted.ts";

export interface SheetEncoding {
  /** A label iconv-lite knows. */
  readonly encoding: string;
  /** True when nothing in the file says so and another encoding is possible. */
  readonly guessed: boolean;
}

/**
 * The encoding of a spreadsheet: the one asked for, else the one of its byte order mark, else UTF-8 when the whole file
 * is valid UTF-8, else Windows-1252, which spreadsheet programs use and which contains ISO-8859-1.
 * @throws AppError input.invalid for an unknown label, file.*, run.cancelled
 */
export async function detectEncoding(
  path: string,
  asked: string | undefined,
  signal: AbortSignal,
): Promise<SheetEncoding> {
  if (asked !== undefined) {
    const exists: boolean = iconv.encodingExists(asked);
    if (!exists) {
      throw new AppError("input.invalid", `There is no encoding "${asked}".`, {
        object: asked,
        remedy: "Give a name such as utf-8, windows-1252 or iso-8859-15.",
      });
    }
    return { encoding: asked, guessed: false };
  }
  try {
    const marked = encodingOfHead(await readHead(path, 4096));
    if (marked !== undefined) return { encoding: marked, guessed: false };
    return (await isUtf8File(path, signal))
      ? { encoding: "utf-8", guessed: false }
      : { encoding: "win1252", guessed: true };
  } catch (error) {
    throw fromSystemError(error, path, "read");
  }
}

/** Encoding by the byte order mark, or UTF-16 by its zero bytes; undefined when the first bytes do not tell. */
export function encodingOfHead(head: Uint8Array): string | undefined {
  const [a, b, c] = head;
  if (a === 0xef && b === 0xbb && c === 0xbf) return "utf-8";
  if (a === 0xff && b === 0xfe) return "utf-16le";
  if (a === 0xfe && b === 0xff) return "utf-16be";
  // Headings are mostly ASCII: in UTF-16 every other byte of them is zero.
  const zeros = { even: 0, odd: 0 };
  for (const [index, byte] of head.entries()) {
    if (byte === 0) zeros[index % 2 === 0 ? "even" : "odd"]++;
  }
  const many = head.length / 4;
  if (head.length >= 4 && zeros.odd > many && zeros.even === 0) {
    return "utf-16le";
  }
  if (head.length >= 4 && zeros.even > many && zeros.odd === 0) {
    return "utf-16be";
  }
  return undefined;
}

/** The first bytes of a file. */
export async function readHead(path: string, size: number): Promise<Buffer> {
  const file = await open(path, "r");
  try {
    const head = Buffer.alloc(size);
    const { bytesRead } = await file.read(head, 0, size, 0);
    return head.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function isUtf8File(path: string, signal: AbortSignal): Promise<boolean> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const stream = createReadStream(path, { highWaterMark: 256 * 1024 });
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    stopIfAborted(signal);
    try {
      decoder.decode(chunk, { stream: true });
    } catch {
      return false;
    }
  }
  try {
    decoder.decode();
    return true;
  } catch {
    return false;
  }
}
