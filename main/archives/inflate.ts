import { inflateRawSync } from "node:zlib";

/** Unpacked bytes, or why they could not be had, as a part of a sentence. */
export type Inflated =
  | { readonly bytes: Buffer; readonly fault?: undefined }
  | { readonly fault: string };

interface InflateReport {
  readonly buffer: Buffer;
  readonly engine: { readonly bytesWritten: number };
}

function isReport(value: unknown): value is InflateReport {
  return (
    typeof value === "object" &&
    value !== null &&
    "buffer" in value &&
    "engine" in value
  );
}

/**
 * Unpacks a deflated entry in one call; never gives out more than `size` bytes.
 * @param packed all of the entry's packed bytes
 * @param size bytes it must unpack to
 */
export function inflateWhole(packed: Uint8Array, size: number): Inflated {
  let report: unknown;
  try {
    report = inflateRawSync(packed, {
      // One more than needed, so that zlib sees the end of the stream without asking for another buffer.
      chunkSize: Math.max(64, size + 1),
      maxOutputLength: Math.max(1, size),
      info: true,
    });
  } catch (error) {
    return { fault: inflateFault(error, size) };
  }
  if (!isReport(report)) throw new TypeError("zlib gave no report");
  if (report.buffer.length !== size) {
    return {
      fault: `it unpacks to ${report.buffer.length} bytes instead of ${size}`,
    };
  }
  if (report.engine.bytesWritten !== packed.length) {
    return {
      fault: `${packed.length - report.engine.bytesWritten} bytes follow the end of its packed data`,
    };
  }
  return { bytes: report.buffer };
}

/** Says in words why unpacking failed. */
export function inflateFault(error: unknown, size: number): string {
  const code =
    error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ERR_BUFFER_TOO_LARGE")
    return `it unpacks to more than the ${size} bytes it should have`;
  if (code === "Z_BUF_ERROR") return "its packed data is cut off";
  return `its packed data is damaged (${error instanceof Error ? error.message : String(error)})`;
}
