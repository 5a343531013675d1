import { computed, ref, shallowRef, watch } from "vue";
import type {
  RelatedItem,
  RelationKind,
  Relations,
} from "../../../../main/domain/related-item.ts";
import { invoke } from "../../../bridge.ts";

export interface RelationGroup {
  readonly key: string;
  readonly kind: RelationKind;
  /** As far as they have been read, from the first. */
  readonly items: readonly RelatedItem[];
  /** Of all, also of those that have not been read. */
  readonly count: number;
}

const keyOf = ({ type, side }: Pick<RelationKind, "type" | "side">): string =>
  `${side} ${String(type)}`;

/**
 * What an item belongs to: some hundred at first, more when they are asked for.
 * @param item one that is read anew whenever another one, or another state of it, is given
 */
export function useRelations(item: () => { readonly id: number }) {
  const relations = shallowRef<Relations | null>(null);
  /** Why it could not be read; null when it could. */
  const failure = ref<unknown>(null);
  const busy = ref(false);
  let asked = 0;

  /**
   * @param least how many are to be listed, where there are as many
   * @param before what is to be gone on from; null to read all anew
   */
  async function read(
    least: number,
    before: Relations | null = null,
  ): Promise<void> {
    const { id } = item();
    asked += 1;
    const mine = asked;
    failure.value = null;
    busy.value = true;
    try {
      let found = before ?? (await invoke("relations.of", { item: id }));
      while (found.items.length < least && found.next !== null) {
        const page: Relations = await invoke("relations.of", {
          item: id,
          after: found.next,
        });
        // What has been placed further back meanwhile comes once more, and stands there now.
        const come = new Set(page.items.map((one) => one.id));
        const kept = found.items.filter((one) => !come.has(one.id));
        found = { ...page, items: [...kept, ...page.items] };
      }
      if (mine === asked) relations.value = found;
    } catch (error) {
      if (mine === asked) failure.value = error;
    } finally {
      if (mine === asked) busy.value = false;
    }
  }
  const listed = (): number => relations.value?.items.length ?? 0;
  watch(
    item,
    (now, before) => {
      if (now.id !== before?.id) relations.value = null;
      void read(listed());
    },
    { immediate: true },
  );

  return {
    relations,
    failure,
    /** Whether it is being read. */
    busy,
    /** One for each kind, in the order in which they come. */
    groups: computed<readonly RelationGroup[]>(() => {
      const { items = [], counts = [] } = relations.value ?? {};
      const counted = new Map(counts.map((one) => [keyOf(one), one.count]));
      const all = new Map<string, RelatedItem[]>();
      for (const one of items) {
        const key = keyOf(one.kind);
        all.set(key, [...(all.get(key) ?? []), one]);
      }
      return [...all].flatMap(([key, own]) =>
        own[0] === undefined
          ? []
          : [
              {
                key,
                kind: own[0].kind,
                items: own,
                count: counted.get(key) ?? own.length,
              },
            ],
      );
    }),
    /** Reads again as many as are listed. */
    load: () => read(listed()),
    /** Reads again all that are listed, and some more. */
    further: () => read(listed() + 1),
    /** Lists some more, besides all that are listed. */
    more: () => read(listed() + 1, relations.value),
  };
}
