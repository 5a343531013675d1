import { defineStore } from "pinia";
import { ref, shallowRef } from "vue";
import { invoke } from "../bridge.ts";

/** Which columns this person wants in the table of items, by their ids, in order; null: never chosen. */
export const useColumns = defineStore("columns", () => {
  const chosen = shallowRef<readonly string[] | null>(null);
  const loaded = ref(false);

  /** Without an answer the table looks as it does at first. */
  async function load(): Promise<void> {
    chosen.value = await invoke("columns.get", {}).catch(() => null);
    loaded.value = true;
  }

  async function choose(columns: readonly string[]): Promise<void> {
    await invoke("columns.set", { columns });
    chosen.value = columns;
  }

  return { chosen, loaded, load, choose };
});
