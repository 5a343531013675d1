import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Readable } from "node:stream";
import type { Access } from "../core/access.ts";
import type { Files } from "../core/files.ts";
import type { Sessions } from "../core/sessions.ts";
import { byteRange } from "../domain/byte-range.ts";
import { AppError } from "../domain/errors.ts";
import { filePolicy } from "../page/file-policy.ts";

export interface ContentPorts {
  readonly access: Pick<Access, "callerOfLink">;
  readonly files: Pick<Files, "get">;
  readonly sessions: Pick<Sessions, "fileLink">;
}

const address = /^\/api\/holdall\/files\/([0-9]{1,15})\/content$/;

/** Whether an address below the page's own means the content of a file. */
export function isContentAddress(url: URL): boolean {
  return address.test(url.pathname);
}

/**
 * Answers the page's request for the content of a file, or a part of it, with a link that `files.link` has made.
 * @param ports null while the application starts or stops
 */
export async function answerContent(
  request: Pick<Request, "url" | "method" | "headers">,
  ports: ContentPorts | null,
): Promise<Response> {
  const url = new URL(request.url);
  const id = Number(address.exec(url.pathname)?.[1]);
  const token = url.searchParams.get("token") ?? "";
  const refusal = new Response(null, { status: 404 });
  const link = await ports?.sessions.fileLink(token, id);
  if (ports === null || link == null) return refusal;
  let file;
  try {
    file = ports.files.get(ports.access.callerOfLink(link), id);
  } catch (error) {
    if (error instanceof AppError) return refusal;
    throw error;
  }
  const size = await stat(file.path).then(
    (found) => found.size,
    () => null,
  );
  if (size !== file.size) return refusal;
  const headers = new Headers({
    "Accept-Ranges": "bytes",
    "Cache-Control": "private, no-cache",
    "Content-Security-Policy": filePolicy,
    "Content-Type": /^[\w.+-]+\/[\w.+-]+$/.test(file.mimeType)
      ? file.mimeType
      : "application/octet-stream",
    "X-Content-Type-Options": "nosniff",
  });
  const part = byteRange(request.headers.get("range"), size);
  if (part === "impossible") {
    headers.set("Content-Range", `bytes */${String(size)}`);
    return new Response(null, { status: 416, headers });
  }
  const { start, end } = part ?? { start: 0, end: size - 1 };
  headers.set("Content-Length", String(end - start + 1));
  if (part !== null)
    headers.set(
      "Content-Range",
      `bytes ${String(start)}-${String(end)}/${String(size)}`,
    );
  const body =
    request.method === "HEAD" || size === 0
      ? null
      : (Readable.toWeb(
          createReadStream(file.path, { start, end }),
        ) as ReadableStream<Uint8Array>);
  return new Response(body, { status: part === null ? 200 : 206, headers });
}
