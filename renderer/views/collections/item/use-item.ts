import { computed, ref, shallowRef, watch, type Ref } from "vue";
import type { Item } from "../../../../main/domain/catalog.ts";
import type { FileCheck } from "../../../../main/domain/file-check.ts";
import type { ItemStanding } from "../../../../preload/contract.ts";
import { invoke } from "../../../bridge.ts";
import { newestAnswer } from "../../../newest-answer.ts";
import { useCatalog } from "../../../stores/catalog.ts";

/**
 * One item and how the person stands to it, read anew whenever another one is wanted, or the catalog has changed.
 * @param id numeric
 */
export function useItem(id: () => number) {
  const item = shallowRef<Item | null>(null);
  const standing = shallowRef<ItemStanding | null>(null);
  const failure = ref<unknown>(null);
  const catalog = useCatalog();
  const ask = newestAnswer();

  /** What has not changed stays the same, so that nothing is drawn or read anew for it. */
  function take<Value>(held: Ref<Value>, value: Value): void {
    if (JSON.stringify(held.value) !== JSON.stringify(value))
      held.value = value;
  }
  async function load(): Promise<void> {
    const wanted = id();
    const isNewest = ask();
    // What is shown of the same item stays in sight, with why nothing newer is known.
    if (item.value?.id !== wanted) failure.value = null;
    try {
      const [found, stands] = await Promise.all([
        invoke("items.get", { item: wanted }),
        invoke("items.standing", { item: wanted }),
      ]);
      if (wanted !== id() || !isNewest()) return;
      take(item, found);
      take(standing, stands);
      failure.value = null;
    } catch (error) {
      if (wanted === id() && isNewest()) failure.value = error;
    }
  }
  watch(id, load, { immediate: true });
  watch(() => catalog.edition, load);

  /** Takes over what came out when a file was read again. */
  function checked(check: FileCheck): void {
    if (standing.value === null) return;
    const others = standing.value.checks.filter(
      ({ bitstream }) => bitstream !== check.bitstream,
    );
    standing.value = { ...standing.value, checks: [...others, check] };
  }

  return {
    item,
    standing,
    failure,
    /** Of the items it has to do with, by numeric id. */
    titles: computed(
      () => new Map(standing.value?.titles.map((one) => [one.id, one.title])),
    ),
    load,
    checked,
  };
}
