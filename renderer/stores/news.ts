import { defineStore } from "pinia";
import { ref, shallowRef } from "vue";
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
  /** What is shown: what was chosen last, though it may be on its way yet. */
  const choice = shallowRef<NewsChoice>(usualNewsChoice);
  /** Whether the choice is this person's: whoever changed another would lose their own. */
  const ready = ref(false);
  let kept = usualNewsChoice;
  let saving: Promise<unknown> = Promise.resolve();
  /** The newest last. */
  const notes = shallowRef<readonly (News & { readonly number: number })[]>([]);
  let last = 0;

  async function load(): Promise<void> {
    kept = await invoke("news.get", {});
    choice.value = kept;
    ready.value = true;
  }

  async function keep(wanted: NewsChoice, before: Promise<unknown>) {
    await before;
    await invoke("news.set", wanted);
    kept = wanted;
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
    ready,
    notes,
    load,
    follow,
    /** Each choice holds those before it, so they are saved in their order; what cannot be saved goes back. */
    async save(wanted: NewsChoice): Promise<void> {
      choice.value = wanted;
      const mine = keep(wanted, saving);
      saving = mine.catch(() => undefined);
      try {
        await mine;
      } catch (error) {
        if (choice.value === wanted) choice.value = kept;
        throw error;
      }
    },
    dismiss(number: number): void {
      notes.value = notes.value.filter((note) => note.number !== number);
    },
    /** Forgets whose news these were. */
    clear(): void {
      notes.value = [];
      ready.value = false;
      choice.value = kept = usualNewsChoice;
    },
  };
});
