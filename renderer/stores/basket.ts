import { defineStore } from "pinia";
import { computed, ref, shallowRef } from "vue";
import type { LookedUp } from "../../main/domain/lookup.ts";
import type { BasketEntryView } from "../../preload/contract.ts";
import { invoke } from "../bridge.ts";
import { newestAnswer } from "../newest-answer.ts";

const pageSize = 200;

/** What this person has put aside to export it together. */
export const useBasket = defineStore("basket", () => {
  /** Of all entries, whether they are read or not. */
  const count = ref(0);
  const entries = shallowRef<readonly BasketEntryView[]>([]);
  const failure = ref<unknown>(null);
  const reading = ref(0);
  const more = computed(() => entries.value.length < count.value);
  /** Changes that were answered: what was asked for before one of them may not know of it. */
  let changes = 0;
  /** How often the list was begun anew. */
  let beginnings = 0;

  function begin(list: readonly BasketEntryView[]): void {
    beginnings += 1;
    entries.value = list;
  }

  const ask = newestAnswer();
  async function load(): Promise<void> {
    const isNewest = ask();
    const before = changes;
    reading.value += 1;
    try {
      const page = await invoke("basket.page", { limit: pageSize });
      if (!isNewest()) return;
      if (before !== changes) {
        await load();
        return;
      }
      count.value = page.count;
      begin(page.entries);
      failure.value = null;
    } catch (error) {
      if (isNewest()) failure.value = error;
    } finally {
      reading.value -= 1;
    }
  }

  async function loadMore(): Promise<void> {
    const after = entries.value.at(-1)?.id;
    if (after === undefined) {
      await load();
      return;
    }
    const list = beginnings;
    const before = changes;
    /** Whether the list still ends where this goes on. */
    const fits = (): boolean =>
      list === beginnings && after === entries.value.at(-1)?.id;
    reading.value += 1;
    try {
      const page = await invoke("basket.page", { limit: pageSize, after });
      if (!fits()) return;
      if (before === changes) count.value = page.count;
      entries.value = [...entries.value, ...page.entries];
      failure.value = null;
    } catch (error) {
      if (fits()) failure.value = error;
    } finally {
      reading.value -= 1;
    }
  }

  /** One change after the other: each counts on what the one before has left. */
  let last: Promise<unknown> = Promise.resolve();
  function inTurn<Done>(change: () => Promise<Done>): Promise<Done> {
    const turn = last.then(change);
    last = turn.catch(() => undefined);
    return turn;
  }

  return {
    count,
    entries,
    failure,
    busy: computed(() => reading.value > 0),
    more,
    load,
    loadMore,
    /** @returns how many things are new in it */
    add: (objects: readonly number[], search: LookedUp | null) =>
      inTurn(async () => {
        const before = count.value;
        const answer = await invoke("basket.add", {
          objects,
          ...(search === null ? {} : { search }),
        });
        changes += 1;
        count.value = answer.count;
        return answer.count - before;
      }),
    remove: (entry: number) =>
      inTurn(async () => {
        const answer = await invoke("basket.remove", { entries: [entry] });
        changes += 1;
        entries.value = entries.value.filter(({ id }) => id !== entry);
        count.value = answer.count;
      }),
    clear: () =>
      inTurn(async () => {
        await invoke("basket.clear", {});
        changes += 1;
        begin([]);
        count.value = 0;
      }),
  };
});
