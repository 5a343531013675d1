import type { RunKind, RunState } from "./run.ts";

/** Which runs somebody wants to see; what is absent leaves none out. */
export interface RunFilter {
  readonly kind?: RunKind;
  readonly states?: readonly RunState[];
  /** Part of the title, in capitals or not. */
  readonly words?: string;
}

/** Whether a title has these words in it. */
export function hasWords(title: string, words: string): boolean {
  return fold(title).includes(fold(words.trim()));
}

function fold(text: string): string {
  return text.normalize("NFC").toLowerCase();
}
