import { constants, createDeflateRaw } from "node:zlib";
import { bound, deflatePiece, levelOfSmall, smallBytes } from "./deflate.ts";

/** Deflates small entries one after the other. */
export interface SmallDeflater {
  /** To be called when a block begins: what comes out of a block depends on nothing before it. */
  begin(): void;
  /**
   * Deflates a whole entry.
   * @returns its raw deflate stream, valid until the next call
   */
  deflate(bytes: Uint8Array): Uint8Array;
}

/** The parts of Node's zlib streams that let one engine deflate many entries. */
interface Engine {
  readonly stream: { readonly destroyed: boolean; close(): void };
  readonly handle: {
    reset(): void;
    writeSync(
      flush: number,
      input: Uint8Array,
      inputStart: number,
      inputLength: number,
      output: Uint8Array,
      outputStart: number,
      outputLength: number,
    ): void;
  };
  /** Bytes left free in the output, bytes left over of the input. */
  readonly left: Uint32Array;
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

function startEngine(): Engine | null {
  // All the memory it takes: with less, an entry of ten kilobytes becomes several blocks with a code each, which takes a
  // quarter longer and makes nothing smaller.
  const stream = createDeflateRaw({
    level: levelOfSmall,
    windowBits: 15,
    memLevel: 9,
  });
  // An engine that has failed is given up for the public function.
  stream.on("error", () => undefined);
  const handle: unknown = Reflect.get(stream, "_handle");
  const left: unknown = Reflect.get(stream, "_writeState");
  if (!isHandle(handle) || !(left instanceof Uint32Array)) return null;
  return { stream, handle, left };
}

/** Longest entry that is deflated here; {@link deflatePiece} takes the others. */
export const mostDeflatedHere = smallBytes;

/**
 * Makes a deflater that uses one zlib engine and one buffer again and again: for entries of a few kilobytes, making an
 * engine and giving it back takes a quarter as long as deflating does, and leaves garbage. Node has no public call for
 * that, so wherever the engine is not there or its answer is not plainly right, {@link deflatePiece} does the work.
 *
 * What a used engine writes depends slightly on what it wrote before, so each block has an engine of its own; the
 * archive does not depend on which thread packs what.
 */
export function createSmallDeflater(): SmallDeflater {
  let engine: Engine | null = null;
  let begun = false;
  let output: Buffer | null = null;
  return {
    begin() {
      engine?.stream.close();
      engine = null;
      begun = false;
    },
    deflate(bytes) {
      if (!begun) {
        engine = startEngine();
        begun = true;
      } else {
        engine?.handle.reset();
      }
      if (engine === null) return deflatePiece(bytes, null, true);
      output ??= Buffer.allocUnsafeSlow(bound(mostDeflatedHere));
      engine.handle.writeSync(
        constants.Z_FINISH,
        bytes,
        0,
        bytes.length,
        output,
        0,
        output.length,
      );
      const [free = 0, unread] = engine.left;
      if (free > 0 && unread === 0 && !engine.stream.destroyed)
        return output.subarray(0, output.length - free);
      engine = null;
      return deflatePiece(bytes, null, true);
    },
  };
}
