import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { extname, resolve, sep } from "node:path";
import { pagePolicy, withNonce } from "./page-policy.ts";

const contentTypes: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml; charset=utf-8",
  ".woff2": "font/woff2",
};

/** A file of the page as it is sent. */
export interface PageFile {
  readonly body: string | Uint8Array<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>>;
}

/** The file that a path means, or null when it is not below the folder of the page. */
function fileOf(path: string, folder: string): string | null {
  let name: string;
  try {
    name = decodeURIComponent(path);
  } catch {
    return null;
  }
  if (name.includes("\0") || name.includes("\\")) return null;
  const root = resolve(folder);
  const file = resolve(root, `.${name}`);
  return file.startsWith(root + sep) ? file : null;
}

/**
 * Reads a file of the built page, with all headers that protect it.
 * @param path path of the address, percent-encoded, beginning with a slash
 * @param folder the built page, dist/renderer
 * @returns null when the page has no such file
 */
export async function readPageFile(
  path: string,
  folder: string,
): Promise<PageFile | null> {
  const file = fileOf(path, folder);
  const contentType = file === null ? undefined : contentTypes[extname(file)];
  if (file === null || contentType === undefined) return null;
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch {
    return null;
  }
  const nonce = randomBytes(16).toString("base64url");
  return {
    body: file.endsWith(".html")
      ? withNonce(bytes.toString("utf8"), nonce)
      : new Uint8Array(bytes),
    headers: {
      "Content-Type": contentType,
      "Content-Security-Policy": pagePolicy(nonce),
      "Cross-Origin-Opener-Policy": "same-origin",
      "Referrer-Policy": "no-referrer",
      "X-Content-Type-Options": "nosniff",
    },
  };
}
