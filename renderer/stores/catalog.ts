import { defineStore } from "pinia";
import { ref } from "vue";
import type { CatalogSummary } from "../../preload/contract.ts";
import { invoke, listen } from "../bridge.ts";

/** What the catalog holds, in numbers. */
export const useCatalog = defineStore("catalog", () => {
  const summary = ref<CatalogSummary | null>(null);
  const failure = ref<string | null>(null);

  async function load(): Promise<void> {
    try {
      summary.value = await invoke("catalog.summary", {});
      failure.value = null;
    } catch (error) {
      failure.value = error instanceof Error ? error.message : String(error);
    }
  }

  /** Reads now, and again whenever a run has ended. @returns a function that stops it */
  function follow(): () => void {
    void load();
    return listen("run.changed", (run) => {
      if (run.finishedAt !== null) void load();
    });
  }

  return { summary, failure, load, follow };
});
