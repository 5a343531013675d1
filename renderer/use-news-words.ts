import { useI18n } from "vue-i18n";
import type { News } from "../main/domain/news.ts";
import { useSaid } from "./use-said.ts";
import { useTitleWords } from "./use-title-words.ts";

/** What has happened, in words. */
export function useNewsWords() {
  const { t, locale } = useI18n({ useScope: "global" });
  const { say } = useSaid();
  const { title: named } = useTitleWords();
  const title = ({ event }: News): string =>
    t(`news.events.${event.replaceAll(/[.-]/gu, "_")}`);
  return {
    title,
    /** What it is about. */
    about: (news: News): string => named(news.title),
    /** What is said aloud. A reason in another language would be read as if it were in this one. */
    sentence(news: News): string {
      const what = `${title(news)}: ${named(news.title)}`;
      const reason = news.reason === null ? null : say(news.reason);
      return reason?.language === locale.value
        ? `${what}. ${reason.text}`
        : what;
    },
  };
}
