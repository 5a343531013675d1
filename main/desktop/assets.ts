import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { extname, resolve, sep } from "node:path";
import type { CustomScheme, Protocol } from "electron";
import { pagePolicy, withNonce } from "./page-policy.ts";

/** Origin of the page. */
export const pageOrigin = "app://holdall";
export const pageAddress = `${pageOrigin}/index.html`;

/** To be registered before the application is ready. */
export const pageScheme: CustomScheme = {
  scheme: "app",
  privileges: { standard: true, secure: true, supportFetchAPI: true },
};

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

const refusal = (status: number): Response =>
  new Response(null, {
    status,
    headers: { "Content-Security-Policy": "default-src 'none'" },
  });

/** The file that an address means, or null when it is not below the folder of the page. */
function fileOf(address: string, folder: string): string | null {
  let name: string;
  const url = new URL(address);
  if (url.protocol !== "app:" || url.host !== "holdall") return null;
  try {
    name = decodeURIComponent(url.pathname);
  } catch {
    return null;
  }
  if (name.includes("\0") || name.includes("\\")) return null;
  const root = resolve(folder);
  const file = resolve(root, `.${name}`);
  return file.startsWith(root + sep) ? file : null;
}

/**
 * Answers one request for a file of the page.
 * @param folder the built page, dist/renderer
 */
export async function answerAsset(
  request: { readonly method: string; readonly url: string },
  folder: string,
): Promise<Response> {
  if (request.method !== "GET" && request.method !== "HEAD")
    return refusal(405);
  const file = fileOf(request.url, folder);
  const contentType = file === null ? undefined : contentTypes[extname(file)];
  if (file === null || contentType === undefined) return refusal(404);
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch {
    return refusal(404);
  }
  const nonce = randomBytes(16).toString("base64url");
  const body = file.endsWith(".html")
    ? withNonce(bytes.toString("utf8"), nonce)
    : new Uint8Array(bytes);
  return new Response(request.method === "HEAD" ? null : body, {
    headers: {
      "Content-Type": contentType,
      "Content-Security-Policy": pagePolicy(nonce),
      "Cross-Origin-Opener-Policy": "same-origin",
      "Referrer-Policy": "no-referrer",
      "X-Content-Type-Options": "nosniff",
    },
  });
}

/** Serves the built page under app://. Call it once the application is ready. */
export function serveAssets(protocol: Protocol, folder: string): void {
  protocol.handle(pageScheme.scheme, (request) => answerAsset(request, folder));
}
