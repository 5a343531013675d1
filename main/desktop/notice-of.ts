import type { Outcome } from "../core/outcomes.ts";
import type { Words } from "./words.ts";

/**
 * What to tell a person who is not looking of an end; null where there is nothing new: who was told why it fails need
 * not be told each night, and that an archive has arrived is no surprise.
 */
export function noticeOf(
  { news, run, target, error }: Outcome,
  words: Pick<Words, "ended" | "delivered">,
): { readonly title: string; readonly body: string } | null {
  if (news === "still-failing") return null;
  if (target === null) return words.ended(run);
  return news === "finished" ? null : words.delivered(target, error);
}
