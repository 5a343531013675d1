import { defineStore } from "pinia";
import { computed, ref, shallowRef } from "vue";
import type { LookedUp } from "../../main/domain/lookup.ts";
import type { BasketEntryView } from "../../preload/contract.ts";
import { invoke } from "../bridge.ts";

const pageSize = 200;

/** What this person has put aside to export it together. */
export const useBasket = defineStore("basket", () => {
  /** Of all entries, whether they are read or not. */
  const count = ref(0);
  const entries = shallowRef<readonly BasketEntryView[]>([]);
  const failure = ref<unknown>(null);
  const busy = ref(false);
  const more = computed(() => entries.value.length < count.value);

  async function read(after: number | null): Promise<void> {
    busy.value = true;
    try {
      const page = await invoke("basket.page", {
        limit: pageSize,
        ...(after === null ? {} : { after }),
      });
      count.value = page.count;
      entries.value =
        after === null ? page.entries : [...entries.value, ...page.entries];
      failure.value = null;
    } catch (error) {
      failure.value = error;
    } finally {
      busy.value = false;
    }
  }

  const load = (): Promise<void> => read(null);
  const loadMore = (): Promise<void> => read(entries.value.at(-1)?.id ?? null);

  /** @returns how many things are new in it */
  async function add(
    objects: readonly number[],
    search: LookedUp | null,
  ): Promise<number> {
    const before = count.value;
    const answer = await invoke("basket.add", {
      objects,
      ...(search === null ? {} : { search }),
    });
    count.value = answer.count;
    return answer.count - before;
  }

  async function remove(entry: number): Promise<void> {
    const answer = await invoke("basket.remove", { entries: [entry] });
    entries.value = entries.value.filter(({ id }) => id !== entry);
    count.value = answer.count;
  }

  async function clear(): Promise<void> {
    await invoke("basket.clear", {});
    entries.value = [];
    count.value = 0;
  }

  return {
    count,
    entries,
    failure,
    busy,
    more,
    load,
    loadMore,
    add,
    remove,
    clear,
  };
});
