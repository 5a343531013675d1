import { computed, onUnmounted, ref, watch } from "vue";
import { useI18n } from "vue-i18n";
import { useRoute, useRouter, type LocationQueryRaw } from "vue-router";
import type { FacetFilter } from "../../../main/domain/facet-filter.ts";
import type { Lookup } from "../../../main/domain/lookup.ts";
import type { KeptSearchView } from "../../../preload/contract.ts";
import { useCatalog } from "../../stores/catalog.ts";
import { filtersOf, filtersToAddress } from "./lookup-address.ts";
import { sortNameFor, sortNameOf, type SortName } from "./sort-order.ts";

/** The address says what is shown, so that going back and opening it again work. */
export function useCollectionsAddress() {
  const { t } = useI18n({ useScope: "global" });
  const route = useRoute();
  const router = useRouter();
  const catalog = useCatalog();

  const textOf = (key: string): string | null => {
    const value = route.query[key];
    return typeof value === "string" && value !== "" ? value : null;
  };
  async function go(
    change: LocationQueryRaw,
    how: "push" | "replace",
  ): Promise<void> {
    const query = Object.entries({ ...route.query, ...change });
    await router[how]({
      name: "collections",
      query: Object.fromEntries(
        query.filter(
          ([, value]) =>
            value !== null &&
            value !== "" &&
            !(Array.isArray(value) && value.length === 0),
        ),
      ),
    });
  }

  const containers = computed(
    () =>
      new Map(
        [...catalog.communities, ...catalog.collections].map((container) => [
          container.uuid,
          container,
        ]),
      ),
  );
  const container = computed(
    () => containers.value.get(textOf("in") ?? "") ?? null,
  );
  const title = computed(() =>
    container.value === null
      ? t("collections.whole")
      : container.value.name || t("collections.unnamed"),
  );
  const item = computed(() => {
    const id = Number(textOf("item"));
    return Number.isInteger(id) && id > 0 ? id : null;
  });
  const sort = computed<SortName>({
    get: () => sortNameOf(textOf("sort")),
    set: (name) => {
      void go({ sort: name === "title" ? null : name }, "replace");
    },
  });
  const filters = computed(() => filtersOf(route.query));

  /** What is typed, and a moment later what is searched for. */
  const typed = ref(textOf("q") ?? "");
  const query = computed(() => textOf("q") ?? "");
  let pending: ReturnType<typeof setTimeout> | undefined;
  /** What is on its way into the address because it was typed. */
  let own: string | null = null;
  async function search(): Promise<void> {
    clearTimeout(pending);
    const words = typed.value.trim();
    if (words === query.value) return;
    own = words;
    await go({ q: words }, "replace");
    if (own === words) own = null;
  }
  watch(typed, () => {
    clearTimeout(pending);
    pending = setTimeout(() => void search(), 250);
  });
  watch(
    query,
    (text) => {
      // More may have been typed before the address has what was typed; only what came otherwise is taken over.
      if (text !== own && text !== typed.value.trim()) typed.value = text;
    },
    { flush: "sync" },
  );
  // Whoever has gone elsewhere is not called back by what was typed last.
  onUnmounted(() => {
    clearTimeout(pending);
  });

  const lookup = computed<Lookup>(() => ({
    // Text without a letter or digit is no search yet; a person may be about to type more.
    ...(/[\p{L}\p{N}]/u.test(query.value) ? { query: query.value } : {}),
    ...(container.value === null ? {} : { container: container.value.id }),
    ...(filters.value.length === 0 ? {} : { filters: filters.value }),
  }));

  return {
    container,
    title,
    item,
    sort,
    filters,
    typed,
    lookup,
    go,
    search,
    /** Chooses a value, or lets go of it. */
    async toggleFilter({ facet, value }: FacetFilter): Promise<void> {
      const rest = filters.value.filter(
        (filter) => filter.facet !== facet || filter.value !== value,
      );
      await go(
        filtersToAddress(
          rest.length < filters.value.length
            ? rest
            : [...filters.value, { facet, value }],
        ),
        "push",
      );
    },
    clearFilters: () => go({ f: null }, "push"),
    /** Shows what a search finds that somebody has kept. */
    async open({ lookup: kept, ...order }: KeptSearchView): Promise<void> {
      clearTimeout(pending);
      const place = [...containers.value.values()].find(
        ({ id }) => id === kept.container,
      );
      const name = sortNameFor(order);
      await go(
        {
          q: kept.query ?? null,
          in: place?.uuid ?? null,
          ...filtersToAddress(kept.filters ?? []),
          sort: name === "title" ? null : name,
          item: null,
        },
        "push",
      );
    },
  };
}
