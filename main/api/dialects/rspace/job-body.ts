import type { RspaceJob } from "../../../core/rspace-exports.ts";
import { errorBody } from "./error-body.ts";

/** @param base address of the dialect: `http://127.0.0.1:8460/api/v1` */
export function jobBody(job: RspaceJob, base: string): object {
  const { id, status, percent, archive, failure } = job;
  return {
    id,
    status,
    percentComplete: percent,
    result:
      archive !== null
        ? {
            // As Java writes a number of 64 bits: a text.
            checksum: String(archive.crc32 >>> 0),
            algorithm: "CRC32",
            size: archive.size,
            expiryDate: new Date(archive.expiresAt).toISOString(),
          }
        : failure !== null
          ? errorBody(500, failure.message, { at: failure.at })
          : null,
    _links: [
      ...(archive?.name == null
        ? []
        : [{ link: `${base}/export/${archive.name}`, rel: "enclosure" }]),
      { link: `${base}/jobs/${String(id)}`, rel: "self" },
    ],
  };
}
