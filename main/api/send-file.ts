import { open } from "node:fs/promises";
import type { FastifyReply, FastifyRequest } from "fastify";
import { byteRange, type ByteRange } from "../domain/byte-range.ts";
import { AppError, fromSystemError } from "../domain/errors.ts";
import { filePolicy, framable, framePolicy } from "../page/file-policy.ts";
import { pumpFile } from "./pump-file.ts";

/** A file as it is offered for download. */
export interface OfferedFile {
  readonly path: string;
  readonly size: number;
  /** Name for the person who saves it. */
  readonly name: string;
  readonly mimeType: string;
  /** Changes when the content does; without quotes. */
  readonly tag: string;
  /** Milliseconds since 1970; null when unknown. */
  readonly lastModified: number | null;
  /** How it is to be offered; null says nothing of it, absent is what is safe. */
  readonly disposition?: "inline" | "attachment" | null;
  /** Whether a range the file does not have, or another content, is answered with an error body; absent: with nothing. */
  readonly explains?: boolean;
  /** Whether the window may show it in a frame; only PDFs are. */
  readonly framed?: boolean;
  /** Called when somebody is given it, from its beginning on. */
  readonly taken?: () => void;
}

/** Types a browser may show itself: nothing in them can act. */
const harmless =
  /^(?:image\/(?:png|jpeg|gif|webp|avif|bmp)|text\/plain|(?:audio|video)\/[\w.+-]+)$/;

/**
 * Sends a file, or the part of it that is asked for.
 * @throws AppError bitstream.missing, content.other, file.unreadable, range.impossible
 */
export async function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  file: OfferedFile,
): Promise<FastifyReply> {
  const tag = `"${file.tag}"`;
  const mimeType = /^[\w.+-]+\/[\w.+-]+$/.test(file.mimeType)
    ? file.mimeType
    : "application/octet-stream";
  reply
    .header("ETag", tag)
    .header("Accept-Ranges", "bytes")
    .header("Cache-Control", "private, no-cache")
    .header(
      "Content-Security-Policy",
      file.framed === true && mimeType === framable ? framePolicy : filePolicy,
    )
    .header("X-Content-Type-Options", "nosniff");
  const changed =
    file.lastModified === null
      ? null
      : new Date(Math.floor(file.lastModified / 1000) * 1000);
  if (changed !== null) reply.header("Last-Modified", changed.toUTCString());
  if (isOther(request, tag, changed)) {
    if (file.explains !== true) return reply.code(412).send();
    throw new AppError("content.other", "The file has changed.");
  }
  if (isKnown(request, tag, changed)) return reply.code(304).send();

  reply.header("Content-Type", withCharset(mimeType));
  const kind =
    file.disposition === undefined
      ? harmless.test(mimeType) ||
        (file.framed === true && mimeType === framable)
        ? "inline"
        : "attachment"
      : file.disposition;
  if (kind !== null)
    reply.header("Content-Disposition", disposition(kind, file.name));
  const piece = pieceOf(request, file, tag, changed);
  if (piece === "impossible") {
    reply
      .removeHeader("Content-Disposition")
      .header("Content-Range", `bytes */${String(file.size)}`);
    if (file.explains !== true) return reply.code(416).send();
    throw new AppError(
      "range.impossible",
      `The file has ${String(file.size)} ${file.size === 1 ? "byte" : "bytes"}.`,
    );
  }
  if (piece !== null) {
    reply
      .code(206)
      .header(
        "Content-Range",
        `bytes ${String(piece.start)}-${String(piece.end)}/${String(file.size)}`,
      );
  }
  const length = piece === null ? file.size : piece.end - piece.start + 1;
  reply.header("Content-Length", length);
  if (request.method === "HEAD" || length === 0) return reply.send();
  const handle = await open(file.path).catch((error: unknown) => {
    throw fromSystemError(error, file.path, "read");
  });
  if ((await handle.stat()).size !== file.size) {
    await handle.close();
    throw new AppError(
      "bitstream.missing",
      "The file is not as long as the catalog says.",
      { remedy: "`holdall doctor` names what is damaged." },
    );
  }
  if ((piece?.start ?? 0) === 0) file.taken?.();
  await pumpFile(reply, handle, { start: piece?.start ?? 0, length });
  return reply;
}

/** Whether the client wants the rest of another content than this: put together, the two would be neither. */
function isOther(
  request: FastifyRequest,
  tag: string,
  changed: Date | null,
): boolean {
  const wanted = request.headers["if-match"];
  if (wanted !== undefined)
    return (
      wanted.trim() !== "*" &&
      !wanted.split(",").some((one) => one.trim() === tag)
    );
  const since = Date.parse(request.headers["if-unmodified-since"] ?? "");
  return changed !== null && since < changed.getTime();
}

/** Whether the client has the very content already. */
function isKnown(
  request: FastifyRequest,
  tag: string,
  changed: Date | null,
): boolean {
  const known = request.headers["if-none-match"];
  if (known !== undefined) {
    return (
      known.trim() === "*" ||
      known.split(",").some((one) => one.trim().replace(/^W\//, "") === tag)
    );
  }
  const since = Date.parse(request.headers["if-modified-since"] ?? "");
  return changed !== null && since >= changed.getTime();
}

/** The part that is asked for, unless it is asked for of another content than this. */
function pieceOf(
  request: FastifyRequest,
  { size }: OfferedFile,
  tag: string,
  changed: Date | null,
): ByteRange | "impossible" | null {
  const condition = request.headers["if-range"];
  return typeof condition === "string" &&
    condition !== tag &&
    Date.parse(condition) !== changed?.getTime()
    ? null
    : byteRange(request.headers.range, size);
}

function withCharset(mimeType: string): string {
  return mimeType === "text/plain" ? "text/plain; charset=utf-8" : mimeType;
}

/** Longer names no file system takes, and clients refuse an answer whose head they make too long. */
const longestName = 180;
/** What is longer behind the last dot is no extension. */
const longestExtension = 20;

function shortened(name: string): string {
  if (name.length <= longestName) return name;
  const dot = name.lastIndexOf(".");
  const extension =
    dot > 0 && name.length - dot <= longestExtension ? name.slice(dot) : "";
  return name.slice(0, longestName - extension.length) + extension;
}

/** Content-Disposition with the name in characters every client takes, and as it is (RFC 6266). */
export function disposition(
  kind: "attachment" | "inline",
  name: string,
): string {
  const last = name.split(/[/\\]/).at(-1) ?? "";
  const clean = last.replace(/\p{Cc}/gu, "").toWellFormed();
  const shown = clean === "" ? "file" : shortened(clean).toWellFormed();
  const ascii = shown.replace(/[^\x20-\x7e]/g, "_").replace(/["\\%]/g, "_");
  const encoded = encodeURIComponent(shown).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return ascii === shown
    ? `${kind}; filename="${ascii}"`
    : `${kind}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
