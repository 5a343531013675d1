import { computed, type Ref } from "vue";
import { useI18n } from "vue-i18n";
import type { LookedUp, Lookup } from "../../../main/domain/lookup.ts";
import type { ContainerView } from "../../../preload/contract.ts";
import { useAnnouncer } from "../../stores/announcer.ts";
import { useBasket } from "../../stores/basket.ts";
import { useAttempt } from "../../use-attempt.ts";
import { useFormats } from "../../use-formats.ts";
import { useFacetWords } from "./use-facet-words.ts";
import type { ItemSelecting } from "./use-item-selection.ts";

export interface PuttingAsideInput {
  /** The community or collection that is shown; null for the whole catalog. */
  readonly container: Readonly<Ref<ContainerView | null>>;
  readonly lookup: Readonly<Ref<Lookup>>;
  readonly selecting: ItemSelecting;
}

/** Puts what is seen into the basket, and says so. */
export function usePuttingAside({
  container,
  lookup,
  selecting,
}: PuttingAsideInput) {
  const { t } = useI18n({ useScope: "global" });
  const formats = useFormats();
  const words = useFacetWords();
  const basket = useBasket();
  const announcer = useAnnouncer();
  const { failure, attempt } = useAttempt();

  async function put(
    objects: readonly number[],
    search: LookedUp | null,
  ): Promise<void> {
    const added = await basket.add(objects, search);
    await announcer.say(t("basket.added", { n: formats.number(added) }, added));
  }
  async function putAside(
    objects: readonly number[],
    search: LookedUp | null,
  ): Promise<void> {
    await attempt(() => put(objects, search));
  }

  return {
    failure,
    putAside,
    selectionToBasket(): Promise<void> {
      const { value } = selecting.selection;
      return value.kind === "some"
        ? putAside([...value.ids], null)
        : putAside([], { lookup: lookup.value, except: [...value.except] });
    },
    /** The place that is shown, and what is found there. Putting one in fails where it was asked for. */
    offers: computed(() => {
      const place = container.value;
      const found: LookedUp = { lookup: lookup.value, except: [] };
      const { query, filters } = lookup.value;
      return [
        ...(place === null
          ? []
          : [
              {
                label: place.name || t("collections.unnamed"),
                put: () => put([place.id], null),
              },
            ]),
        ...(query === undefined && filters === undefined
          ? []
          : [{ label: words.found(found), put: () => put([], found) }]),
      ];
    }),
  };
}
