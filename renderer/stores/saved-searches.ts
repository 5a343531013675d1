import { defineStore } from "pinia";
import { ref, shallowRef } from "vue";
import type {
  KeptSearchView,
  SavedSearchView,
} from "../../preload/contract.ts";
import { invoke } from "../bridge.ts";
import { newestAnswer } from "../newest-answer.ts";

/** Searches this person keeps under a name. */
export const useSavedSearches = defineStore("saved-searches", () => {
  const searches = shallowRef<readonly SavedSearchView[]>([]);
  const failure = ref<unknown>(null);

  const ask = newestAnswer();
  async function load(): Promise<void> {
    const isNewest = ask();
    try {
      const found = await invoke("saved-searches.list", {});
      if (!isNewest()) return;
      searches.value = found;
      failure.value = null;
    } catch (error) {
      if (isNewest()) failure.value = error;
    }
  }

  async function create(name: string, search: KeptSearchView): Promise<void> {
    await invoke("saved-searches.create", { name, search });
    await load();
  }

  async function rename(search: number, name: string): Promise<void> {
    await invoke("saved-searches.rename", { search, name });
    await load();
  }

  async function remove(search: number): Promise<void> {
    await invoke("saved-searches.remove", { search });
    await load();
  }

  return { searches, failure, load, create, rename, remove };
});
