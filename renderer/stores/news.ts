import { defineStore } from "pinia";
import { shallowRef } from "vue";
import {
  usualNewsChoice,
  type News,
  type NewsChoice,
} from "../../main/domain/news.ts";
import { invoke, listen } from "../bridge.ts";

/** Nobody reads more at a time. */
const most = 3;

/** What has happened while somebody looked elsewhere in the window, and of what they want to be told. */
export const useNews = defineStore("news", () => {
  const choice = shallowRef<NewsChoice>(usualNewsChoice);
  /** The newest last. */
  const notes = shallowRef<readonly (News & { readonly number: number })[]>([]);
  let last = 0;

  async function load(): Promise<void> {
    choice.value = await invoke("news.get", {});
  }

  /** @param onNote told of each piece of news that is shown */
  const follow = (onNote: (news: News) => void): (() => void) =>
    listen("news.told", (news) => {
      if (!choice.value.window.includes(news.kind)) return;
      last += 1;
      notes.value = [...notes.value, { ...news, number: last }].slice(-most);
      onNote(news);
    });

  return {
    choice,
    notes,
    load,
    follow,
    async save(wanted: NewsChoice): Promise<void> {
      await invoke("news.set", wanted);
      choice.value = wanted;
    },
    dismiss(number: number): void {
      notes.value = notes.value.filter((note) => note.number !== number);
    },
    clear(): void {
      notes.value = [];
    },
  };
});
