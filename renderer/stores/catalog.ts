import { defineStore } from "pinia";
import { computed, ref, shallowRef } from "vue";
import type { CatalogSummary, ContainerView } from "../../preload/contract.ts";
import { invoke, listen } from "../bridge.ts";
import { inPaces } from "../in-paces.ts";
import { newestAnswer } from "../newest-answer.ts";

/** What the catalog holds: its numbers, its communities and its collections. */
export const useCatalog = defineStore("catalog", () => {
  const summary = ref<CatalogSummary | null>(null);
  const communities = shallowRef<readonly ContainerView[]>([]);
  const collections = shallowRef<readonly ContainerView[]>([]);
  const failure = ref<unknown>(null);
  /** Grows whenever what is shown of the catalog may be out of date. */
  const edition = ref(0);

  /** Null until it is known. */
  const empty = computed(() =>
    summary.value === null
      ? null
      : summary.value.items === 0 &&
        summary.value.collections === 0 &&
        summary.value.communities === 0,
  );

  const ask = newestAnswer();
  async function load(): Promise<void> {
    const isNewest = ask();
    try {
      const [counts, roots, leaves] = await Promise.all([
        invoke("catalog.summary", {}),
        invoke("communities.list", {}),
        invoke("collections.list", {}),
      ]);
      if (!isNewest()) return;
      communities.value = roots;
      collections.value = leaves;
      summary.value = counts;
      edition.value += 1;
      failure.value = null;
    } catch (error) {
      if (isNewest()) failure.value = error;
    }
  }

  /** Reads again whenever an import has ended, and what others have changed. @returns a function that stops it */
  function follow(): () => void {
    const stop = [
      listen("run.changed", (run) => {
        if (run.kind === "import" && run.finishedAt !== null) void load();
      }),
      listen("catalog.changed", inPaces(load)),
    ];
    return () => {
      for (const each of stop) each();
    };
  }

  return {
    summary,
    communities,
    collections,
    failure,
    edition,
    empty,
    load,
    follow,
  };
});
