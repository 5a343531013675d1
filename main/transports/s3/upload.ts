import { createHash } from "node:crypto";
import type { Json } from "../../domain/delivery.ts";
import type { UploadedPart } from "./open-bucket.ts";

/** An upload in parts that was begun: what is remembered of it. */
export interface Upload {
  readonly uploadId: string;
  /** Bytes of every part but the last. */
  readonly partSize: number;
  /** Entity tags of the parts the service has, by their numbers. */
  readonly etags: Record<string, string>;
  /** How often in a row the service could not complete it although it has all parts. */
  readonly failedEnds: number;
}

/** What was remembered, if it is an upload. */
export function readUpload(known: Json | undefined): Upload | null {
  if (typeof known !== "object" || known === null) return null;
  if (!("uploadId" in known && "partSize" in known && "etags" in known))
    return null;
  const { uploadId, partSize, etags } = known;
  const failedEnds = "failedEnds" in known ? known.failedEnds : 0;
  if (
    typeof uploadId !== "string" ||
    typeof partSize !== "number" ||
    typeof etags !== "object" ||
    etags === null
  )
    return null;
  return {
    uploadId,
    partSize,
    failedEnds: typeof failedEnds === "number" ? failedEnds : 0,
    etags: Object.fromEntries(
      Object.entries(etags).flatMap(([number, etag]: [string, Json]) =>
        typeof etag === "string" ? [[number, etag]] : [],
      ),
    ),
  };
}

/** The parts the service has, in their order. */
export function partsOf({ etags }: Upload): UploadedPart[] {
  return Object.entries(etags)
    .map(([number, etag]) => ({ number: Number(number), etag }))
    .sort((a, b) => a.number - b.number);
}

/** The entity tag that services which use MD5 give to an object of these parts. */
export function etagOf(parts: readonly UploadedPart[]): string {
  const hash = createHash("md5");
  for (const { etag } of parts) hash.update(Buffer.from(etag, "hex"));
  return `${hash.digest("hex")}-${String(parts.length)}`;
}
