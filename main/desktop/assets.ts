import type { CustomScheme, Protocol } from "electron";
import {
  answerContent,
  isContentAddress,
  type ContentPorts,
} from "./contents.ts";
import { readPageFile } from "../page/page-file.ts";

/** Origin of the page. */
export const pageOrigin = "app://holdall";
export const pageAddress = `${pageOrigin}/index.html`;

/** To be registered before the application is ready. */
export const pageScheme: CustomScheme = {
  scheme: "app",
  privileges: {
    standard: true,
    secure: true,
    supportFetchAPI: true,
    stream: true,
  },
};

const refusal = (status: number): Response =>
  new Response(null, {
    status,
    headers: { "Content-Security-Policy": "default-src 'none'" },
  });

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
  const url = new URL(request.url);
  const file =
    url.protocol === "app:" && url.host === "holdall"
      ? await readPageFile(url.pathname, folder)
      : null;
  if (file === null) return refusal(404);
  return new Response(request.method === "HEAD" ? null : file.body, {
    headers: file.headers,
  });
}

/**
 * Serves the built page, and the contents of files, under app://. Call it once the application is ready.
 * @param contents what contents are found with; null while the application starts or stops
 */
export function serveAssets(
  protocol: Protocol,
  folder: string,
  contents: () => ContentPorts | null,
): void {
  protocol.handle(pageScheme.scheme, (request) => {
    const url = new URL(request.url);
    return ["GET", "HEAD"].includes(request.method) &&
      url.host === "holdall" &&
      isContentAddress(url)
      ? answerContent(request, contents())
      : answerAsset(request, folder);
  });
}
