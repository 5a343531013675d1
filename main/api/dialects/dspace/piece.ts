/** A part of an answer: text, or text that is bytes of UTF-8 already. */
export type Piece = string | Uint8Array;

/** The same pieces, texts that follow on each other as one: each is measured and written by a call of its own. */
export function joinTexts(pieces: readonly Piece[]): readonly Piece[] {
  const joined: Piece[] = [];
  let text = "";
  for (const piece of pieces) {
    if (typeof piece === "string") {
      text += piece;
      continue;
    }
    if (text !== "") joined.push(text);
    text = "";
    joined.push(piece);
  }
  if (text !== "") joined.push(text);
  return joined;
}

/** Bytes of all pieces together. */
export function sizeOf(pieces: readonly Piece[]): number {
  let size = 0;
  for (const piece of pieces)
    size += typeof piece === "string" ? Buffer.byteLength(piece) : piece.length;
  return size;
}

/** Writes the pieces into a buffer, one after the other; what is text is never put together as text. */
export function writePieces(pieces: readonly Piece[], into: Buffer): void {
  let end = 0;
  for (const piece of pieces) {
    if (typeof piece === "string") {
      end += into.write(piece, end);
    } else {
      into.set(piece, end);
      end += piece.length;
    }
  }
}

/** The pieces as text. */
export function textOf(pieces: readonly Piece[]): string {
  const bytes = Buffer.alloc(sizeOf(pieces));
  writePieces(pieces, bytes);
  return bytes.toString();
}
