import { constants, createInflateRaw, inflateRawSync } from "node:zlib";

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

/** The parts of Node's zlib streams that let one engine unpack many entries at once. */
interface Engine {
  readonly stream: { readonly destroyed: boolean };
  readonly handle: {
    reset(): void;
    writeSync(
      flush: number,
      packed: Uint8Array,
      packedStart: number,
      packedLength: number,
      output: Uint8Array,
      outputStart: number,
      outputLength: number,
    ): void;
  };
  /** Bytes left free in the output, bytes left over of the input. */
  readonly left: Uint32Array;
}

function startEngine(): Engine | null {
  const stream = createInflateRaw();
  // An engine that has failed is given up; what went wrong is asked of the public function.
  stream.on("error", () => undefined);
  const handle: unknown = Reflect.get(stream, "_handle");
  const left: unknown = Reflect.get(stream, "_writeState");
  if (!isHandle(handle) || !(left instanceof Uint32Array)) return null;
  return { stream, handle, left };
}

function isHandle(value: unknown): value is Engine["handle"] {
  return (
    typeof value === "object" &&
    value !== null &&
    "reset" in value &&
    typeof value.reset === "function" &&
    "writeSync" in value &&
    typeof value.writeSync === "function"
  );
}

/** Entries of more bytes are unpacked on their own. */
const reuseLimit = 1024 * 1024;

/**
 * Unpacks many small entries in half the time and without garbage, by using one zlib engine and one buffer again and
 * again. Node has no public call for that, so wherever the engine is not there or its answer is not plainly right,
 * {@link inflateWhole} decides.
 * @returns the same as {@link inflateWhole}, but the bytes are valid only until the next call
 */
export function createInflater(): (
  packed: Uint8Array,
  size: number,
) => Inflated {
  let engine = startEngine();
  const output = Buffer.allocUnsafeSlow(reuseLimit + 1);
  return (packed, size) => {
    if (engine === null || size > reuseLimit || packed.length === 0)
      return inflateWhole(packed, size);
    engine.handle.reset();
    engine.handle.writeSync(
      constants.Z_FINISH,
      packed,
      0,
      packed.length,
      output,
      0,
      size + 1,
    );
    const [free, unread] = engine.left;
    if (free === 1 && unread === 0 && !engine.stream.destroyed)
      return { bytes: output.subarray(0, size) };
    engine = startEngine();
    return inflateWhole(packed, size);
  };
}
