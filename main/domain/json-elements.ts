/** Takes the text of a JSON array piece by piece, and hands its elements on one by one. */
export interface JsonElements {
  /** @throws SyntaxError when it is no array, RangeError when an element is longer than allowed */
  update(bytes: Uint8Array): void;
  /** To be called after the last bytes. @throws SyntaxError when the array is not closed */
  end(): void;
}

const open = new Set([0x5b, 0x7b]);
const close = new Set([0x5d, 0x7d]);
const blanks = new Set([0x20, 0x09, 0x0a, 0x0d]);
const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const bracket = 0x5b;
const endBracket = 0x5d;

/**
 * Finds where the elements of a JSON array begin and end, so that never more than one of them is held. What is in an
 * element is not looked at: whoever takes it parses it.
 * @param take called with the text of each element, UTF-8
 * @param longest most bytes an element may have
 */
export function createJsonElements(
  take: (element: Uint8Array) => void,
  longest: number,
): JsonElements {
  let state: "before" | "between" | "element" | "after" = "before";
  let depth = 0;
  let inText = false;
  let escaped = false;
  let held: Uint8Array[] = [];
  let length = 0;
  let elements = 0;
  let needed = false;
  let at = 0;

  function keep(bytes: Uint8Array): void {
    length += bytes.length;
    if (length > longest)
      throw new RangeError(
        `Element ${String(elements + 1)} is longer than ${String(longest)} bytes.`,
      );
    // A buffer's own `slice` would not copy, and whoever reads files fills its buffers again.
    held.push(new Uint8Array(bytes));
  }

  function finish(): void {
    const element = new Uint8Array(length);
    let end = 0;
    for (const piece of held) {
      element.set(piece, end);
      end += piece.length;
    }
    held = [];
    length = 0;
    elements += 1;
    needed = false;
    take(element);
  }

  function misplaced(byte: number): SyntaxError {
    return new SyntaxError(
      `There is a misplaced ${JSON.stringify(String.fromCharCode(byte))} at byte ${String(at)}.`,
    );
  }

  return {
    update(bytes) {
      let from = state === "element" ? 0 : -1;
      for (let index = 0; index < bytes.length; index++, at++) {
        const byte = bytes[index] ?? 0;
        if (state === "element") {
          if (inText) {
            if (escaped) escaped = false;
            else if (byte === backslash) escaped = true;
            else if (byte === quote) inText = false;
          } else if (byte === quote) inText = true;
          else if (open.has(byte)) depth++;
          else if (depth > 0) {
            if (close.has(byte)) depth--;
          } else if (byte === comma || byte === endBracket) {
            keep(bytes.subarray(from, index));
            finish();
            from = -1;
            needed = byte === comma;
            state = byte === comma ? "between" : "after";
          }
          continue;
        }
        if (blanks.has(byte)) continue;
        if (state === "before") {
          // A byte order mark may come first.
          if (at < 3 && byte >= 0xbb) continue;
          if (byte !== bracket) throw misplaced(byte);
          state = "between";
        } else if (state === "after") {
          throw misplaced(byte);
        } else if (byte === endBracket && !needed) {
          state = "after";
        } else if (byte === comma || byte === endBracket) {
          throw misplaced(byte);
        } else {
          state = "element";
          from = index;
          depth = open.has(byte) ? 1 : 0;
          inText = byte === quote;
        }
      }
      if (from >= 0) keep(bytes.subarray(from));
    },
    end() {
      if (state !== "after")
        throw new SyntaxError("The array is not closed; the file is cut off.");
    },
  };
}
