import type { News } from "../domain/news.ts";
import type { Words } from "./words.ts";

/** What to tell a person who is not looking. */
export function noticeOf(
  { event, title, reason }: News,
  { news, said, titled }: Pick<Words, "news" | "said" | "titled">,
): { readonly title: string; readonly body: string } {
  const about = titled(title);
  return {
    title: news[event],
    body: reason === null ? about : `${about}: ${said(reason)}`,
  };
}
