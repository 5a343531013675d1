import { germanTitle } from "./own-titles.ts";
import type { RunKind, RunState } from "./run.ts";

/** Which runs somebody wants to see; what is absent leaves none out. */
export interface RunFilter {
  readonly kind?: RunKind;
  readonly states?: readonly RunState[];
  /** Part of the title, in capitals or not. */
  readonly words?: string;
}

/** Whether a title has these words in it, as it is or as a German window shows it. */
export function hasWords(title: string, words: string): boolean {
  const wanted = fold(words.trim());
  return [title, germanTitle(title)].some((name) =>
    fold(name).includes(wanted),
  );
}

function fold(text: string): string {
  return text.normalize("NFC").toLowerCase();
}
