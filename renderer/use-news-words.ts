import { useI18n } from "vue-i18n";
import type { News } from "../main/domain/news.ts";

/** What has happened, in words. */
export function useNewsWords() {
  const { t } = useI18n({ useScope: "global" });
  const title = ({ event }: News): string =>
    t(`news.events.${event.replaceAll(/[.-]/gu, "_")}`);
  return {
    title,
    /** What is said aloud. The reason is English whatever the language, and a voice would read it as if it were not. */
    sentence: (news: News): string => `${title(news)}: ${news.title}`,
  };
}
