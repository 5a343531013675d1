import { AppError } from "../domain/errors.ts";
import { mostJsonValues } from "./control-file-limits.ts";

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const openList = 0x5b;
const openObject = 0x7b;

/**
 * Whether a JSON text has more values than the limit, as seen in its bytes: a few bytes of text become a hundred of
 * memory, so it is counted before it is read.
 */
function hasTooMany(bytes: Uint8Array): boolean {
  let values = 0;
  let inText = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (inText) {
      if (byte === backslash) at += 1;
      else if (byte === quote) inText = false;
    } else if (byte === quote) {
      inText = true;
    } else if (byte === comma || byte === openList || byte === openObject) {
      values += 1;
      if (values > mostJsonValues) return true;
    }
  }
  return false;
}

/**
 * The value of a JSON file; undefined when it is none.
 * @throws AppError input.invalid when it has more values than are taken
 */
export function parseJson(bytes: Uint8Array, name: string): unknown {
  if (hasTooMany(bytes)) {
    throw new AppError(
      "input.invalid",
      `${name} has more than the ${mostJsonValues} values that are taken.`,
      { object: name },
    );
  }
  try {
    return JSON.parse(
      new TextDecoder("utf-8", { fatal: true }).decode(bytes),
    ) as unknown;
  } catch {
    return undefined;
  }
}
