import { AppError } from "../../../domain/errors.ts";

/**
 * The first JSON value of a text; what follows is left out, for a client in wide use appends its media type to it
 * (dspace.md section 1, row 2).
 * @throws AppError request.impossible
 */
export function jsonAtStart(text: string): unknown {
  const trimmed = text.trim();
  try {
    return JSON.parse(trimmed.slice(0, endOfValue(trimmed)));
  } catch {
    throw new AppError("request.impossible", "`properties` is not JSON.");
  }
}

/** Where an object or list at the start of a text ends; the end of the text for anything else. */
function endOfValue(text: string): number {
  if (!/^[{[]/.test(text)) return text.length;
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (quoted) {
      if (character === "\\") at++;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === "{" || character === "[") depth++;
    else if (character === "}" || character === "]") {
      depth--;
      if (depth === 0) return at + 1;
    }
  }
  return text.length;
}
