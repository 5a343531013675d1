import type { News } from "../domain/news.ts";
import type { Words } from "./words.ts";

/** What to tell a person who is not looking. */
export function noticeOf(
  { event, title, reason }: News,
  { news, said }: Pick<Words, "news" | "said">,
): { readonly title: string; readonly body: string } {
  return {
    title: news[event],
    body: reason === null ? title : `${title}: ${said(reason)}`,
  };
}
